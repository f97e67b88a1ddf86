import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { hitsIn } from '../../secrets/detectors.ts';
import { type ScannedImage, scanArchive } from './archive.ts';
import { foundAll, samples } from './control.ts';
import { findings } from './findings.ts';
import { judgeSecrets } from './measure.ts';
import { type Found, scanner } from './scan.ts';

const random = () =>
  randomBytes(96)
    .toString('base64')
    // Without x: four of them in a row, by chance, are to be filled in.
    .replace(/[^A-WYZa-wyz0-9]/g, '')
    .slice(0, 64)
    .padEnd(64, 'a1B2c3D4');
const key = `-----BEGIN RSA PRIVATE KEY-----\n${random()}\n${random()}\n-----END RSA PRIVATE KEY-----\n`;

async function collect(search: AsyncIterable<Found>): Promise<Found[]> {
  const all: Found[] = [];
  for await (const one of search) all.push(one);
  return all;
}

describe('the search of a file', () => {
  const known = [{ kind: 'the password', value: 'p&ss wörd/9' }];
  const search = async (path: string, chunks: readonly Buffer[]) => {
    const all = await collect(scanner(known)(path, Readable.from(chunks)));
    return [...new Set(all.map((one) => ('kind' in one ? one.kind : one.closed)))];
  };

  it.each([1, 7, 500, 64_000])('finds what chunks of %d bytes cut in two', async (size) => {
    const content = Buffer.from(
      `${'.'.repeat(3000)}${key}${'.'.repeat(3000)} p&ss wörd/9 ${'.'.repeat(2000)}`,
    );
    const chunks = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
      content.subarray(index * size, (index + 1) * size),
    );
    expect((await search('/x', chunks)).sort()).toEqual(['private key', 'the password']);
  });

  it.each([500, 2000, 64_000])(
    'finds a long value that chunks of %d bytes cut in two',
    async (size) => {
      // Without the signs that begin some tokens, by chance.
      const long = randomBytes(4000).toString('base64url').replace(/[_-]/g, 'k');
      const content = Buffer.from(`${'.'.repeat(62_000)}${long}${'.'.repeat(2000)}`);
      const chunks = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
        content.subarray(index * size, (index + 1) * size),
      );
      const scan = scanner([{ kind: 'the credentials', value: long }]);
      expect(await collect(scan('/x', Readable.from(chunks)))).toMatchObject([
        { kind: 'the credentials' },
      ]);
    },
  );

  it.each([
    ['as it is', 'p&ss wörd/9'],
    ['in a URL', encodeURIComponent('p&ss wörd/9')],
    ['in base64', Buffer.from('p&ss wörd/9').toString('base64')],
  ])('finds a known value %s', async (_title, text) => {
    expect(await search('/x', [Buffer.from(`\0\xff${text}\0`)])).toEqual(['the password']);
  });
  it.each([
    ['/app/.env', 'DEBUG=1\nexport API_KEY="k3jh4k5jh3"\n', ['value of API_KEY']],
    ['/app/.env.production', 'SECRET_KEY=k3jh4k5jh3', ['value of SECRET_KEY']],
    ['/app/.env.example', 'API_KEY=k3jh4k5jh3', []],
    ['/app/.env', 'API_KEY=\nPORT=8000', []],
    ['/root/.pgpass', '# comment\nhost:5432:db:me:k3jh4k5jh3\n', ['value of password']],
    ['/root/.netrc', 'machine x login me password k3jh4k5jh3', ['value of password']],
    [
      '/root/.docker/config.json',
      '{"auths":{"x":{"auth":"bWU6azNqaDRrNWpoMw=="}}}',
      ['value of auth'],
    ],
    ['/etc/shadow', 'root:*:19000:0:::::\nme:$y$j9T$abcdefg:19000:0:::::', ['value of an account']],
    ['/etc/shadow', 'root:*:19000:0:::::\n', []],
  ])('knows %s', async (path, text, kinds) => {
    expect(await search(path, [Buffer.from(text)])).toEqual(kinds);
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

it.each([
  ['JSON', '{"db":{"user":"shop","password":"q7R-kk2x9A"}}'],
  ['SQL', `psql -c "ALTER USER shop WITH PASSWORD 'q7R-kk2x9A'"`],
  ['an address of this machine', 'http://admin:q7R-kk2x9A@localhost/health'],
])('sees a secret in %s in a variable', (_title, value) => {
  const config = { config: { Env: [`SETTINGS=${value}`] }, history: [] };
  expect(findings({ layers: [], config }, [])).toHaveLength(1);
});

it('sees what an earlier stage of the Dockerfile has, and no comment', () => {
  const lines = ['FROM x AS build', 'ARG API_TOKEN=q7R-kk2x9A', '# docker run -e API_TOKEN=kk2x9A'];
  const image = { layers: [], config: { config: {}, history: [] } };
  expect(findings(image, [], undefined, lines.join('\n'))).toMatchObject([
    { where: 'the Dockerfile, line 2 (API_TOKEN)' },
  ]);
});

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
    ['a value that a later instruction takes back', ['BREVO_API_KEY='], 'VALUE', 1],
    ['a value that stays', ['BREVO_API_KEY=VALUE'], 'VALUE', 1],
    ['no value', ['BREVO_API_KEY=', 'MODE=a b'], '', 0],
  ])('sees in the history of ENV %s, once', (_title, env, value, count) => {
    const own = random().slice(0, 24);
    const [Env, set] = [env.map((one) => one.replace('VALUE', own)), value && own];
    const created_by = `/bin/sh -c #(nop)  ENV BREVO_API_KEY=${set} MODE=a b`;
    const history = [{ created_by, comment: '', author: '', empty_layer: true }];
    const image = { layers: [], config: { config: { Env }, history } };
    expect(findings(image, [])).toHaveLength(count);
  });

  it('opens what a variable holds in base64', () => {
    const packed = Buffer.from(JSON.stringify({ db: { password: random().slice(0, 16) } }));
    const Env = [`APP_CONFIG=${packed.toString('base64')}`];
    const image = { layers: [], config: { config: { Env }, history: [] } };
    const found = { kind: 'value of password', name: 'password', where: 'ENV APP_CONFIG' };
    expect(findings(image, [])).toEqual([found]);
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
  const image = async (left: (path: string) => boolean, label = known.value) => {
    const all = samples(known);
    const layer = await tar(
      all.filter(([path]) => left(path)).map(([path, content]) => [path.slice(1), content]),
    );
    const archive = await tar([
      ['a/layer.tar', layer],
      ['c.json', JSON.stringify({ config: { Labels: { planted: label } } })],
      ['manifest.json', JSON.stringify([{ Config: 'c.json', Layers: ['a/layer.tar'] }])],
    ]);
    return { samples: all, scanned: await scanArchive(Readable.from([archive]), scanner([known])) };
  };

  it('are all found', async () => {
    const { samples, scanned } = await image(() => true);
    expect(foundAll(scanned, known, samples)).toBe(samples.length + 1);
  });
  it.each(['known.bin', 'token.js', 'url', 'key.pem', 'key.der', 'utf16/.env', 'packed/.env.gz'])(
    'a search that misses %s is no search',
    async (missing) => {
      const { samples, scanned } = await image((path) => path !== `/srv/${missing}`);
      expect(() => foundAll(scanned, known, samples)).toThrow(missing);
    },
  );
  it('a search that does not see labels is no search', async () => {
    const { samples, scanned } = await image(() => true, '');
    expect(() => foundAll(scanned, known, samples)).toThrow('LABEL planted');
  });
});

