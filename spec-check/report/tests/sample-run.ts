import { checks } from '../../checks/index.ts';
import { parseSpec } from '../../language/document/parse-spec.ts';
import type { CheckResult, ReportItem } from '../../model/report.ts';
import type { RunRecord } from '../record.ts';

/** What a spec, a log or an image could hold to become more than text in a report. */
export const hostile = [
  '<script>document.title="taken"</script>',
  '<img src=x onerror=alert(1)>',
  '</pre></mark>]]>',
  '"><a href="javascript:alert(1)">',
  '`code` | cell \\| **bold** [link](https://evil.example)',
  '@somebody #12 https://evil.example &amp; &lt;b&gt;',
  '::error file=x::taken%0A',
  '\u001B[31mred\u001B[0m \u0000 \u0008 \uD800 \u2028 \uFFFE',
].join('\n');

const sampleSource = `# Sample

## Constraints

### Image Size

- **Target**: Under 200MB final image

## Success Criteria

- [ ] Container does not run as root
- [x] Image can be pushed to a registry
- [ ] Health check endpoint responds at \`/health\`
      and says <b>so</b>
- [ ] Image size under 200MB unless debugging
- [ ] Image size under 200
- [ ] A request is logged
- [ ] Image size under 10MB
  <!-- waive: reason="later" until=2999-01-01 -->

## Non-Goals

- Kubernetes & co
`;

const check: CheckResult = {
  check: 'image-size',
  params: {},
  status: 'PASS',
  evidence: '115.9 MB',
  measured: {
    bytes: 115_900_000,
    largestFiles: [
      { path: '/usr/local/bin/node', bytes: 100e6, layer: 1, instruction: 'COPY /runtime /' },
      { path: '/app/api.cjs', bytes: 1_500_000, layer: 2, instruction: `COPY ${hostile}` },
      { path: `/app/${hostile}`, bytes: 400_000, layer: 2, instruction: 'COPY /bundle /' },
      { path: '/old/api.cjs', bytes: 1_500_000, layer: 3, instruction: 'RUN cp' },
    ],
  },
  command: 'docker images "task-api"',
  expected: null,
  actual: null,
  diagnosis: null,
  fix: null,
  cause: null,
  proof: 'direct',
  substitute: null,
  dockerfileLine: null,
  seconds: 0.1,
};

const failed: CheckResult = {
  ...check,
  check: 'non-root',
  status: 'FAIL',
  evidence: `PID 1 has uid 0 ${hostile}`,
  measured: { uid: 0, sequence: ['POST /tasks → 201 {"id":1}', `GET /tasks/1 → 200 ${hostile}`] },
  command: `docker exec "$(docker ps -lq)" id # ${hostile}`,
  expected: 'a uid other than 0',
  actual: `uid 0\n${hostile}`,
  diagnosis: 'USER is missing',
  fix: 'Add USER 1000',
  cause: null,
  proof: null,
  dockerfileLine: 3,
};

const item = (given: Partial<ReportItem> & Pick<ReportItem, 'line' | 'text'>): ReportItem => ({
  id: `criterion-${given.line}`,
  section: 'Success Criteria',
  kind: 'criterion',
  status: 'PASS',
  proof: null,
  evidence: 'as promised',
  checks: [check],
  ...given,
});

const items: readonly ReportItem[] = [
  item({
    line: 7,
    text: 'Target: Under 200MB final image',
    kind: 'constraint',
    section: 'Constraints › Image Size',
    heading: 'Image Size',
    proof: 'direct',
    evidence: '115.9 MB unpacked',
  }),
  item({
    line: 11,
    text: `Container does not run as root ${hostile}`,
    status: 'FAIL',
    evidence: failed.evidence,
    checks: [failed],
  }),
  item({
    line: 12,
    text: 'Image can be pushed to a registry',
    proof: 'stand-in',
    evidence: 'Pushed',
    checks: [
      {
        ...check,
        check: 'push',
        evidence: 'Pushed',
        substitute: 'a local registry (2.8) instead of docker.io',
      },
    ],
  }),
  item({
    line: 13,
    text: 'Health check endpoint responds at `/health` and says <b>so</b>',
    status: 'ERROR',
    evidence: 'Could not be measured: the engine is gone',
    checks: [{ ...check, check: 'health', status: 'ERROR', proof: null }],
  }),
  item({
    line: 15,
    text: 'Image size under 200MB unless debugging',
    status: 'UNVERIFIED',
    evidence: 'Not understood: "unless debugging". Nearest: Image size under 200MB',
    checks: [],
  }),
  item({
    line: 16,
    text: 'Image size under 200',
    status: 'AMBIGUOUS',
    evidence: 'No unit',
    checks: [],
  }),
  item({
    line: 17,
    text: 'A request is logged',
    status: 'UNVERIFIED',
    evidence: 'No check',
    checks: [],
  }),
  item({
    line: 18,
    text: 'Image size under 10MB',
    status: 'WAIVED',
    evidence: 'later',
    checks: [],
  }),
];

/** A run in which every status occurs, and hostile text wherever text comes from outside. */
export const sampleRun: RunRecord = {
  changes: undefined,
  before: [],
  catalogue: checks,
  report: {
    schema: 1,
    spec: {
      path: 'specs/sample spec.md',
      title: `Sample ${hostile}`,
      sha256: 'ab'.repeat(32),
      promiseLines: 7,
      notChecked: [{ line: 40, text: `Lost ${hostile}`, reason: `Under ${hostile}` }],
    },
    image: { id: `sha256:${'cd'.repeat(32)}`, reference: 'task-api', bytes: 115_900_000 },
    engine: { version: '28.5.2', host: 'unix:///var/run/docker.sock' },
    summary: {
      pass: 2,
      standIn: 1,
      fail: 1,
      unverified: 2,
      ambiguous: 1,
      error: 1,
      waived: 1,
      seconds: 4.25,
    },
    exitCode: 1,
    items: [...items],
  },
  layers: [
    { bytes: 113_900_000, instruction: 'COPY /runtime /' },
    { bytes: 2_000_000, instruction: `COPY /bundle / ${hostile}` },
    { bytes: 0, instruction: 'CMD ["node"]' },
  ],
  spans: [
    { name: 'engine', start: 0, end: 80, status: undefined },
    { name: 'build', start: 80, end: 900, status: undefined },
    { name: 'image-size', start: 900, end: 1000, status: 'PASS' },
    { name: 'non-root', start: 900, end: 3000, status: 'FAIL' },
    { name: 'starts-within', start: 3001, end: 4200, status: 'PASS' },
  ],
  log: [{ at: 90, message: `Step 1/3 ${hostile}` }],
};

/** The same with nothing that fails, for what a good run looks like. */
export const greenRun: RunRecord = {
  ...sampleRun,
  report: {
    ...sampleRun.report,
    spec: { ...sampleRun.report.spec, title: 'Sample' },
    summary: {
      ...sampleRun.report.summary,
      fail: 0,
      unverified: 0,
      ambiguous: 0,
      error: 0,
      waived: 0,
    },
    exitCode: 0,
    items: sampleRun.report.items.filter(({ status }) => status === 'PASS'),
  },
};

/** Holds that the sample is of its spec: lines and promises agree. */
export const sampleSpec = parseSpec(Buffer.from(sampleSource), sampleRun.report.spec.path);
