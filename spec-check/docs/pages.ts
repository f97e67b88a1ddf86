import { checks } from '../checks/index.ts';
import type { Interpretation } from '../model/interpretation.ts';
import { checkPage } from './generate/check-page.ts';
import { checksIndex } from './generate/checks-index.ts';
import { troubleshooting } from './generate/troubleshooting.ts';
import { understoodAlone } from './generate/understood.ts';

/** Every page that is made from the program: its path in this folder, and its text. */
export function pages(): ReadonlyMap<string, string> {
  return new Map(
    [
      ['troubleshooting.md', troubleshooting(checks)],
      ['checks/README.md', checksIndex(checks)],
      ...checks.map((check): [string, string] => {
        const understood = meant(check.language.examples);
        const broken = check.faults;
        const promised = meant(broken.map(({ promise }) => promise));
        return [
          `checks/${check.id}.md`,
          checkPage(
            check,
            understood,
            broken.map((fault, index) => ({ ...fault, requests: promised[index]?.requests ?? [] })),
          ),
        ];
      }),
    ].map(([path = '', text]) => [path, `${text}\n`]),
  );
}

function meant(sentences: readonly string[]) {
  return understoodAlone(sentences, checks).map(({ checks: requests }: Interpretation, index) => ({
    sentence: sentences[index] ?? '',
    requests,
    measured: requests.map(
      ({ check, params }) => checks.find(({ id }) => id === check)?.describe(params) ?? check,
    ),
  }));
}
