import { verdictOf } from '../tests/run-check.ts';
import { imageSize } from './check.ts';

type Op = '<' | '<=' | '>' | '>=';
const judgeSize = (params: object, image: object, compressedBytes?: number) =>
  verdictOf(imageSize, params, {
    image,
    pushed: { reference: 'r/api:1' },
    registry: { manifest: async () => compressedBytes && { compressedBytes } },
  });

const layer = (bytes: number, createdBy: string) => ({ bytes, createdBy });
const image = (bytes: number, listedSize: string) => ({
  bytes,
  listedSize,
  reference: 'api:1',
  buildArgs: {},
  files: async () => ({ entries: new Map() }),
  layers: [
    layer(
      bytes - 1000,
      '/bin/sh -c #(nop) COPY dir:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef in /app ',
    ),
    layer(1000, '/bin/sh -c npm ci'),
  ],
});
const limit = (op: Op, bytes: number, basis = 'unpacked') => ({ op, bytes, basis });

it.each<[number, Op, number, 'PASS' | 'FAIL']>([
  [199_999_999, '<', 200_000_000, 'PASS'],
  [200_000_000, '<', 200_000_000, 'FAIL'],
  [200_000_000, '<=', 200_000_000, 'PASS'],
  [200_000_001, '<=', 200_000_000, 'FAIL'],
  [200_000_001, '>', 200_000_000, 'PASS'],
  [200_000_000, '>', 200_000_000, 'FAIL'],
  [200_000_000, '>=', 200_000_000, 'PASS'],
  [199_999_999, '>=', 200_000_000, 'FAIL'],
])('%d bytes %s %d: %s', async (bytes, op, most, status) => {
  expect((await judgeSize(limit(op, most), image(bytes, '200MB'))).status).toBe(status);
});

it('says by how much', async () => {
  const { evidence, measured } = await judgeSize(
    limit('<', 200_000_000),
    image(115_900_000, '116MB'),
  );
  expect(evidence).toBe('115.9 MB unpacked, 84.1 MB below the limit of 200.0 MB');
  expect(measured).toEqual({ bytes: 115_900_000, limitBytes: 200_000_000 });
});

it('tells a single byte too much from a pass', async () => {
  const { evidence } = await judgeSize(limit('<=', 200_000_000), image(200_000_001, '200MB'));
  expect(evidence).toContain('1 bytes above the limit');
});

it('names the figure of docker images where that is another one', async () => {
  const { evidence } = await judgeSize(limit('<', 200_000_000), image(115_900_000, '162MB'));
  expect(evidence).toContain('docker images prints 162MB');
});

it('lists the largest layers of an image that is too large', async () => {
  const verdict = await judgeSize(limit('<', 100_000_000), image(150_000_000, '150MB'));
  expect(verdict).toMatchObject({
    status: 'FAIL',
    actual: expect.stringContaining('150.0 MB  COPY … /app'),
    diagnosis: expect.stringContaining('One layer alone'),
  });
});

const file = (size: number, mode = 0o644) => ({
  kind: 'file' as const,
  mode,
  uid: 0,
  gid: 0,
  size,
});
const filesOf = (entries: Readonly<Record<string, ReturnType<typeof file>>>) => ({
  files: async () => ({ entries: new Map(Object.entries(entries)) }),
});

it.each<[what: string, files: object, fix: RegExp, seen: RegExp]>([
  [
    'the file without which it fits',
    filesOf({ '/app/data.bin': file(60e6), '/bin/node': file(90e6, 0o755) }),
    /^Without \/app\/data\.bin \(60\.0 MB\) it fits/,
    /largest files:\n90\.0 MB {2}\/bin\/node\n60\.0 MB {2}\/app\/data\.bin$/,
  ],
  [
    'no program that it needs',
    filesOf({ '/bin/node': file(110e6, 0o755), '/app/data.bin': file(35e6) }),
    /^Copy only/,
    /110\.0 MB/,
  ],
  [
    'what a later layer deletes',
    filesOf({ '/bin/node': file(90e6, 0o755) }),
    /^60\.0 MB are in layers and no longer/,
    /90\.0 MB/,
  ],
  [
    'layers alone where files cannot be read',
    { files: () => Promise.reject(new Error('broken off')) },
    /^Copy only/,
    /npm ci$/,
  ],
])('names, of an image that is too large, %s', async (_what, files, fix, actual) => {
  const large = { ...image(150_000_000, '150MB'), ...files };
  expect(await judgeSize(limit('<', 100_000_000), large)).toMatchObject({
    status: 'FAIL',
    fix: expect.stringMatching(fix),
    actual: expect.stringMatching(actual),
  });
});

it('never shows the value of a build argument', async () => {
  const built = {
    ...image(150_000_000, '150MB'),
    layers: [layer(150_000_000, '|1 NPM_TOKEN=kJ8sQ2mX7vR4tZ1w /bin/sh -c npm ci')],
  };
  const verdict = await judgeSize(limit('<', 100_000_000), built);
  expect(verdict).toMatchObject({ actual: expect.stringContaining('150.0 MB  RUN npm ci') });
  expect(JSON.stringify(verdict)).not.toContain('kJ8sQ2mX7vR4tZ1w');
});

it('compares compressed sizes with what the registry holds, and never with the unpacked one', async () => {
  expect(
    await judgeSize(limit('<', 50_000_000, 'compressed'), image(115_900_000, '116MB'), 44_600_000),
  ).toMatchObject({ status: 'PASS', measured: { bytes: 44_600_000 } });
  await expect(
    judgeSize(limit('<', 500_000_000, 'compressed'), image(115_900_000, '116MB')),
  ).rejects.toThrow('compressed');
});

it('is a stand-in where the base image was replaced', async () => {
  const built = { ...image(115_900_000, '116MB'), buildArgs: { NODE_IMAGE: 'made-here:1' } };
  expect(await judgeSize(limit('<', 200_000_000), built)).toMatchObject({
    status: 'PASS',
    standIn: expect.stringContaining('made-here:1'),
  });
});
