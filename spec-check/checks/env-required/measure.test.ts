import { verdictOf } from '../../model/verdict.ts';
import { judgeRequired, type Required } from './measure.ts';

type Expected = [status: 'PASS' | 'FAIL', says: RegExp];

describe('env-required', () => {
  const exits: Required = {
    uses: true,
    exitCode: 1,
    ms: 200,
    answered: false,
    logs: 'DATABASE_URL is not set',
    secrets: [],
    runsWithEmpty: false,
    command: 'docker run --rm api:1',
  };
  const image = (env: string[] = []) => ({
    config: {
      User: '',
      Env: env,
      Cmd: [],
      Entrypoint: [],
      Labels: {},
      WorkingDir: '',
      Volumes: [],
      ExposedPorts: [],
      Healthcheck: undefined,
    },
  });
  it.each<[string, Partial<Required>, string[], ...Expected]>([
    [
      'names it as its settings library does',
      { logs: 'database_url\n  Field required' },
      [],
      'PASS',
      /names it/,
    ],
    ['needs it and connects elsewhere', { uses: false }, [], 'FAIL', /value is not used/],
    ['is not known to connect', { uses: undefined }, [], 'PASS', /^(?!.*connects)/],
    ['an exit that names it', {}, ['PATH=/bin'], 'PASS', /exits with 1/],
    ['an empty value in the image', {}, ['DATABASE_URL='], 'PASS', /exits with 1/],
    ['a value in the image', {}, ['DATABASE_URL=postgres://x'], 'FAIL', /image itself sets/],
    ['runs on', { exitCode: undefined, answered: true }, [], 'FAIL', /runs and answers requests/],
    [
      'waits for ever',
      { exitCode: undefined, ms: 10_000 },
      [],
      'FAIL',
      /still running after 10.0 s/,
    ],
    ['takes an empty one', { runsWithEmpty: true }, [], 'FAIL', /empty DATABASE_URL it runs/],
    ['exits with 0', { exitCode: 0 }, [], 'FAIL', /as if all were well/],
    ['does not name it', { logs: 'undefined is not a function' }, [], 'FAIL', /does not name it/],
    ['prints a secret', { secrets: ['npm token'] }, [], 'FAIL', /prints a secret \(npm token\)/],
  ])('%s', (_title, seen, env, status, says) => {
    const verdict = verdictOf(judgeRequired('DATABASE_URL', { ...exits, ...seen }, image(env)));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
    expect(JSON.stringify(verdict)).not.toContain('postgres://x');
  });

  it.each([
    ["Failed to configure a DataSource: 'url' attribute is not specified", 'PASS'],
    ['Failed to configure a DataSource\nno such url', 'FAIL'],
    ['url of the datasource', 'FAIL'],
    ['The datasource cannot be reached: see the url in the guide', 'FAIL'],
  ])('a framework leaves out its own name: %s: %s', (logs, status) => {
    const verdict = verdictOf(judgeRequired('SPRING_DATASOURCE_URL', { ...exits, logs }, image()));
    expect(verdict.status).toBe(status);
  });
});
