import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import type { Status } from '../model/report.ts';
import { Secrets } from '../secrets/redact.ts';
import type { Fault, Mutation } from './facts.ts';
import { imageFaults } from './image-faults.ts';
import { mutate } from './mutate.ts';

const config = {
  ...{ User: 'app', WorkingDir: '/app', Volumes: [], Env: [], Cmd: [], Entrypoint: [] },
  ...{ Labels: {}, ExposedPorts: [8000], Healthcheck: undefined },
};
const facts = {
  ...{ config, bytes: 116e6, port: 8000, hasLists: true, lists: /^\/tasks/ },
  ...{ probe: '/health', ready: '/ready', refusal: { path: '/tasks', status: 422 } },
  ...{ login: undefined, variable: 'DATABASE_URL' },
};
const faults = new Map(imageFaults(facts).map((fault) => [fault[0], fault]));
const root = 'it runs as root';
const key = 'a private key lies in a layer';
const size = 'a layer of 150 MB is added';
const stop = 'STOPSIGNAL is one that it ignores';
const slow = 'it starts five seconds later';

/** What checks say of the mutants with these faults, none being the unchanged image; PASS where it is not said. */
type Said = (faultsThere: readonly string[], check: string) => Status | undefined;

async function decide(promises: readonly string[], only: readonly string[], said: Said) {
  const runs: string[] = [];
  const text = `# Tasks\n\n## Success Criteria\n\n${promises.map((line) => `- [ ] ${line}\n`).join('')}`;
  const spec = parseSpec(Buffer.from(text), 'spec.md');
  const items = interpret(spec, checks, new Date());
  const nameOf = (one: Mutation) =>
    [...faults.values()].find(([, , made]: Fault) => JSON.stringify(made) === JSON.stringify(one));
  const bench = async () => ({
    facts,
    prove: async (mutant: readonly Mutation[], some: typeof items) => {
      const there = mutant.flatMap((one) => nameOf(one)?.[0] ?? one.lie?.to.source ?? []);
      const named = some.map(({ checks }) => checks[0]?.check ?? '');
      runs.push(`${there.map((name) => name.split(' ').at(-1)).join('+')}: ${named.join(' ')}`);
      return some.map((one, index) => {
        const status = said(there, named[index] ?? '') ?? ('PASS' as const);
        return { one, status, evidence: `${status} of ${named[index]}` };
      });
    },
  });
  const context = {
    ...{ runId: '1', signal: new AbortController().signal, secrets: new Secrets(), progress() {} },
    options: {
      ...{ context: '', dockerfile: '', image: undefined, name: 'x', settings: {}, required: [] },
      ...{ portInSpec: undefined, portVariable: undefined, registry: undefined },
      ...{ secondEngine: undefined, databaseUrl: undefined, allowExec: false, timeout: 1 },
    },
  };
  // What it gives is all that is used of a workbench.
  const { mutants, leftOut, blind } = await mutate(spec, items, context, {
    only,
    bench: bench as never,
  });
  return {
    fates: mutants.map(({ fate, because }) => [fate, because]),
    promises: mutants.map(({ promise }) => promise),
    leftOut,
    blind,
    runs,
  };
}

const there =
  (name: string, check: string): Said =>
  (all, one) =>
    all.includes(name) && one === check ? 'FAIL' : undefined;

it('looks first whether the checks that a fault is expected to fail do so, and at no other', async () => {
  const { fates, runs } = await decide(
    ['Container does not run as root', 'The image contains no secrets'],
    [root],
    there(root, 'non-root'),
  );
  expect(fates).toEqual([['noticed', 'Container does not run as root → FAIL of non-root']]);
  expect(runs).toEqual([
    ': non-root no-secrets non-root port',
    'root: non-root non-root port',
    '^: ',
  ]);
});

it('proposes what was proven: it holds for the image, and fails on the mutant', async () => {
  const { fates } = await decide(
    ['The image contains no secrets'],
    [root],
    there(root, 'non-root'),
  );
  expect(fates).toEqual([['ships', 'FAIL of non-root']]);
});

it('counts a fault as equivalent that nothing tells from the image, not even its promise', async () => {
  const { fates } = await decide(['The image contains no secrets'], [root], () => undefined);
  expect(fates).toEqual([['equivalent', expect.stringMatching(/^nothing tells it .*as root$/)]]);
});

it('counts a fault as equivalent that the image has already', async () => {
  const { fates } = await decide(['The image contains no secrets'], [root], (_, check) =>
    check === 'non-root' ? 'FAIL' : undefined,
  );
  expect(fates).toEqual([['equivalent', 'it is so already: FAIL of non-root']]);
});

it('leaves out lines that do not hold for the image', async () => {
  const { fates, leftOut } = await decide(['Image size is under 9 MB'], [root], (all, check) =>
    check === 'image-size' || (all.includes(root) && check === 'non-root') ? 'FAIL' : undefined,
  );
  expect([leftOut, fates]).toEqual([['Image size is under 9 MB'], [['ships', 'FAIL of non-root']]]);
});

