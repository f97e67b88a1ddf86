import { describe, expect, it, test } from '@jest/globals';
import { parseMarkdown } from './document/markdown.ts';
import { readFrontMatter, readSettings, settingsJsonSchema } from './settings.ts';

const read = (source: string) => readSettings(source, { where: 'The front matter', line: 2 });

test('what a project may say', () => {
  const settings = read(`
port: 8080
env: { DB_HOST: "\${database.host}", DEBUG: false, WORKERS: 2 }
headers: { Host: shop.example.com }
login: { path: /login, body: { email: a@b.c }, token: data.jwt }
volumes: /data
start: [serve, 2]
startTimeout: 90
`);
  expect(settings).toMatchObject({
    env: { DB_HOST: '${database.host}', DEBUG: 'false', WORKERS: '2' },
    login: { method: 'POST', token: 'data.jwt', header: 'Authorization: Bearer ${token}' },
    volumes: ['/data'],
    start: ['serve', '2'],
    startTimeout: 90,
  });
});

describe('a mistake is told with its line, what is expected, and the nearest key', () => {
  test.each([
    ['ports: 80', 2, 'knows no "ports"', 'Did you mean "port"?'],
    ['port: 80\nenviron: {}', 3, 'knows no "environ"', 'Did you mean "env"?'],
    ['login:\n  path: /l\n  tokn: a', 4, 'knows no "login.tokn"', 'Did you mean "token"?'],
    ['images:\n  Web:\n    prot: 80', 4, 'knows no "images.Web.prot"', 'Did you mean "port"?'],
    ['env:\n  A: 1\n  B C: 2', 4, 'env.B C must be a name', 'Variables of the container'],
    ['port: 0', 2, 'port must be a port, from 1 to 65535', 'Port inside'],
    ['dockerfile: ../../Dockerfile', 2, 'stays inside the project', 'The Dockerfile'],
    ['context: /etc', 2, 'stays inside the project', 'The folder'],
    ['database: oracle', 2, 'database must be postgres, mysql, none', 'Which database'],
    ['memory: lots', 2, 'memory must be a size', 'Memory limit'],
    ['startTimeout: 0', 2, 'startTimeout must be seconds', 'Seconds'],
    ['port: 1\n\nport: 2', 4, 'is no YAML', 'It may hold'],
    ['- port', 2, 'must be settings', 'What it is'],
  ])('%j', (source, line, message, hint) => {
    expect(() => read(source)).toThrow(
      expect.objectContaining({
        line,
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });
});

test.each([
  ['status: draft\ntitle: Notes', {}],
  ['trigger: always_on', {}],
  ['status: draft\nport: 80', /knows no "status"/],
  ['ports: 80', /knows no "ports"/],
  ['prot: 80', /knows no "prot"/],
  ['dokerfle: a', /knows no "dokerfle"/],
  ['source: wiki\nauthor: x\ntags: [a]\ndate: 2026-01-01\nversion: 2\nname: a', {}],
  ['base_path: /api', /knows no "base_path"/],
  ['environment: { A: b }', /knows no "environment"/],
])('front matter of another tool is passed over: %j', (source, expected) => {
  const readIt = () => readFrontMatter(parseMarkdown(`---\n${source}\n---\n`));
  if (expected instanceof RegExp) expect(readIt).toThrow(expected);
  else expect(readIt()).toEqual(expected);
});

test('front matter without an end is no text of the spec', () => {
  const read = (text: string) => readFrontMatter(parseMarkdown(text));
  expect(() => read('---\nport: 3000\ndatabase: none\n\n# Notes\n')).toThrow('never closed');
  expect(read('---\nStatus: draft\n\n# Notes\n')).toEqual({});
  expect(read('---\n\n# Notes\n')).toEqual({});
});

it('publishes a schema in which every key is described', () => {
  for (const [key, { description }] of Object.entries(settingsJsonSchema().properties ?? {}))
    expect([key, description]).toEqual([key, expect.stringMatching(/\w/)]);
});
