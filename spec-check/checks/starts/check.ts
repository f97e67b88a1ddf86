import * as z from 'zod';
import { type Exchange, pause, shownExchange, unwell } from '../../api-client/exchange.ts';
import { defineCheck, type Values } from '../../model/check.ts';
import { Ambiguous } from '../../model/verdict.ts';

export const starts = defineCheck({
  title: 'The container starts and stays up',
  proof:
    'A container of its own answers a GET with less than 400 on a path of its OpenAPI document or a usual one, and three seconds later it still does, in the same process.',
  language: {
    implied: true,
    with: 'image container app process docker dockerfile ours system it manner now docker-run up stay start run variable environment runtime-name',
    senses: [
      {
        says: 'start|docker-run container|app|image|docker|dockerfile|process|docker-run',
        unless: '{setting}',
        with: 'correctly locally first need require command every work succeed production-dependency runtime environment-ready',
      },
      { says: 'run image|container|dockerfile', with: 'locally work', unless: 'stay-up {setting}' },
      {
        says: 'start {setting}+',
        with: 'correctly locally work succeed every',
        params: (values) => ({ env: Object.fromEntries(values.all('setting')) }),
      },
      {
        says: 'container|app stay-up',
        with: 'later after-start {ms-only} for',
        params: ({ one }) => ({ upMs: one('ms-only') ?? 10_000 }),
      },
      { says: 'start|run manner', headless: true },
      // "It crashes and does not start" denies the start.
      { says: 'container|app fail start|start-time', not: 1, unless: 'and', with: 'stop away' },
      { says: 'container|app|image docker-run', with: 'only require {code}', params: variables },
    ],
    examples: ['Container starts successfully', 'Container runs locally', 'Image starts'],
  },
  faults: [
    ['it exits after two seconds', 'exits-soon', '', /exited|exits/],
    ['it answers 500 to everything', 'answers-500', '', /It starts, and 3 s later: GET .* 500/],
  ],
  goodShapes: [['observable']],
  params: z.strictObject({
    env: z
      .optional(z.union([z.record(z.string(), z.string()), z.array(z.string().regex(/^\w+$/))]))
      .describe('Variables with values, or names whose values the front matter has'),
    upMs: z.optional(z.number().max(120_000)).describe('How long it stays up, 3000 if left out'),
  }),
  describe: ({ env, upMs = staysUp }) =>
    `a container starts, answers and stays up for ${upMs / 1000} s${env === undefined ? '' : ` with ${(Array.isArray(env) ? env : Object.keys(env)).join(', ')}`}`,
  needs: ['containers', 'image'],
  run: async ({ env = {}, upMs = staysUp }, { containers, image }, { signal }) => {
    const { upAndAnswering } = await import('../../api-client/paths.ts');
    const isNames = Array.isArray(env);
    if (isNames) mustBeSaid(env, image.environment(undefined));
    const own = { purpose: 'starts', env: isNames ? {} : env };
    await using container = await containers.launch(own, signal);
    const first = await upAndAnswering(container, image, signal);
    const before = await container.state(signal);
    await pause(upMs, signal);
    await container.mustRun(signal);
    const after = await container.state(signal);
    const again = await upAndAnswering(container, image, signal);
    const how = { command: container.command, watched: `${upMs / 1000} s` };
    return judgeStart(first?.answer, again?.answer, before.Pid === after.Pid, how);
  },
});

/** Milliseconds that it must stay up, where the promise does not speak of staying. */
const staysUp = 3000;

/** Names without a value get what the project says for them; nothing of this environment reaches a container unasked. */
export function mustBeSaid(names: readonly string[], said: Readonly<Record<string, unknown>>) {
  const missing = names.find((name) => name !== 'DATABASE_URL' && said[name] === undefined);
  if (missing === undefined) return;
  throw new Ambiguous(
    `The promise names ${missing} and no value`,
    `Say it in the front matter (env: { ${missing}: … }), for one of this environment as $${missing} with --pass-env ${missing}.`,
  );
}

export function judgeStart(
  first: Exchange | undefined,
  again: Exchange | undefined,
  isSame: boolean,
  { command, watched }: Readonly<Record<'command' | 'watched', string>>,
) {
  const silent = 'it runs (port: none)';
  const [before, after] = [first, again].map((one) => (one ? shownExchange(one) : silent));
  const summary = again ? `GET ${again.path} → ${again.status}` : silent;
  const worst = Math.max(first?.status ?? 0, again?.status ?? 0);
  if (again && isSame && worst >= 400 && worst < 500)
    throw new Ambiguous(
      `It starts and stays up, and answers ${again.status} wherever it was asked`,
      'Name a path that answers 200: "GET /health returns 200".',
    );
  return {
    holds: worst < 400 && isSame,
    evidence: isSame ? `It starts, and ${watched} later: ${summary}` : 'It was started again',
    actual: `${before}; then ${after}`,
    unwell: unwell({ status: worst }),
    fix: 'docker logs says what happens when it answers.',
    command,
  };
}

function variables(values: Values) {
  const code = values.all('code').join(' ');
  const env = [...code.matchAll(/\s(?:-e|--env)[ =]([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name);
  // One with a value says it itself.
  return env.length === 0 || (values.has('{setting}') && !values.has('only')) ? [] : { env };
}