it('takes an ERROR neither for noticed nor for shipped', async () => {
  const onMutant: Said = (all, check) =>
    all.includes(root) ? (check === 'non-root' ? 'FAIL' : 'ERROR') : undefined;
  const one = await decide(['The image contains no secrets'], [root], onMutant);
  expect(one.fates).toEqual([['untold', expect.stringMatching(/^ERROR: ERROR of /)]]);
  expect(one.promises).toEqual(['Container does not run as root']);
  const always = await decide(['Image size is under 200 MB'], [root], (_, check) =>
    check === 'non-root' ? 'ERROR' : undefined,
  );
  expect(always.fates).toEqual([['untold', 'On the unchanged image: ERROR of non-root']]);
});

it('finds the one of many faults that an unexpected check notices, and asks again', async () => {
  const { fates, runs } = await decide(
    ['`/health` responds within 1 second', 'All CRUD endpoints work'],
    [root, key, size, stop],
    (all, check) =>
      (all.includes(key) && check === 'crud') ||
      (all.length === 1 && check !== 'crud' && check !== 'port')
        ? 'FAIL'
        : undefined,
  );
  expect(fates.map(([fate]) => fate)).toEqual(['ships', 'ships', 'noticed', 'ships']);
  const ofCrud = runs.filter((run) => run.includes(' crud') && !run.startsWith(':'));
  expect(ofCrud.sort()).toEqual([
    'added: crud',
    'ignores: crud',
    'layer: crud',
    'layer: crud',
    'root+ignores+layer+added: crud',
    'root: crud',
  ]);
});

it('does not believe what fails on many and not on one', async () => {
  const { fates } = await decide(['All CRUD endpoints work'], [root, key], (all, check) =>
    check === 'crud'
      ? all.length === 2
        ? 'FAIL'
        : undefined
      : all.length === 1 && check !== 'port'
        ? 'FAIL'
        : undefined,
  );
  expect(fates.map(([fate]) => fate)).toEqual(['ships', 'ships']);
});

it('looks at promises whose checks run alone when nothing else runs', async () => {
  const { runs } = await decide(['All CRUD endpoints work'], [slow, root, key], (all, check) =>
    all.length === 1 && check !== 'crud' && check !== 'port' ? 'FAIL' : undefined,
  );
  expect(runs.slice(-3)).toEqual(['later: starts-within port', '^: ', 'root+layer+later: crud']);
});

it.each([
  ['PASS', 'equivalent'],
  ['FAIL', 'noticed'],
] as const)(
  'asks again where its own promise does not confirm it: %s, then it is %s',
  async (second, fate) => {
    // The line, its own promise, and the line once more.
    const answers: Status[] = ['FAIL', 'PASS', second];
    const { fates } = await decide(['Image size is under 200 MB'], [size], (all, check) =>
      all.includes(size) && check === 'image-size' ? answers.shift() : undefined,
    );
    expect(fates.map(([one]) => one)).toEqual([fate]);
  },
);

it('does not count what does not even start', async () => {
  const { fates } = await decide(['Container does not run as root'], [root], (all) =>
    all.includes(root) ? 'FAIL' : undefined,
  );
  expect(fates).toEqual([['untold', 'It does not even start: FAIL of port']]);
});

it('counts where it cannot be told of the unchanged image whether it starts', async () => {
  const { fates } = await decide(['Container does not run as root'], [root], (all, check) =>
    check === 'port'
      ? 'AMBIGUOUS'
      : all.includes(root) && check === 'non-root'
        ? 'FAIL'
        : undefined,
  );
  expect(fates).toEqual([['noticed', 'Container does not run as root → FAIL of non-root']]);
});

it('runs nothing on mutants that looks at the build or at what was pushed, and says so', async () => {
  const { runs, blind } = await decide(
    ['Container builds successfully', 'Image can be pushed to a registry'],
    [root],
    () => undefined,
  );
  expect(runs.filter((run) => /builds|push/.test(run))).toEqual([]);
  expect(blind).toEqual(['Container builds successfully', 'Image can be pushed to a registry']);
});

it('believes no line about a lie that fails behind a proxy which tells none', async () => {
  const lie = '^DELETE list\\/';
  const line = 'Shuts down gracefully on SIGTERM';
  const { fates } = await decide([line], ['DELETE answers 500'], (all, check) =>
    (check === 'graceful-shutdown' && all.length > 0) || (check === 'crud' && all.includes(lie))
      ? 'FAIL'
      : undefined,
  );
  expect(fates).toEqual([['ships', 'FAIL of crud']]);
});

it('proposes nothing that does not hold for the image', async () => {
  const { promises } = await decide(['The image contains no secrets'], [root], (all, check) =>
    check === 'non-root' ? (all.length > 0 ? 'FAIL' : 'AMBIGUOUS') : undefined,
  );
  expect(promises).toEqual([undefined]);
});

it('takes a mutant for dead whose unchanged image starts, or may start', async () => {
  const { fates } = await decide(['Container does not run as root'], [root], (all, check) =>
    all.includes(root) ? 'FAIL' : check === 'port' ? 'AMBIGUOUS' : undefined,
  );
  expect(fates).toEqual([['untold', 'It does not even start: FAIL of port']]);
});
