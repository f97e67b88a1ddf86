import { buildKitClient, builtFromCopy, builtImage, layersOf } from '../tests/image.ts';

it('has the same layers when BuildKit builds it, on this engine and with no cache', async () => {
  await using image = await builtImage();
  const client = await buildKitClient();
  await using again = await builtFromCopy(async () => {}, ['--no-cache'], client);
  const history = ['history', '--format', '{{.Comment}}', again.reference];
  expect(await again.docker.read(history)).toContain('buildkit');
  expect(await layersOf(again)).toEqual(await layersOf(image));
}, 600_000);
