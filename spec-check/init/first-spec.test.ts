import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { reviewSpec } from '../language/review/spec-review.ts';
import { type DockerfileFacts, readDockerfileFacts } from './dockerfile-facts.ts';
import { firstSpec } from './first-spec.ts';
import { type Project, readProject } from './project.ts';

const nothing = { database: undefined, variables: {} };
const project: Project = { title: 'task-api', description: undefined, crud: false, ...nothing };

function shownBy(dockerfile: string): DockerfileFacts {
  const shown = readDockerfileFacts(dockerfile);
  if (shown === undefined) throw new Error('Expected a FROM.');
  return shown;
}

/** What its lines are understood to mean. */
function understood(text: string) {
  const spec = parseSpec(Buffer.from(text), 'spec.md');
  return { spec, items: interpret(spec, checks, new Date()) };
}

/** Its promises, as `check params`. */
function promises(shown: DockerfileFacts, of: Project = project): string[] {
  const { items } = understood(firstSpec(shown, of));
  return items.flatMap(({ checks: requests }) =>
    requests.map(({ check, params }) => `${check} ${JSON.stringify(params)}`),
  );
}

const always = [
  'no-secrets {}',
  'builds {}',
  'non-root {"root":false}',
  'push {"registries":[]}',
  'pull-elsewhere {}',
];
const only = (dockerfile: string) =>
  promises(shownBy(dockerfile)).filter((promise) => !always.includes(promise));

