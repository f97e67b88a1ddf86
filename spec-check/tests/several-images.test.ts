import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type Report, reportSchema } from '../model/report.ts';

/** Two images in one spec: each line is proven on the image of its heading, and on no other. */
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-images-'));
  await mkdir(path.join(folder, 'web'));
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
  await write('small', 'x'.repeat(100));
  await write('web/large', 'x'.repeat(5000));
  await write('Dockerfile', 'FROM scratch\nCOPY small /\nEXPOSE 8000\nCMD ["/small"]\n');
  await write('web/Dockerfile', 'FROM scratch\nCOPY large /\nEXPOSE 80\nCMD ["/large"]\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(front: string, ...args: readonly string[]) {
  const spec = `---\nimage: several\n${front}---\n
# Shop\n
## Success Criteria\n
- Image builds\n
### Frontend Container\n
- Image size under 1 kB
- EXPOSE 80\n
### API Container\n
- Image size under 1 kB
- EXPOSE 8000\n`;
  await writeFile(path.join(folder, 'containerization-spec.md'), spec);
  const run = ['check', '--format', 'json', '--quiet', ...args];
  return execa(process.execPath, [cli, ...run], { cwd: folder, reject: false });
}

const web = 'images:\n  Frontend Container: { dockerfile: web/Dockerfile, context: web }\n';

it('proves each line on the image of its heading', async () => {
  const { stdout } = await check(web);
  const report: Report = reportSchema.parse(JSON.parse(stdout));
  expect(report.items.map(({ text, image, status }) => [text, image, status])).toEqual([
    ['Image builds', 'several', 'PASS'],
    ['Image size under 1 kB', 'Frontend Container', 'FAIL'],
    ['EXPOSE 80', 'Frontend Container', 'PASS'],
    ['Image size under 1 kB', 'several', 'PASS'],
    ['EXPOSE 8000', 'several', 'PASS'],
  ]);
  expect(report.images?.map(({ name, bytes }) => [name, bytes])).toEqual([
    ['several', 100],
    ['Frontend Container', 5000],
  ]);
  expect(report.image).toMatchObject({ bytes: 100 });
  // Annotations stand in the Dockerfile of the image.
  expect(report.items[1]?.checks).toMatchObject([{ dockerfile: 'web/Dockerfile' }]);
  expect(report.exitCode).toBe(1);
}, 120_000);

it('leaves the lines of an image that nobody named unverified, and says how to name it', async () => {
  const { items, images } = JSON.parse((await check('')).stdout) as Report;
  expect(images).toBeUndefined();
  const line = items.find(({ text }) => text === 'EXPOSE 80');
  expect(line).toMatchObject({
    status: 'UNVERIFIED',
    evidence: expect.stringContaining('images: { frontend: … }'),
  });
  expect(line).not.toHaveProperty('image');
}, 120_000);

it.each([
  ['a name that no heading has', 'images: { Fronted: web/Dockerfile }\n', /unknown-image|Fronted/],
  ['a Dockerfile outside', 'images: { Frontend: ../Dockerfile }\n', /images\.Frontend must be/],
  ['a setting of all images', 'images: { Frontend: { database: none } }\n', /images\.Frontend/],
])('refuses %s', async (_title, front, says) => {
  const { stderr, exitCode } = await check(front);
  expect(stderr).toMatch(says);
  expect(exitCode).toBe(2);
});

it('keeps a secret of one image out of all lines', async () => {
  const own = `${web.replace(' }', ', env: { TOKEN: $TOKEN_OF_WEB } }')}`;
  const { stderr, exitCode } = await check(own);
  expect(stderr).toContain('images.Frontend Container.env.TOKEN');
  expect(exitCode).toBe(2);
});

const idOf = ['image', 'inspect', '--format', '{{.Id}}'];

it('leaves an image that somebody gave a name, when the next build replaces it', async () => {
  const kept = `several:kept-${path.basename(folder).toLowerCase()}`;
  try {
    await execa('docker', ['tag', 'several:spec-check', kept]);
    await writeFile(path.join(folder, 'small'), 'y'.repeat(100));
    expect((await check(web)).exitCode).toBe(1);
    const { stdout } = await execa('docker', [...idOf, kept, 'several:spec-check']);
    expect(new Set(stdout.split('\n')).size).toBe(2);
  } finally {
    await execa('docker', ['rmi', '--force', kept]);
  }
}, 120_000);

it('leaves the image of a run that goes on, when another one builds something else, and removes both', async () => {
  const id = `docker ${idOf.join(' ')} several:spec-check`;
  const other = `${process.execPath} ${cli} check --quiet containerization-spec.md`;
  const script = `set -e\nmine=$(${id})\necho ${'z'.repeat(40)} > small\n${other} > out || true\n[ "$mine" != "$(${id})" ]\necho $mine > mine\ndocker image inspect $mine\n`;
  await writeFile(
    path.join(folder, 'two.md'),
    `---\nimage: several\n---\n# Shop\n\n## Success Criteria\n\n- Image builds\n- Two at once\n\n  \`\`\`sh\n${script.replace(/^/gm, '  ')}\`\`\`\n`,
  );
  await check(web);
  const run = ['check', '--format', 'json', '--quiet', '--allow-exec', 'two.md'];
  const { stdout } = await execa(process.execPath, [cli, ...run], { cwd: folder, reject: false });
  const { items } = reportSchema.parse(JSON.parse(stdout));
  expect(items.map(({ text, status }) => [text, status])).toEqual([
    ['Image builds', 'PASS'],
    ['Two at once', 'PASS'],
  ]);
  const mine = await readFile(path.join(folder, 'mine'), 'utf8');
  expect((await execa('docker', [...idOf, mine.trim()], { reject: false })).stderr).toMatch(
    /[Nn]o such/,
  );
}, 120_000);
