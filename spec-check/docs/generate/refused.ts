import { checks } from '../../checks/index.ts';
import { refusals as ofTheCommandLine } from '../../commands/refusals.ts';
import { parseSpec } from '../../language/document/parse-spec.ts';
import { interpret } from '../../language/interpret.ts';
import { resultsBegin } from '../../model/results-block.ts';
import { SpecError } from '../../model/spec.ts';
import { planRun } from '../../run/plan.ts';

/** Every way in which a spec or a command line is refused (exit code 2), in the program's own words. */
export function refusals(): readonly Pick<SpecError, 'code' | 'message' | 'hint'>[] {
  return [
    ...wrongSpecs.map((text) => refusalOf(() => read(text))),
    refusalOf(() => {
      const { spec, items } = read(fine);
      planRun(spec, items, { only: ['labels'], skip: [] });
    }),
    ...ofTheCommandLine.map(([code, [message, hint]]) => ({ code, message, hint })),
  ];
}

const criteria = '# T\n\n## Success Criteria\n\n';
const fine = `${criteria}- [ ] Image size under 200MB\n`;
const below = (annotation: string) => `${fine}  <!-- ${annotation} -->\n`;
const frontMatter = (text: string) => `---\n${text}\n---\n\n${fine}`;

/** Specs with one mistake each. */
const wrongSpecs: readonly (string | Uint8Array)[] = [
  '',
  new Uint8Array([0, 255, 254]),
  new Uint8Array([255, 254, 35, 0]),
  '# T\n\n## Intent\n\nText.\n',
  `${fine}\n\`\`\`\n- [ ] Container builds\n`,
  `${fine}\n${resultsBegin}\n`,
  frontMatter('port: ['),
  frontMatter('port: eighty'),
  frontMatter('ports: 80'),
  `${fine}\n<!-- check: health path=/health -->\n`,
  below('check: helth path=/health'),
  below('check: health /health'),
  below('check: health path=health'),
  below('waive: reason="later"'),
  below('waive: until=2031-01-31'),
  below('waive: reason="later" until=2031-01-31 by=Ann'),
];

function read(text: string | Uint8Array) {
  const spec = parseSpec(typeof text === 'string' ? Buffer.from(text) : text, 'spec.md');
  return { spec, items: interpret(spec, checks, new Date(0)) };
}

function refusalOf(attempt: () => unknown): SpecError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error('Expected it to be refused, and it is not.');
}