describe('a first spec', () => {
  it.each<[string, string, string[]]>([
    ['no more than a base', 'FROM scratch', []],
    [
      'lower case and comments',
      '# syntax=x\nfrom node:24 as a\n# user root\nuser app',
      ['non-root {"user":"app"}', 'base-image {"image":"node:24"}'],
    ],
    ['USER root', 'FROM scratch\nUSER root', []],
    ['USER 0', 'FROM scratch\nUSER 0:0', []],
    ['USER by number', 'FROM scratch\nUSER 1000:1000', ['non-root {"uid":1000}']],
    ['the last USER', 'FROM scratch\nUSER root\nUSER app:app', ['non-root {"user":"app"}']],
    ['USER by an argument', 'FROM scratch\nARG UID=1500\nUSER ${UID}', ['non-root {"uid":1500}']],
    ['USER that nobody knows', 'FROM scratch\nARG UID\nUSER $UID', []],
    ['a user of the build stage only', 'FROM node:24 AS b\nUSER node\nFROM scratch', []],
    [
      'a user of the stage it starts from',
      'FROM scratch AS b\nUSER app\nFROM b',
      ['non-root {"user":"app"}'],
    ],
    [
      'a base by an argument',
      'ARG V=24\nFROM node:${V}-slim',
      ['base-image {"image":"node:24-slim"}'],
    ],
    ['a base that nobody knows', 'ARG V\nFROM node:${V}', []],
    [
      'a base that a copy brings',
      'FROM node:24 AS b\nFROM scratch\nCOPY --from=b /a /a',
      ['base-image {"image":"node:24"}'],
    ],
    ['one port', 'FROM scratch\nEXPOSE 3000/tcp', ['port {"default":3000}']],
    [
      'several ports',
      'FROM scratch\nEXPOSE 9090 53/udp 8000\nENV PORT=8000',
      ['port {"variable":"PORT","default":8000}'],
    ],
    [
      'a port by a global argument',
      'ARG P=8080\nFROM scratch\nARG P\nEXPOSE $P',
      ['port {"default":8080}'],
    ],
    [
      'a port that its command falls back to',
      'FROM scratch\nCMD exec uvicorn main:app --port ${PORT:-8000}',
      ['port {"variable":"PORT","default":8000}'],
    ],
    ['a range of ports', 'FROM scratch\nEXPOSE 8000-8010', []],
    ['HEALTHCHECK NONE', 'FROM scratch\nHEALTHCHECK NONE', []],
    [
      'the shell form',
      'FROM scratch\nEXPOSE 80\nHEALTHCHECK --interval=5s \\\n  CMD curl -f http://localhost:8080/healthz || exit 1',
      ['healthcheck {}', 'port {"default":80}', 'health {"path":"/healthz"}'],
    ],
    [
      'the exec form',
      'FROM scratch\nHEALTHCHECK CMD ["wget", "-q", "http://127.0.0.1:${PORT:-8080}/up"]',
      ['healthcheck {}', 'port {"default":8080}', 'health {"path":"/up"}'],
    ],
    [
      'a health check without a URL',
      'FROM scratch\nHEALTHCHECK CMD ["node", "health.js"]',
      ['healthcheck {}'],
    ],
    [
      'a secret among ENV',
      'FROM scratch\nENV DATABASE_URL="" TOKEN=x NODE_ENV=production',
      [
        'env-required {"variable":"DATABASE_URL"}',
        'no-secrets {"variable":"DATABASE_URL","only":true}',
        'env-required {"variable":"TOKEN"}',
        'no-secrets {"variable":"TOKEN","only":true}',
        'database {"variable":"DATABASE_URL","neon":false,"survives":[]}',
      ],
    ],
    [
      'labels that say something',
      'FROM scratch\nARG REV=unknown\nLABEL com.acme.team=a org.opencontainers.image.revision=$REV maintainer=b',
      ['labels {"keys":["com.acme.team"]}'],
    ],
    [
      'a here-document',
      'FROM scratch\nRUN <<EOF\nUSER root\nEXPOSE 1\nEOF\nEXPOSE 80',
      ['port {"default":80}'],
    ],
  ])('of %s promises what is shown', (_what, dockerfile, expected) => {
    expect(only(dockerfile)).toEqual(expected);
  });

  it('promises what every container should do, shown or not', () => {
    expect(promises(shownBy('FROM scratch')).toSorted()).toEqual(always.toSorted());
  });

  it('of nothing is none', () => {
    for (const text of ['', '# nothing\n', 'ARG A=1\n', 'RUN ls\n'])
      expect(readDockerfileFacts(text)).toBeUndefined();
  });

  it('has no line that is not understood, and no error or contradiction, whatever it is made from', () => {
    const words = fc.constantFrom(
      ...[
        'node',
        'image',
        'size',
        'root',
        'port-health',
        'no',
        'The API: 200MB?',
        '- [ ] x',
        '1. a',
        '# b',
      ],
      ...[
        '<!-- check: sh -->',
        '`a` | *b*',
        'Success Criteria',
        '---',
        'task: must be under 5 s',
        'é 日本',
      ],
    );
    const value = fc.constantFrom(
      '',
      '0',
      'root',
      'app',
      '1000:1000',
      '$A',
      '${A:-app}',
      '"a b"',
      '8000',
      '99999',
      '8000-9000',
      '443/udp',
      'https://x/y',
      'NODE',
      "'",
    );
    const name = fc.constantFrom(
      'PORT',
      'API_PORT',
      'DATABASE_URL',
      'SECRET',
      'A',
      'org.opencontainers.image.title',
      'com.a.b',
      'org.opencontainers.image.9',
      'X.Y',
    );
    const line = fc.oneof(
      value.map((user) => `USER ${user}`),
      fc.array(value).map((ports) => `EXPOSE ${ports.join(' ')}`),
      fc
        .tuple(fc.constantFrom('ENV', 'ARG', 'LABEL'), name, value)
        .map(([word, key, to]) => `${word} ${key}=${to}`),
      fc
        .tuple(
          fc.constantFrom('FROM', 'from'),
          fc.constantFrom('node', 'scratch', 'a.b/c:1', '$A', 'b', 'x@sha256:12'),
        )
        .map((from) => from.join(' ')),
      fc.constantFrom(
        'HEALTHCHECK NONE',
        'HEALTHCHECK CMD curl http://localhost:/a?b=c',
        'HEALTHCHECK CMD ["a", "http://127.0.0.1/"]',
        'FROM node AS b',
        'COPY --from=b / /',
        'RUN <<E\nUSER x\nE',
        '# x',
        'EXPOSE',
        'USER',
        'LABEL',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        words,
        words,
        fc.boolean(),
        fc.dictionary(
          fc.constantFrom('DATABASE_URL', 'API_KEY', 'PORT', 'odd-Name', 'LOG_LEVEL'),
          fc.constant<''>(''),
        ),
        (lines, title, description, crud, variables) => {
          const shown = shownBy(['FROM node:24', ...lines].join('\n'));
          const { spec, items } = understood(
            firstSpec(shown, { ...project, title, description, crud, variables }),
          );
          expect(
            items
              .filter(({ verdict }) => verdict !== 'checkable' && verdict !== 'context')
              .map(({ item }) => item.text),
          ).toEqual([]);
          expect(items.length).toBeGreaterThanOrEqual(5);
          expect(reviewSpec(spec, items, checks).filter(({ level }) => level === 'error')).toEqual(
            [],
          );
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it('promises what the example of a .env names, and no default or other database by its value', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'init-test-'));
    const dockerfile = shownBy('FROM scratch\nEXPOSE 3000');
    const promised = async (text: string) => {
      await writeFile(path.join(folder, '.env.example'), text);
      return promises(dockerfile, await readProject(folder, dockerfile));
    };
    try {
      const named = await promised(
        '# local\nexport DATABASE_URL="postgres://…"\nJWT_SECRET=\nPORT=8000\n',
      );
      expect(named).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^env-required .*DATABASE_URL/),
          expect.stringMatching(/^env-required .*JWT_SECRET/),
          expect.stringMatching(/^database /),
        ]),
      );
      expect(named.join()).not.toContain('8000');
      const other = await promised('DATABASE_URL=mongodb://root@db/shop\nLOG_LEVEL=debug\n');
      expect(other.join()).not.toMatch(/DATABASE_URL|database|LOG_LEVEL/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
