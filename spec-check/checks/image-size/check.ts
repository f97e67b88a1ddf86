import * as z from 'zod';
import type { Bound } from '../../language/quantity.ts';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { grouped, megabytes } from '../../model/format.ts';
import { conflictOfBounds } from '../../model/limit.ts';
import { faults } from './faults.ts';
import { judgeSize } from './measure.ts';
/** Image size against a limit. */
export const imageSize = defineCheck({
  id: 'image-size',
  title: 'Image size against a limit',
  proof:
    'Unpacked size of all layers, added up from the engine\'s history, the same on every image store to a thousandth; "compressed" is the sum of the layers in the registry.',
  topics: ['image size', 'size', 'container size', 'image size limit', 'image'],
  examples: [
    'Image size under 200MB',
    'The final image is at most 200 MiB',
    'Compressed image size below 80 MB',
  ],
  sentences: [
    {
      template:
        '[total|unpacked|uncompressed] <image> size (stays|remain|is|kept)* {size} [total|unpacked|uncompressed|disk]',
      params: unpacked,
    },
    {
      template: '[total|unpacked|uncompressed] size [of] <image> (stays|remain|kept)* {size}',
      params: unpacked,
    },
    {
      template:
        '<image> (weighs|stays|remain|takes|kept|size)* {size} [total|unpacked|uncompressed|disk|size|large|uncompressed disk]',
      params: unpacked,
    },
    { template: '(max|maximum|maximal) [allowed] <image> size {size-limit}', params: unpacked },
    { template: '<image> size (limit|limited|budget|cap|capped) {size-limit}', params: unpacked },
    { template: '{size} <image> [size]', params: unpacked },
    {
      template:
        '<image> (takes|takes up|uses|occupies|needs|consumes|requires) {size} (disk|space|disk space|storage)',
      params: unpacked,
    },
    { template: '(keep|keeping) [<image>] [size] <image> [size] {size}', params: unpacked },
    { template: '(keep|keeping) size <image> {size}', params: unpacked },
    {
      template:
        '[total|unpacked|uncompressed] (size|image size|target size) {size} [total|unpacked|uncompressed]',
      params: unpacked,
    },
    {
      template: '{size} [total|unpacked|uncompressed]',
      params: unpacked,
      under: ['image size', 'size', 'container size', 'image size limit', 'image', ''],
    },
    {
      template:
        '<image> (size|stays|kept)* {size} (compressed|when compressed|compressed registry|registry compressed|download|download size|compressed size)',
      params: compressed,
    },
    { template: '(compressed|download) [<image>] size {size}', params: compressed },
    { template: '(compressed|download) size <image> {size}', params: compressed },
    { template: 'compressed <image> (size|stays|kept)* {size}', params: compressed },
  ],
  conflict: (first, second) =>
    first.basis === second.basis
      ? conflictOfBounds(
          { ...first, value: first.bytes },
          { ...second, value: second.bytes },
          megabytes,
        )
      : undefined,
  faults,
  params: z.strictObject({
    op: z.enum(['<', '<=', '>', '>=']).describe('Which side of the limit it must be on'),
    bytes: z.int().nonnegative().describe('The limit'),
    basis: z
      .enum(['unpacked', 'compressed'])
      .default('unpacked')
      .describe('The layers on a disk, or as the registry keeps them'),
  }),
  describe: ({ op, bytes, basis }) => `${basis} size of the layers ${op} ${grouped(bytes)} bytes`,
  needs: ['image'],
  alsoNeeds: ({ basis }) => (basis === 'compressed' ? ['registry', 'pushed'] : []),
  run: async (params, { image, registry, pushed }, { signal }) => {
    const manifest = pushed && (await registry?.manifest(pushed.reference, signal));
    return judgeSize(
      params,
      image,
      pushed && manifest && { ...manifest, reference: pushed.reference },
    );
  },
});

function bounds(slots: Slots, basis: 'unpacked' | 'compressed') {
  // The slot gives a list of bounds.
  return ((slots.size ?? slots['size-limit']) as readonly Bound[]).map(({ op, value }) => ({
    op,
    bytes: value,
    basis,
  }));
}

function unpacked(slots: Slots) {
  return bounds(slots, 'unpacked');
}

function compressed(slots: Slots) {
  return bounds(slots, 'compressed');
}
