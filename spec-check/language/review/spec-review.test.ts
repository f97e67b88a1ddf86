import { checks } from '../../checks/index.ts';
import type { Finding } from '../../model/finding.ts';
import { parseSpec } from '../document/parse-spec.ts';
import { interpret } from '../interpret.ts';
import { reviewSpec } from './spec-review.ts';

const today = new Date('2026-06-15T12:00:00Z');

function review(text: string): Finding[] {
  const spec = parseSpec(Buffer.from(text), 'spec.md');
  return reviewSpec(spec, interpret(spec, checks, today), checks);
}

interface Parts {
  readonly criteria?: readonly string[];
  readonly constraints?: readonly string[];
  readonly nonGoals?: readonly string[];
  readonly dependencies?: readonly string[];
}

function specOf({
  criteria = ['Container builds successfully'],
  constraints = [],
  nonGoals = ['Kubernetes manifests'],
  dependencies = [],
}: Parts): string {
  const section = (title: string, items: readonly string[]) =>
    items.length === 0 ? '' : `## ${title}\n\n${items.map((item) => `- ${item}`).join('\n')}\n\n`;
  return [
    '# Task API\n\n',
    section('Constraints', constraints),
    section('Success Criteria', criteria),
    section('Non-Goals', nonGoals),
    section('Dependencies', dependencies),
  ].join('');
}

/** Codes of what was found, questions left aside. */
function codes(parts: Parts): string[] {
  return review(specOf(parts)).flatMap(({ code, level }) => (level === 'question' ? [] : [code]));
}

describe('errors: what cannot all hold', () => {
  it.each<[string, Parts]>([
    ['two-limits', { criteria: ['Image size under 200MB', 'Image size under 150MB'] }],
    [
      'two-limits',
      { constraints: ['**Image size**: Under 200MB'], criteria: ['Image size at most 250MB'] },
    ],
    ['two-limits', { criteria: ['Image size under 200MB or 250MB'] }],
    ['two-limits', { criteria: ['Memory stays under 128MB', 'Memory stays under 256MB'] }],
    ['impossible-limits', { criteria: ['Image size under 200MB', 'Image size over 300MB'] }],
    [
      'root-and-non-root',
      { constraints: ['Container runs as non-root user'], criteria: ['Container runs as root'] },
    ],
    ['root-and-non-root', { criteria: ['Container does not run as root', 'Runs as `root`'] }],
    ['two-users', { criteria: ['Runs as `node`', 'Runs as `appuser`'] }],
    ['two-users', { criteria: ['Runs as `node`', 'Does not run as `node`'] }],
    ['two-answers', { criteria: ['200 at `/health`', '503 at `/health`'] }],
    ['two-ports', { criteria: ['Listens on port 8000', 'Listens on port 3000 by default'] }],
    ['two-bases', { criteria: ['Base image is `node:24`', 'Base image is `alpine:3.22`'] }],
    [
      'required-with-default',
      { criteria: ['`PORT` is required', '**PORT**: Configurable, defaults to 8000'] },
    ],
    [
      'promised-non-goal',
      {
        criteria: ['Image can be pushed to a registry (Docker Hub or GHCR)'],
        nonGoals: ['Pushing the image to a registry'],
      },
    ],
    [
      'promised-non-goal',
      {
        criteria: ['PostgreSQL runs inside the image'],
        nonGoals: ['Running PostgreSQL inside the image'],
      },
    ],
    [
      'promised-non-goal',
      {
        criteria: ['Database migrations run automatically and exactly once'],
        nonGoals: ['Automatic database migrations'],
      },
    ],
  ])('%s: %j', (code, parts) => {
    expect(codes(parts)).toContain(code);
  });

  it.each<[string, Parts]>([
    [
      'the same limit twice',
      { constraints: ['**Image size**: Under 200MB'], criteria: ['Image size under 200MB'] },
    ],
    [
      'the same limit in other words',
      { criteria: ['Image size under 200MB', 'The image is smaller than 200MB'] },
    ],
    [
      'a limit for each basis',
      { criteria: ['Image size under 200MB', 'Compressed image size below 80 MB'] },
    ],
    ['a range', { criteria: ['Image size under 200MB', 'Image size over 100MB'] }],
    [
      'two ways of saying non-root',
      { criteria: ['Container runs as non-root user', 'Runs as `node`'] },
    ],
    [
      'two endpoints with a limit each',
      { criteria: ['`/v1/tasks` responds within 50 ms', '`/v2/tasks` responds within 60 ms'] },
    ],
    ['two endpoints', { criteria: ['200 at `/health`', '503 at `/broken`'] }],
    [
      'one port',
      { criteria: ['Listens on port 8000', '**PORT**: Configurable, defaults to 8000'] },
    ],
    [
      'one base with two names',
      { criteria: ['Base image is `node:24`', 'Built on `docker.io/library/node:24`'] },
    ],
    [
      'another variable required',
      { criteria: ['`DATABASE_URL` is required', '**PORT**: Configurable, defaults to 8000'] },
    ],
    [
      'a non-goal about part of it',
      {
        criteria: ['Image can be pushed to a registry'],
        nonGoals: ['Mirroring the registry to other regions'],
      },
    ],
    [
      'a lower limit that nobody promises',
      { criteria: ['Image size under 150MB'], nonGoals: ['Image size below 50MB'] },
    ],
    [
      'a promise that keeps a non-goal',
      { criteria: ['No PostgreSQL inside the image'], nonGoals: ['PostgreSQL inside the image'] },
    ],
  ])('none for %s', (_why, parts) => {
    const errors = review(specOf(parts)).filter(({ level }) => level === 'error');
    expect(errors).toEqual([]);
  });

  it('names both lines and quotes both sentences', () => {
    const found = review(
      '# T\n\n## Success Criteria\n\n- Image size under 200MB\n- Image size under 150MB\n',
    );
    expect(found[0]).toMatchObject({
      code: 'two-limits',
      line: 6,
      message: expect.stringMatching(/under 150MB.*line 5.*under 200MB.*150.0 MB/),
      fix: expect.stringContaining('lines 5 and 6'),
    });
  });

  it.each([
    ['2026-06-14', ['expired-waiver']],
    ['2026-06-15', []],
  ])('a waiver until %s, read on 2026-06-15: %j', (until, expected) => {
    const text = `# T\n\n## Success Criteria\n\n- [ ] Image size under 200MB\n  <!-- waive: reason="soon" until=${until} -->\n`;
    const errors = review(text).filter(({ level }) => level === 'error');
    expect(errors.map(({ code }) => code)).toEqual(expected);
  });
});

