import { randomBytes } from 'node:crypto';
import { hitsIn } from './detectors.ts';
import { secretsInText } from './mask.ts';
import { isSecretSetting } from './names.ts';
import { isPlaceholder } from './placeholders.ts';

const random = () =>
  randomBytes(96)
    .toString('base64')
    // Without x: four of them in a row, by chance, are to be filled in.
    .replace(/[^A-WYZa-wyz0-9]/g, '')
    .slice(0, 64)
    .padEnd(64, 'a1B2c3D4');
const key = `-----BEGIN RSA PRIVATE KEY-----\n${random()}\n${random()}\n-----END RSA PRIVATE KEY-----\n`;

/** Begins as its issuer makes it, and goes on at random; taken apart so that none stands here. */
const rules = [
  ['aws access token', 'AK', `IA${base32(16)}`],
  ['github pat', 'gh', `p_${random().slice(0, 36)}`],
  ['github app token', 'gh', `s_${random().slice(0, 36)}`],
  ['gitlab pat', 'gl', `pat-${random().slice(0, 20)}`],
  ['npm access token', 'np', `m_${random().slice(0, 36)}`],
  ['slack token', 'xo', `xb-${random().slice(0, 40)}`],
  ['gcp api key', 'AI', `za${random().slice(0, 35)}`],
  ['stripe access token', 'sk', `_live_${random().slice(0, 24)}`],
  ['sendgrid api token', 'S', `G.${random()}${random()}`.slice(0, 68)],
  ['docker access token', 'dc', `kr_pat_${random().slice(0, 27)}`],
  ['hashicorp tf api token', random().slice(0, 14), `.atlasv1.${random()}`],
  ['azure key', 'Account', `Key=${(random() + random()).slice(0, 86)}==`],
  ['neon password', 'np', `g_${random().slice(0, 12)}`],
  ['telegram bot token', `${Math.floor(Math.random() * 8e8) + 1e8}:A`, `A${random().slice(0, 33)}`],
  ['openrouter API key', 'sk-', `or-v1-${randomBytes(32).toString('hex')}`],
  ['netlify token', 'nf', `p_${random().slice(0, 40)}`],
  ['new relic user key', 'NR', `AK-${base32(27)}`],
  ['private key', '', key],
  ['private key in base64', '', Buffer.from(key).toString('base64')],
  [
    'connection string with a password',
    'postgres',
    `://control:${random().slice(0, 24)}@db.internal:5432/app`,
  ],
  [
    'connection string with a password',
    'jdbc',
    `:postgresql://db.internal/app?user=me&password=${random().slice(0, 24)}`,
  ],
  [
    'connection string with a password',
    'Server',
    `=db.internal;User Id=sa;Password=${random().slice(0, 12)};`,
  ],
  [
    'connection string with a password',
    'postgres',
    `://control:${random().slice(0, 15)}@db.corp.example/app`,
  ],
  ['aws secret key', 'aws_secret', `_access_key = ${random().slice(0, 40)}`],
  ['npm token', '//registry.internal/', `:_authToken=${random().slice(0, 32)}`],
  [
    'credentials of a request',
    'Authorization: ',
    `Basic ${Buffer.from(`me:${random().slice(0, 12)}`).toString('base64')}`,
  ],
  ['credentials of a request', 'Authorization: ', `Bearer ${random().slice(0, 30)}`],
  [
    'signed token (JWT)',
    '',
    ['{"alg":"HS256"}', '{"sub":"deploy"}', random()]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.'),
  ],
].map(([kind = '', first = '', rest = '']) => ({ kind, sample: first + rest }));

function base32(length: number): string {
  return random()
    .toUpperCase()
    .replace(/[^A-Z2-7]/g, 'Q')
    .slice(0, length);
}

