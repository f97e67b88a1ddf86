import { describe, expect, it, test } from '@jest/globals';
import { trusted } from './trust.ts';

const none = { allowExec: false, passEnv: [] };
const environment = { API_KEY: 'k-123456', HOME: '/root' };

describe('a hostile spec gets nothing of the machine', () => {
  test.each([
    ['a variable', { env: { X: '$HOME' } }, 'variable-not-passed'],
    ['a variable in braces', { headers: { X: '${HOME}' } }, 'variable-not-passed'],
    [
      'a variable in a login',
      { login: { path: '/l', body: { a: '$HOME' } } },
      'variable-not-passed',
    ],
    ['a variable as build argument', { buildArgs: { X: '$HOME' } }, 'variable-not-passed'],
    ['a foreign image', { services: { redis: 'evil/redis' } }, 'needs-allow-exec'],
    ['a folder', { volumes: ['./:/host'] }, 'needs-allow-exec'],
    ['the root', { volumes: ['/:/host'] }, 'needs-allow-exec'],
    ['home', { volumes: ['~/.ssh:/keys'] }, 'needs-allow-exec'],
    ['an option of docker', { volumes: ['--privileged'] }, 'malformed-setting'],
  ])('%s', async (_, settings, code) => {
    await expect(trusted(settings as never, none, environment)).rejects.toMatchObject({ code });
  });

  it.each([
    ['a variable', { env: { B: '1', X: '$HOME' } }, 4],
    ['a foreign image', { services: { redis: 'evil/redis' } }, 5],
    ['a folder', { volumes: ['./:/host'] }, 6],
    ['a part of the database', { env: { A: '${database.hots}' } }, 7],
    ['what the command line says', { volumes: ['./x:/host'] }, undefined],
  ])('says the line of %s', async (_, settings, line) => {
    const source =
      '---\nenv:\n  B: 1\n  X: $HOME\nservices: { redis: evil/redis }\nvolumes: ["./:/host"]\nA: ${database.hots}\n---\n# T ./x:/host\n';
    const refused = trusted(settings as never, { ...none, source }, environment);
    await expect(refused).rejects.toMatchObject({ line });
  });

  test.each(['/var/run/docker.sock:/s', '..:/up', './../..:/up', '/etc:/etc'])(
    'the folder %s is outside the project even with --allow-exec',
    async (volume) => {
      await expect(
        trusted({ volumes: [volume] }, { ...none, allowExec: true }, environment),
      ).rejects.toMatchObject({ code: 'outside-project' });
    },
  );
});

it('reads a variable that is passed on, and keeps it secret', async () => {
  const passed = await trusted(
    { env: { KEY: '$API_KEY', LITERAL: '$2b$10$abc' } },
    { ...none, passEnv: ['API_KEY'] },
    environment,
  );
  expect(passed.settings.env).toEqual({ KEY: 'k-123456', LITERAL: '$2b$10$abc' });
  expect(passed.secrets).toEqual(['k-123456']);
});

it('names a part of the database that there is', async () => {
  await expect(trusted({ env: { A: '${database.hots}' } }, none, {})).rejects.toMatchObject({
    hint: expect.stringContaining('${database.host}'),
  });
});

test.each([
  [{ env: { JWT_SECRET: 'correct-horse' } }, '$JWT_SECRET'],
  [{ headers: { 'X-API-Key': 'abcdef123' } }, '$X_API_KEY'],
  [{ login: { path: '/l', body: { password: 'hunter22' } } }, '$PASSWORD'],
])('a secret that is written out is told, with the reference to use: %j', async (settings, use) => {
  const { warnings, secrets } = await trusted(settings as never, none, {});
  expect(warnings).toEqual([expect.stringContaining(use)]);
  expect(secrets).toHaveLength(1);
});

test.each([
  { env: { ACCESS_TOKEN_EXPIRE_MINUTES: '30', DB_PASSWORD: '${database.password}' } },
  { env: { TOKEN_URL: 'https://auth.example.com', LOG_LEVEL: 'debug' } },
])('what is no secret is not: %j', async (settings) => {
  expect((await trusted(settings as never, none, {})).warnings).toEqual([]);
});