describe('wording: a criterion that deserves a warning', () => {
  it.each([
    ['vague-word', 'Image is small'],
    ['vague-word', 'The API is fast'],
    ['vague-word', 'Container is secure'],
    ['vague-word', 'Robust error handling'],
    ['vague-word', 'All CRUD endpoints work properly'],
    ['vague-word', 'Memory limit: TBD'],
    ['vague-word', 'Logs contain method, path, etc.'],
    ['vague-word', 'Easy to deploy'],
    ['vague-word', 'The container is production-ready'],
    ['ambiguous', 'Image size under 200'],
    ['ambiguous', 'Image size is at most 200Mb'],
    ['ambiguous', '`/health` responds within 50'],
    ['not-measured', 'Restarts within 10 after a crash'],
    ['ambiguous', 'Responds within 50 ms'],
    ['ambiguous', 'Response time is below 100 ms'],
    ['vague-word', 'p95 latency of `/health` under 50 ms'],
    ['vague-word', '`/tasks` answers in under 20 ms on average'],
    ['optional-wording', 'Should ideally return 200 at `/health`'],
    ['optional-wording', 'Image size under 200MB if possible'],
    ['optional-wording', 'Container may run as a non-root user'],
    ['two-promises', 'Image size under 200MB and container runs as non-root user'],
    ['two-promises', 'The container starts within 5 s and logs are written to stdout'],
    ['reversed-limit', 'Image size over 200MB'],
    ['wants-root', 'Container runs as root'],
    ['ambiguous', 'Container builds within 5 minutes'],
    ['not-measured', 'Logs are kept for 30 days'],
  ])('%s: %s', (code, criterion) => {
    expect(codes({ criteria: [criterion] })).toEqual([code]);
  });

  it.each([
    'Image size under 200MB',
    'The container refuses to start without `DATABASE_URL`',
    'Base image is `node:24-bookworm-slim`',
    'Listens on port 8000 by default',
    '**PORT**: Configurable, defaults to 8000',
    'Image can be pulled and run on a different machine',
    'Tasks can be created, read, updated and deleted',
    '**DATABASE_URL**: Environment variable, and not hardcoded',
    'Image size between 100 and 200 MB',
    'Container does not run as root',
    'Health check endpoint responds at `/health`',
  ])('nothing about: %s', (criterion) => {
    expect(codes({ criteria: [criterion] })).toEqual([]);
  });

  it.each([
    ['vague-word', 'The process fails fast without a database'],
    ['vague-word', 'Exit code is 0 after a clean shutdown'],
    ['vague-word', 'Image is small: under 200MB'],
    ['vague-word', 'The `fast` flag is documented'],
    ['ambiguous', 'At most 3 retries are made'],
    ['ambiguous', 'The uid is above 1000'],
    ['ambiguous', 'The container responds to SIGTERM within 10 s'],
    ['ambiguous', '`/health` responds within 50 ms'],
    ['vague-word', 'p95 of `/health` under 50 ms at 100 rps'],
    ['optional-wording', 'Memory may not exceed 128MB'],
    ['two-promises', 'Answers 503 when the database is down and the cache is empty'],
    ['two-promises', 'The API reads and writes tasks'],
    ['two-promises', 'The body is JSON with id and title'],
  ])('not %s: %s', (code, criterion) => {
    expect(codes({ criteria: [criterion] })).not.toContain(code);
  });

  it('is silent where a check is written out under the sentence', () => {
    expect(
      codes({
        criteria: ['The orchestrator is happy and fast\n  <!-- check: health path=/healthz -->'],
      }),
    ).toEqual([]);
  });

  it.each([
    ['Image size under 200', '200MB or 200MiB?'],
    ['Image size is at most 200Mb', '200MB?'],
    ['Startup takes at most 5', '5 s or 5 ms?'],
    ['Responds within 50 ms', '"`/health` responds within 50 ms"'],
    ['Image size under 200MB if possible', '"Image size under 200MB"'],
    ['Image size over 200MB', '"Image size under 200MB"'],
    ['p95 of `/health` under 50 ms', '100 requests per second'],
    [
      'Image size under 200MB and container runs as non-root user',
      '"Container runs as non-root user"',
    ],
  ])('offers a rewrite: %s → %s', (criterion, rewrite) => {
    expect(review(specOf({ criteria: [criterion] }))[0]?.fix).toContain(rewrite);
  });
});

