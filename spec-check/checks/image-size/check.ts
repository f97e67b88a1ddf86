import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { grouped, megabytes } from '../../model/format.ts';
import { conflictOfBounds } from '../../model/limit.ts';
import { language } from './language.ts';
import { judgeSize } from './measure.ts';
export const imageSize = defineCheck({
  id: 'image-size',
  title: 'Image size against a limit',
  proof:
    'Unpacked size of all layers, added up from the engine\'s history, the same on every image store to a thousandth; "compressed" is the sum of the layers in the registry.',
  conflict: (first, second) =>
    first.basis === second.basis
      ? conflictOfBounds([first.op, first.bytes], [second.op, second.bytes], megabytes)
      : undefined,
  unusual: ({ op, bytes }, all) =>
    op.startsWith('>') && !all.some((other) => other.op.startsWith('<'))
      ? {
          code: 'reversed-limit',
          reason: 'asks for a large image, and no promise limits it from above',
          instead: `Image size under ${bytes / 1e6}MB`,
        }
      : undefined,
  language,
  faults: [
    {
      name: 'smaller than the least size',
      image: 'updates every row, prints a secret and is not what the spec says',
      promise: 'Image size over 400MB',
      says: /below the limit of 400/,
    },
    {
      name: 'larger than the compressed limit',
      image: 'updates every row, prints a secret and is not what the spec says',
      promise: 'Compressed image size below 20 MB',
      says: /MB compressed, .* above the limit/,
    },
    {
      name: '60 MB too large',
      image: 'is large, runs as root and has a HEALTHCHECK that always says yes',
      promise: 'Image size under 200MB (verify with `docker images`)',
      says: /above the limit[\s\S]*60\.0 MB {2}RUN/,
    },
  ],
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