describe('a secret by its form', () => {
  it.each(rules.map(({ kind, sample }) => [kind, sample] as const))('%s', (kind, sample) => {
    expect(
      hitsIn(`before ${sample} after`, '/app/x').map((hit) => hit.kind.toLowerCase()),
    ).toContain(kind.toLowerCase());
  });

  it.each([
    ['Python', '\u00da*', ')\u0002'],
    ['Java', '\u0001\u0000*', '\u0001\u0000'],
    ['a call', 'charge(', ')'],
    ['a list', 'keys: [', ', '],
  ])('is found in what a compiler or an author puts around it: %s', (_what, first, after) => {
    const token = `${'sk'}_live_${random().slice(0, 24)}`;
    expect(hitsIn(`${first}${token}${after}`, '/app/x.pyc')).toHaveLength(1);
  });

  it.each([
    ['the words that a program looks for', 'if (text.startsWith("-----BEGIN PRIVATE KEY-----"))'],
    ['an example in a message', 'Example: DATABASE_URL=postgres://user:password@host:5432/name'],
    ['a URL to be filled in', 'postgres://${user}:${password}@${host}/db'],
    ['stars', 'postgres://app:********@db.internal/app'],
    ['a name for its own password', 'postgres://postgres:postgres@db.internal/app'],
    ['a grammar', 'https://user:pass@sub.example.com:8080/p/a/t/h?query=string#hash'],
    ['a short password at a host for examples', 'postgres://bob:s3cr3t-1@db.example.com/app'],
    ['a documented AWS key', 'AKIAIOSFODNN7EXAMPLE'],
    ['a token of one letter', `ghp_${'x'.repeat(36)}`],
    ['a public key', `-----BEGIN PUBLIC KEY-----\n${random()}\n-----END PUBLIC KEY-----`],
    ['a certificate', `-----BEGIN CERTIFICATE-----\n${random()}\n-----END CERTIFICATE-----`],
    ['a time in a URL', 'http://host/a?x=1 12:30:00@night'],
    ['a registry token to be filled in', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}'],
  ])('is not %s', (_title, text) => {
    expect(secretsInText(text)).toEqual([]);
  });

  it.each([
    ['a test of a published package', '/app/node_modules/tls/test/fixtures/key.pem', 0],
    ['a test of the image’s own program', '/app/test/fixtures/key.pem', 1],
    ['a document of the distribution', '/usr/share/doc/openssl/examples/key.pem', 0],
    ['a library that tests itself', '/usr/lib/x86_64-linux-gnu/libgnutls.so.30.34.3', 0],
    ['a library that is linked to', '/lib64/libgnutls.so', 0],
    ['a library of the image’s own', '/usr/local/lib/libours.so.1', 1],
    ['a key beside libraries', '/usr/lib/x86_64-linux-gnu/key.pem', 1],
    ['a key of the distribution', '/etc/ssl/private/ssl-cert.key', 1],
  ])('in %s', (_title, path, count) => {
    expect(hitsIn(key, path)).toHaveLength(count);
  });
});

describe('a setting', () => {
  it.each([
    ['API_TOKEN', '9f8a7b6c5d4e', true],
    ['POSTGRES_PASSWORD', 'hunter-2-hunter', true],
    ['npm_config__authToken', 'k3jh4k5jh', true],
    ['POSTGRES_PASSWORD', 'changeme', false],
    ['POSTGRES_PASSWORD_FILE', '/run/secrets/password', false],
    ['TOKEN_TTL', '3600', false],
    ['GPG_KEY', '7169605F62C751356D054A26A821E680E5FA6305', false],
    ['NODE_VERSION', '24.21.0', false],
    ['SECRET_KEY', '', false],
  ])('%s=%s', (name, value, secret) => {
    expect(isSecretSetting(name, value)).toBe(secret);
  });
  it.each([
    '<password>',
    '%s',
    '{{ password }}',
    'your-password',
    '$PASSWORD',
    '***',
    'xxxxx',
    'sk-xxxxxxxxxxxxxxxx',
    'key-1234567890abcdefgh',
    'example-secret',
    '${env:KAFKA_KEY_PASSWORD}',
    '${sys:kafka.password}',
    '%env(resolve:DB_PASSWORD)%',
  ])('%s is a placeholder', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });
  it.each([
    'ab$cd9!Kq',
    'npg_f4kEbUtVaR',
    'correct horse',
    '${DB_PASSWORD:-hT5-wq9Zr2Lm}',
    'Qm7rT2xxxxVb9Kd4WsLz',
    'tR8kP000000wZq3vN6HyLm2',
  ])('%s is none', (value) => {
    expect(isPlaceholder(value)).toBe(false);
  });
});

it.each([
  ['a token', ['sk', '_live_', random(), random().slice(0, 35)].join('')],
  [
    'an address',
    `postgres://app:${random().slice(0, 40)}@db.eu-central-1.acme-internal.net/production`,
  ],
])('finds %s right behind a byte with its length, as compiled Python has it', (_what, secret) => {
  // The length looks like one letter more.
  expect(String.fromCharCode(secret.length)).toMatch(/[a-z]/);
  const compiled = [Buffer.of(0, 0xda, secret.length), Buffer.from(secret), Buffer.of(0xda, 3)];
  expect(hitsIn(Buffer.concat(compiled), '/app/settings.pyc')).toHaveLength(1);
});