const imageWith = (found: readonly Found[]): ScannedImage => ({
  layers: [
    {
      createdBy: 'COPY . /app',
      paths: new Set(['/app/key']),
      hidden: new Set(),
      found: [...found],
      largest: [{ path: '/app/key', bytes: 1700 }],
    },
  ],
  config: { config: {}, history: [] },
});

it('a PASS says what was looked for', () => {
  const searched = (...found: Found[]) => ({ own: imageWith(found), known: [], planted: 30 });
  expect(judgeSecrets(searched(), 'api:1').evidence).toMatch(/^No secret in 1 file of 1 layer/);
  expect(judgeSecrets(searched(), 'api:1').evidence).toContain(
    'binary ones by the form of a secret',
  );
  expect(judgeSecrets(searched(), 'api:1', { variable: 'API_KEY' }).evidence).toMatch(
    /^No secret and no value of API_KEY in 1 file of 1 layer/,
  );
  const closed = { path: '/app/old.7z', closed: '7z' };
  expect(judgeSecrets(searched(closed), 'api:1').evidence).toMatch(
    /; not opened: 1 archive \(\/app\/old\.7z: 7z\)$/,
  );
});

it.each<[variable: string, found: string, name: string | undefined, says: RegExp]>([
  ['DATABASE_URL', 'connection string with a password', undefined, /connection string/],
  ['DATABASE_URL', 'value of databaseUrl', 'databaseUrl', /value of databaseUrl/],
  ['DATABASE_URL', 'value of SMTP_PASSWORD', 'SMTP_PASSWORD', /^No value of DATABASE_URL in 1/],
  ['DATABASE_URL', 'Stripe access token', undefined, /^No value of DATABASE_URL in 1/],
  ['DATABASE_URL', 'connection string with a password', 'REDIS_URL', /^No value of DATABASE_URL/],
  ['API_KEY', 'Stripe access token', undefined, /Stripe access token/],
  ['API_KEY', 'connection string with a password', undefined, /^No value of API_KEY in 1/],
])(
  'a promise about %s alone blames only what may be its value: %s, %s',
  (variable, kind, name, says) => {
    const found = [{ kind, value: 'x', name, path: '/app/key' }];
    const seen = { own: imageWith(found), known: [], planted: 30 };
    const { holds, wrong, evidence } = judgeSecrets(seen, 'api:1', { variable, only: true });
    expect(holds ? evidence : wrong).toMatch(says);
    expect(judgeSecrets(seen, 'api:1', { variable }).holds).toBe(false);
  },
);

it('a report says where a secret is and never what it is', () => {
  const found = hitsIn(key, '/app/key').map((hit) => ({ ...hit, path: '/app/key' }));
  const verdict = judgeSecrets({ own: imageWith(found), known: [], planted: 30 }, 'api:1');
  expect(verdict).toMatchObject({
    holds: false,
    wrong: 'private key: /app/key in layer 1 (COPY . /app)',
  });
  expect(JSON.stringify(verdict)).not.toContain(key.slice(40, 80));
});
