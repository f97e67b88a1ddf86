import { Secrets } from './secrets.ts';

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
    ['its JSON form', JSON.stringify({ password })],
  ])('hides %s', (_form, text) => {
    const shown = knowing(password).redact(text);
    expect(shown).toContain('***');
    expect(shown).not.toContain(password);
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

  it('leaves other text as it is', () => {
    const text = 'GET http://127.0.0.1:8000/health → 200, see specs/a.md:12';
    expect(knowing(password).redact(text)).toBe(text);
  });
});
