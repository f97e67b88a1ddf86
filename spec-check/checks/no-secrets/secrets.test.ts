import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { detectors, hitsIn, secretsInText } from '../../secrets/detectors.ts';
import { isPlaceholder, isSecretSetting } from '../../secrets/placeholders.ts';
import { type ScannedImage, scanArchive } from './archive.ts';
import { findings, judgeSecrets } from './judge-secrets.ts';
import { withoutControl } from './measure.ts';
import { scanner } from './scan.ts';

const random = () =>
  randomBytes(96)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 64)
    .padEnd(64, 'a1B2c3D4');
const key = `-----BEGIN RSA PRIVATE KEY-----\n${random()}\n${random()}\n-----END RSA PRIVATE KEY-----\n`;

describe('a secret by its form', () => {
  it.each(
    detectors.map((detector) => [`${detector.kind} (${detector.anchor})`, detector] as const),
  )('%s', (_title, { kind, sample }) => {
    expect(hitsIn(`before ${sample(random())} after`, '/app/x')).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind })]),
    );
  });

  it.each([
    ['the words that a program looks for', 'if (text.startsWith("-----BEGIN PRIVATE KEY-----"))'],
    ['an example in a message', 'Example: DATABASE_URL=postgres://user:password@host:5432/name'],
    ['a URL to be filled in', 'postgres://${user}:${password}@${host}/db'],
    ['stars', 'postgres://app:********@db.internal/app'],
    ['a name for its own password', 'postgres://postgres:postgres@db.internal/app'],
    ['a grammar', 'https://user:pass@sub.example.com:8080/p/a/t/h?query=string#hash'],
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
    'example-secret',
  ])('%s is a placeholder', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });
  it.each(['ab$cd9!Kq', 'npg_f4kEbUtVaR', 'correct horse'])('%s is none', (value) => {
    expect(isPlaceholder(value)).toBe(false);
  });
});

describe('the search of a file', () => {
  const known = [{ kind: 'the password', value: 'p&ss wörd/9' }];
  const search = (path: string, chunks: readonly Buffer[]) => {
    const file = scanner(known)(path);
    for (const chunk of chunks) file.take(chunk);
    return file.end().map(({ kind }) => kind);
  };

  it.each([1, 7, 500, 64_000])('finds what chunks of %d bytes cut in two', (size) => {
    const content = Buffer.from(
      `${'.'.repeat(3000)}${key}${'.'.repeat(3000)} p&ss wörd/9 ${'.'.repeat(2000)}`,
    );
    const chunks = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
      content.subarray(index * size, (index + 1) * size),
    );
    expect(search('/x', chunks).sort()).toEqual(['private key', 'the password']);
  });

  it.each([500, 2000, 64_000])('finds a long value that chunks of %d bytes cut in two', (size) => {
    const long = randomBytes(4000).toString('base64url');
    const content = Buffer.from(`${'.'.repeat(62_000)}${long}${'.'.repeat(2000)}`);
    const file = scanner([{ kind: 'the credentials', value: long }])('/x');
    for (let at = 0; at < content.length; at += size) file.take(content.subarray(at, at + size));
    expect(file.end().map(({ kind }) => kind)).toEqual(['the credentials']);
  });

  it.each([
    ['as it is', 'p&ss wörd/9'],
    ['in a URL', encodeURIComponent('p&ss wörd/9')],
    ['in base64', Buffer.from('p&ss wörd/9').toString('base64')],
  ])('finds a known value %s', (_title, text) => {
    expect(search('/x', [Buffer.from(`\0\xff${text}\0`)])).toEqual(['the password']);
  });
  it.each([
    ['/app/.env', 'DEBUG=1\nexport API_KEY="k3jh4k5jh3"\n', ['secret in a .env file']],
    ['/app/.env.production', 'SECRET_KEY=k3jh4k5jh3', ['secret in a .env file']],
    ['/app/.env.example', 'API_KEY=k3jh4k5jh3', []],
    ['/app/.env', 'API_KEY=\nPORT=8000', []],
    ['/root/.pgpass', '# comment\nhost:5432:db:me:k3jh4k5jh3\n', ['password in .pgpass']],
    ['/root/.netrc', 'machine x login me password k3jh4k5jh3', ['password in .netrc']],
    [
      '/root/.docker/config.json',
      '{"auths":{"x":{"auth":"bWU6azNqaDRrNWpoMw=="}}}',
      ['registry password'],
    ],
    [
      '/etc/shadow',
      'root:*:19000:0:::::\nme:$y$j9T$abcdefg:19000:0:::::',
      ['password hash of an account'],
    ],
    ['/etc/shadow', 'root:*:19000:0:::::\n', []],
  ])('knows %s', (path, text, kinds) => {
    expect(search(path, [Buffer.from(text)])).toEqual(kinds);
  });
});