describe('what is connected to nothing', () => {
  it.each<[string, Parts]>([
    ['not-measured', { constraints: ['**Licences**: every package has one'] }],
    ['unused-dependency', { dependencies: ['A PostgreSQL database'] }],
    ['unused-dependency', { dependencies: ['Redis 7 for sessions'] }],
    ['no-non-goals', { nonGoals: [] }],
    ['no-non-goals', { nonGoals: ['None.'] }],
  ])('%s: %j', (code, parts) => {
    expect(codes(parts)).toEqual([code]);
  });

  it.each<[string, Parts]>([
    [
      'a constraint that is checked itself',
      { constraints: ['**DATABASE_URL**: Environment variable'] },
    ],
    ['a constraint that explains', { constraints: ['**Rationale**: every node pulls it'] }],
    [
      'a constraint that a criterion proves',
      {
        constraints: ['**Image size**: kept as it is on every host'],
        criteria: ['Image size under 200MB'],
      },
    ],
    [
      'dependencies that promises use',
      {
        criteria: ['Container can connect to the database', 'Image can be pushed to a registry'],
        dependencies: ['PostgreSQL 17', 'A container registry'],
      },
    ],
    ['tools and libraries', { dependencies: ['Node.js 24', 'Express 5', 'Docker'] }],
  ])('nothing about %s', (_why, parts) => {
    expect(codes(parts)).toEqual([]);
  });

  it('gives the line of each', () => {
    const found = review(
      '# T\n\n## Success Criteria\n\n- Image size under 200MB\n\n## Non-Goals\n\n## Dependencies\n\n- Kafka\n',
    );
    expect(found.slice(0, 2)).toMatchObject([
      { code: 'no-non-goals', line: 7 },
      { code: 'unused-dependency', line: 11 },
    ]);
  });
});

describe('questions', () => {
  const asked = (parts: Parts) =>
    review(specOf(parts)).flatMap(({ code, level }) => (level === 'question' ? [code] : []));

  it('are at most five, the most important first', () => {
    expect(asked({ dependencies: ['PostgreSQL'] })).toEqual([
      'ask-shutdown',
      'ask-startup-failure',
      'ask-database-down',
      'ask-logs',
      'ask-limits',
    ]);
  });

  it('come as far down the list as the spec has answers', () => {
    expect(
      asked({
        criteria: [
          'Exits 0 within 10 s of SIGTERM',
          '`DATABASE_URL` is required',
          '`/ready` answers 503 while the database is down',
          'Logs go to stdout',
        ],
      }),
    ).toEqual(['ask-limits', 'ask-read-only', 'ask-digest', 'ask-architectures', 'ask-rotation']);
  });

  it.each<[string, Parts]>([
    ['ask-shutdown', { criteria: ['Graceful shutdown within 10 s'] }],
    ['ask-shutdown', { nonGoals: ['Graceful shutdown: requests are repeated by the client'] }],
    [
      'ask-startup-failure',
      { criteria: ['The container refuses to start without `DATABASE_URL`'] },
    ],
    ['ask-startup-failure', { criteria: ['`API_KEY` is read from the environment'] }],
    ['ask-startup-failure', { criteria: ['**JWT_KEY**: Environment variable (not hardcoded)'] }],
    ['ask-database-down', { criteria: ['The image is static'] }],
    ['ask-logs', { nonGoals: ['Log aggregation'] }],
    ['ask-limits', { criteria: ['Memory stays under 128MB'] }],
  ])('%s is not asked of %j', (code, parts) => {
    expect(asked(parts)).not.toContain(code);
  });

  it.each<[string, Parts]>([
    ['ask-logs', { criteria: ['Users can log in', 'The catalogue is dialogued'] }],
    ['ask-limits', { criteria: ['The program is in C'] }],
    ['ask-database-down', { criteria: ['Container can connect to the database'] }],
  ])('%s is still asked of %j', (code, parts) => {
    expect(asked(parts)).toContain(code);
  });
});
