import type { CheckResult, ReportItem } from '../model/report.ts';
import type { RunRecord } from './record.ts';
import { explanation, label, verdict } from './report-text.ts';

/** SARIF 2.1.0 for code scanning: a result for every promise, with the spec's line, and the Dockerfile's where one is at fault. */
export function sarif({ report, catalogue }: RunRecord): string {
  const results = report.items.flatMap((item) => resultsOf(report.spec.path, item));
  const used = [...new Set(results.map(({ ruleId }) => ruleId))];
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'spec-check', rules: used.map((id) => ruleOf(id, catalogue)) } },
          columnKind: 'utf16CodeUnits',
          properties: { verdict: verdict(report) },
          results: results.map((result) => ({ ...result, ruleIndex: used.indexOf(result.ruleId) })),
        },
      ],
    },
    null,
    2,
  )}\n`;
}

function ruleOf(id: string, catalogue: RunRecord['catalogue']) {
  const check = catalogue.find((known) => known.id === id);
  return {
    id,
    shortDescription: { text: check?.title ?? 'The sentence is understood as a whole' },
    fullDescription: { text: check?.proof ?? 'What is not fully understood is never passed.' },
  };
}

function resultsOf(path: string, item: ReportItem) {
  const failed = item.checks.filter(({ status }) => status === 'FAIL');
  if (failed.length === 0) return [result(path, item, item.checks[0]?.check ?? 'spec')];
  return failed.map((check) =>
    result(path, item, check.check, { check, line: check.dockerfileLine ?? undefined }),
  );
}

/** `kind` and `level` as the standard pairs them: only a `fail` has a level. */
const outcomes = {
  PASS: ['pass', 'none'],
  FAIL: ['fail', 'error'],
  UNVERIFIED: ['review', 'none'],
  AMBIGUOUS: ['review', 'none'],
  ERROR: ['open', 'none'],
  WAIVED: ['notApplicable', 'none'],
} as const;

function result(
  path: string,
  item: ReportItem,
  ruleId: string,
  failed?: { readonly check: CheckResult; readonly line: number | undefined },
) {
  const [kind, level] = outcomes[item.status];
  const { check, line } = failed ?? {};
  const told = check === undefined ? [] : explanation(check).map((words) => words.join(': '));
  return {
    ruleId,
    kind,
    level,
    message: { text: [`${label(item)}: ${check?.evidence ?? item.evidence}`, ...told].join('\n') },
    locations: [
      ...(line === undefined ? [] : [locationOf('Dockerfile', line)]),
      locationOf(path, item.line),
    ],
    partialFingerprints: { 'promise/v1': `${item.section}/${item.text}/${ruleId}` },
  };
}

function locationOf(file: string, startLine: number) {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
      region: { startLine },
    },
  };
}
