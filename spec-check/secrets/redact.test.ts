import { Secrets } from './redact.ts';

function knowing(...values: string[]): Secrets {
  const secrets = new Secrets();
  for (const value of values) secrets.add(value);
  return secrets;
}

describe('redaction', () => {
  const password = 'p@ss/w:rd#"1';

  it.each([
    ['the value itself', `login with ${password} failed`],
    ['its percent-encoded form', `postgres://u:${encodeURIComponent(password)}@h/db`],
    ['its base64 form', Buffer.from(password).toString('base64')],
    ['its percent-encoded form in small letters', 'p%40ss%2fw%3ard%23%221'],
    ['its JSON form', JSON.stringify({ password })],
    ['JSON in JSON', JSON.stringify(JSON.stringify({ password }))],
    ['its hexadecimal form', Buffer.from(password).toString('hex')],
    ['HTTP credentials', `Basic ${Buffer.from(`bob:${password}`).toString('base64')}`],
    ['HTTP credentials of another length', Buffer.from(`bobby:${password}`).toString('base64url')],
    ['what a cut leaves of it', 'login with p@ss/w:r…'],
  ])('hides %s', (_form, text) => {
    const shown = knowing(password).redact(text);
    expect(shown).toContain('***');
    expect(shown).not.toContain(password);
    expect(shown).not.toContain('p@ss/w');
    expect(shown).not.toMatch(/p%40ss/i);
    expect(Buffer.from(shown.replace(/^Basic /, ''), 'base64').toString()).not.toContain('ss/w');
    expect(shown).not.toContain(encodeURIComponent(password));
    expect(shown).not.toContain(Buffer.from(password).toString('base64').replace(/=+$/, ''));
  });

  it('hides the password of any URL, known or not', () => {
    expect(knowing().redact('cannot reach postgres://bob:hunter2@db.example:5432/app')).toBe(
      'cannot reach postgres://bob:***@db.example:5432/app',
    );
  });

  it.each(['postgres://bob:a:b@h/db', 'postgres://bob:a/b@h/db', 'postgres://bob:a#b@h/db'])(
    'hides a password with raw separators: %s',
    (url) => {
      expect(knowing().redact(url)).toBe('postgres://bob:***@h/db');
    },
  );

  it.each([
    ['parse "postgresql://bob:hunter2": invalid port ":hunter2" after host', 'Go'],
    ["ValueError: invalid literal for int() with base 10: 'hunter2'", 'Python'],
    ['host=h user=bob password=hunter2 dbname=d', 'libpq'],
    ['jdbc:postgresql://h/d?user=bob&password=hunter2&ssl=true', 'JDBC'],
    ['cannot log in: {user: bob, password: hunter2two}', 'a log'],
    ['the API key is "hunter2two", api_key => hunter2two', 'a log'],
    ['<login><token>hunter2two</token></login>', 'XML'],
  ])('hides what a parser quotes of it: %s', (text) => {
    expect(knowing().redact(text)).not.toContain('hunter2');
  });

  it.each([
    'GET http://127.0.0.1:8000/health → 200, see specs/a.md:12',
    'password: at least 12 characters, and the token is missing',
    'Npm access token: /app2/.npmrc in layer 3',
  ])('leaves other text as it is: %s', (text) => {
    expect(knowing(password).redact(text)).toBe(text);
  });
});
