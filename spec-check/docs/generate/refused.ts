import { checks } from '../../checks/index.ts';
import {
  badDatabaseUrl,
  badOutput,
  badRegistry,
  badTimeout,
  mysqlLater,
  needsLeave,
  noBaseline,
  noBuild,
  noContext,
  noDockerfile,
  noFrom,
  noOutput,
  noSuchImage,
  notABaseline,
  notPacked,
  notPassed,
  outsideProject,
  partialWrite,
  specChanged,
  specExists,
  specNotWritten,
  unreadableConfig,
  unreadableDockerfile,
  unreadableSpec,
  unwritableSpec,
} from '../../commands/refusals.ts';
import { checkIds } from '../../commands/run/check-ids.ts';
import { parseSpec } from '../../language/document/parse-spec.ts';
import { interpret } from '../../language/interpret.ts';
import { resultsBegin } from '../../model/results-block.ts';
import { SpecError } from '../../model/spec.ts';
import { planRun } from '../../run/plan.ts';

/** Every way in which a spec or a command line is refused (exit code 2), in the program's own words. */
export function refusals(): readonly SpecError[] {
  return [
    unreadableSpec('specs/none.md', 'ENOENT'),
    ...wrongSpecs.map((text) => refusalOf(() => read(text))),
    refusalOf(() => checkIds(['helth'])),
    refusalOf(() => {
      const { spec, items } = read(fine);
      planRun(spec, items, { only: ['labels'], skip: [] });
    }),
    badRegistry('https://GHCR.io/acme'),
    noBaseline('report.json', 'ENOENT'),
    notABaseline('report.json'),
    unreadableConfig('spec-check.yaml', 'ENOENT'),
    mysqlLater(),
    noBuild('Dockerfile'),
    noContext('api'),
    outsideProject('volumes: ../keys'),
    needsLeave('services (redis:8)'),
    notPassed('JWT_SECRET', 'env.JWT_SECRET', { passed: false, set: true }),
    noOutput(['json', 'html']),
    badOutput('reports', 'EACCES'),
    badTimeout('soon'),
    badDatabaseUrl('mysql://bob@db/tasks'),
    specChanged(file),
    specNotWritten(file, 'EACCES'),
    partialWrite(),
    notPacked(),
    unreadableDockerfile('Dockerfile', 'EACCES'),
    noDockerfile('Dockerfile', 'ENOENT'),
    noFrom('Dockerfile'),
    noSuchImage('task-api:2.0', 'No such image: task-api:2.0'),
    specExists(file, `spec-check init ${file} --dry-run`),
    unwritableSpec(file, 'EACCES'),
  ];
}

const file = 'specs/containerization-spec.md';
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
