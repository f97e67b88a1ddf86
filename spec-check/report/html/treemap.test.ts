import fc from 'fast-check';
import { hostile, sampleRun } from '../tests/sample-run.ts';
import { largestFiles, split, treemap } from './treemap.ts';

const file = (bytes: number, path = '/a', layer = 1) => ({
  ...{ bytes, path, layer, instruction: 'COPY . .' },
});

it('gives each file an area as large as the file, inside the box, and none over another', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(sizes, (all) => {
      const files = all.toSorted((a, b) => b - a).map((bytes) => file(bytes));
      const whole = { x: 0, y: 0, width: 1000, height: 400 };
      const boxes = split(files, whole);
      const total = all.reduce((sum, bytes) => sum + bytes, 0);
      expect(boxes.map((box) => box.file)).toEqual(files);
      for (const { file, x, y, width, height } of boxes) {
        expect(width * height).toBeCloseTo((400_000 * file.bytes) / total, 3);
        expect(x >= 0 && y >= 0 && x + width < 1000.001 && y + height < 400.001).toBe(true);
      }
      // They fill the box by their areas, so no two overlap.
      const area = boxes.reduce((sum, { width, height }) => sum + width * height, 0);
      expect(area).toBeCloseTo(400_000, 3);
    }),
  );
});

it('says what brought each file, and what is there more than once', () => {
  const shown = treemap([file(9e6, '/x/big', 2), file(2e6, '/a/same'), file(2e6, '/b/same', 3)]);
  expect(shown).toContain('<title>/x/big, 9.0 MB, layer 2 (COPY . .)</title>');
  expect(shown).toContain('/a/same (layer 1), /b/same (layer 3): 2.0 MB each');
  expect(treemap([file(1, '/x')])).not.toContain('more than once');
});

it('writes names of files as text alone', () => {
  expect(treemap([file(1e6, `/app/${hostile}`)])).not.toMatch(/<script|<img|<a /);
});

it('takes nothing for files that is none', () => {
  const report = (found: unknown) => {
    const [item] = sampleRun.report.items;
    const [check] = item?.checks ?? [];
    if (!item || !check) throw new Error('The sample has no check.');
    return { items: [{ ...item, checks: [{ ...check, measured: { largestFiles: found } }] }] };
  };
  expect(largestFiles(report(undefined))).toEqual([]);
  expect(largestFiles(report(['x']))).toEqual([]);
  expect(largestFiles(report([file(1)]))).toEqual([file(1)]);
});