/** Archives as engines write them. */
async function tar(
  entries: readonly (readonly [
    name: string,
    content: Buffer | string | { readonly link: string },
  ])[],
): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of entries) {
    if (typeof content === 'object' && 'link' in content)
      archive.entry({ name, type: 'symlink', linkname: content.link });
    else archive.entry({ name }, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const config = JSON.stringify({
  config: { Env: ['PATH=/bin', 'API_TOKEN=9f8a7b6c5d4e'], Labels: { owner: 'me' } },
  history: [
    { created_by: 'COPY id_rsa /app/' },
    { created_by: 'RUN |1 NPM_TOKEN=k3jh4k5jh3k4 /bin/sh -c rm /app/id_rsa' },
    { created_by: 'CMD ["x"]', empty_layer: true },
  ],
});
const layers = async () =>
  [
    await tar([
      ['app/id_rsa', key],
      ['app/server.js', 'x'],
    ]),
    await tar([['app/.wh.id_rsa', '']]),
  ] as const;

async function scan(archive: Buffer): Promise<ScannedImage> {
  return scanArchive(Readable.from([archive]), scanner([]));
}

describe('the search of an archive', () => {
  const layouts: [string, () => Promise<Buffer>][] = [
    [
      'classic',
      async () => {
        const [first, second] = await layers();
        return tar([
          ['a/layer.tar', first],
          ['b/layer.tar', second],
          ['c.json', config],
          [
            'manifest.json',
            JSON.stringify([{ Config: 'c.json', Layers: ['a/layer.tar', 'b/layer.tar'] }]),
          ],
        ]);
      },
    ],
    [
      'classic with a link to an equal layer',
      async () => {
        const [first, second] = await layers();
        return tar([
          ['b/layer.tar', second],
          ['a/layer.tar', { link: '../z/layer.tar' }],
          ['z/layer.tar', first],
          ['c.json', config],
          [
            'manifest.json',
            JSON.stringify([{ Config: 'c.json', Layers: ['a/layer.tar', 'b/layer.tar'] }]),
          ],
        ]);
      },
    ],
    [
      'OCI, compressed',
      async () => {
        const [first, second] = await layers();
        return tar([
          ['blobs/sha256/1', gzipSync(first)],
          ['blobs/sha256/2', zstdCompressSync(second)],
          ['blobs/sha256/3', config],
          ['index.json', '{}'],
          [
            'manifest.json',
            JSON.stringify([
              { Config: 'blobs/sha256/3', Layers: ['blobs/sha256/1', 'blobs/sha256/2'] },
            ]),
          ],
        ]);
      },
    ],
  ];
  it.each(layouts)('sees deleted files, ENV and history: %s', async (_title, archive) => {
    const found = findings(await scan(await archive()), []);
    expect(found.map(({ kind, where }) => `${kind}: ${where}`)).toEqual([
      'private key: /app/id_rsa in layer 1 (COPY id_rsa /app/), deleted or replaced by a later layer and still in the image',
      'value of API_TOKEN: ENV API_TOKEN',
      'value of NPM_TOKEN: the history (docker history --no-trunc), at RUN (NPM_TOKEN)',
    ]);
  });

  it('counts any value of the variable that is promised not to be there', async () => {
    const image = { layers: [], config: { config: { Env: ['REGION=eu'] }, history: [] } };
    expect(findings(image, [])).toEqual([]);
    expect(findings(image, [], 'REGION')).toMatchObject([{ where: 'ENV REGION' }]);
  });

  it.each([
    ['no archive at all', async () => Buffer.from('Error response from daemon')],
    [
      'an archive that is cut off',
      async () => (await layouts[0]?.[1]())?.subarray(0, 900) ?? Buffer.of(),
    ],
    ['an archive without its manifest', async () => tar([['x', 'y']])],
    [
      'an archive without a layer',
      async () =>
        tar([
          ['c.json', config],
          ['manifest.json', JSON.stringify([{ Config: 'c.json', Layers: ['a'] }])],
        ]),
    ],
  ])('says nothing of %s', async (_title, archive) => {
    await expect(archive().then(scan)).rejects.toThrow();
  });
});

describe('the planted secrets', () => {
  const known = { kind: 'planted known value', value: random().slice(0, 32) };
  const planted = [
    known,
    ...detectors.map(({ kind, sample }) => ({ kind, value: sample(random()) })),
  ];
  const control = { extraLayers: 2, label: 'control', known, planted };
  const layer = (content: string) => {
    const file = scanner([known])('/planted');
    file.take(Buffer.from(content));
    return {
      createdBy: 'COPY',
      paths: new Set(['/planted']),
      hidden: new Set<string>(),
      hits: file.end().map((hit) => ({ ...hit, path: '/planted' })),
    };
  };
  const image = (content: string, label = known.value): ScannedImage => ({
    layers: [layer('own'), layer(content), layer('')],
    config: { config: { Labels: { control: label } }, history: [] },
  });
  const all = planted.map(({ value }) => value).join('\n');

  it('are all found, and then taken away', () => {
    const { own, planted: count } = withoutControl(image(all), control, 1);
    expect(count).toBe(planted.length + 1);
    expect(findings(own, [])).toEqual([]);
  });
  it.each(planted.map(({ kind, value }, index) => [kind, index, value] as const))(
    'a search that misses the %s (%d) is no search',
    (_kind, _index, value) => {
      expect(() => withoutControl(image(all.replace(value, '')), control, 1)).toThrow(
        'does not find what was planted',
      );
    },
  );
  it('a search that does not see labels is no search', () => {
    expect(() => withoutControl(image(all, ''), control, 1)).toThrow('label');
  });
  it('a search of another image is no search', () => {
    expect(() => withoutControl(image(all), control, 7)).toThrow('3 layers');
  });
});

it('a PASS says what was looked for', () => {
  const searched = { layers: 1, files: 1, planted: 30 };
  expect(judgeSecrets([], searched, 'api:1').evidence).toMatch(/^No secret in 1 files/);
  expect(judgeSecrets([], searched, 'api:1', 'API_KEY').evidence).toMatch(
    /^No secret and no value of API_KEY in 1 files of 1 layers/,
  );
});

it('a report says where a secret is and never what it is', () => {
  const found = findings(
    {
      layers: [
        {
          createdBy: 'COPY . /app',
          paths: new Set(),
          hidden: new Set(),
          hits: hitsIn(key, '/app/key').map((hit) => ({ ...hit, path: '/app/key' })),
        },
      ],
      config: { config: {}, history: [] },
    },
    [],
  );
  const verdict = judgeSecrets(found, { layers: 1, files: 1, planted: 30 }, 'api:1');
  expect(verdict).toMatchObject({
    status: 'FAIL',
    evidence: 'private key: /app/key in layer 1 (COPY . /app)',
  });
  expect(JSON.stringify(verdict)).not.toContain(key.slice(40, 80));
});
