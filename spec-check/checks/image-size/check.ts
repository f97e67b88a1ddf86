import * as z from 'zod';
import { defineCheck, type Values } from '../../model/check.ts';
import { baseStandIn, grouped, instructionOf, megabytes, shownBytes } from '../../model/format.ts';
import { conflictOfBounds, holds } from '../../model/limit.ts';
import type { Image, ImageFiles } from '../../model/resources.ts';

export const imageSize = defineCheck({
  title: 'Image size against a limit',
  proof:
    'Unpacked size of all layers, added up from the engine\'s history, the same on every image store to a thousandth; "compressed" is the sum of the layers in the registry.',
  conflict: conflictOfBounds('bytes', megabytes),
  unusual: ({ op, bytes }, all) =>
    op.startsWith('>') && !all.some((other) => other.op.startsWith('<'))
      ? {
          code: 'reversed-limit',
          reason: 'asks for a large image, and no promise limits it from above',
          instead: `Image size under ${bytes / 1e6}MB`,
        }
      : undefined,
  language: {
    with: 'image size container system it docker ours unpacked compressed stay keep target now weigh small optimized limit docker-images show answer',
    given: 'build ours optimized',
    params: bounds,
    senses: [
      {
        says: '{bytes} multi-stage image',
        with: 'dockerfile write present use',
        also: [{ check: 'multi-stage', params: {} }],
      },
      {
        says: '{bytes} size|docker-images|image',
        with: 'app disk resource_create dockerfile docker-build',
      },
      { says: '{bytes} container weigh disk' },
      { says: '{bytes-only} limit size|image|compressed', with: 'disk' },
      { says: '{bytes}', with: 'unpacked', headless: true },
      { says: '{bytes-only} size', asks: 'The size as a limit, or exactly? Say it: "at most"' },
    ],
    examples: ['Image size under 200 MB', 'Compressed image size below 80 MB'],
  },
  faults: [
    ['too small', 'updates-all', 'op=">" bytes=400000000', /below the limit of 400/],
    ['compressed', 'updates-all', 'Compressed image size below 20 MB', /MB compressed.* above/],
    ['60 MB too large', 'careless', 'op="<" bytes=200000000', /above[\s\S]*60\.0 MB {2}RUN/],
  ],
  params: z.strictObject({
    op: z.enum(['<', '<=', '>', '>=']).describe('Which side of the limit it must be on'),
    bytes: z.int().nonnegative().describe('The limit'),
    basis: z.enum(['unpacked', 'compressed']).default('unpacked').describe('On disk, or as pushed'),
  }),
  describe: ({ op, bytes, basis }) => `${basis} size of the layers ${op} ${grouped(bytes)} bytes`,
  needs: ['image'],
  alsoNeeds: ({ basis }) => (basis === 'compressed' ? ['registry', 'pushed'] : []),
  run: async ({ op, bytes: limit, basis }, { image, registry, pushed }, { signal }) => {
    const { reference, layers } = image;
    const unpacked = basis === 'unpacked';
    const manifest = pushed && (await registry?.manifest(pushed.reference, signal));
    const bytes = unpacked ? image.bytes : manifest?.compressedBytes;
    if (bytes === undefined)
      throw new Error('the registry tells no compressed size: it has no manifest of the image');
    const filled = layers.filter((layer) => layer.bytes > 0);
    const largest = filled.toSorted((a, b) => b.bytes - a.bytes).slice(0, 3);
    const isOver = bytes > limit;
    const margin = `${megabytes(Math.abs(limit - bytes))} ${isOver ? 'above' : 'below'}`;
    // What is too large is FAIL, whether its files can be listed or not.
    const files = isOver && unpacked ? await image.files().catch(() => undefined) : undefined;
    const found = files && largestFiles(files, bytes, bytes - limit);
    const distance = bytes === limit ? 'exactly the limit' : `${margin} the limit`;
    return {
      holds: holds(op, bytes, limit),
      evidence: `${megabytes(bytes)} ${basis}, ${distance} of ${megabytes(limit)}${unpacked ? listed(image) : ''}`,
      actual: `${grouped(bytes)} bytes; the largest layers${unpacked ? '' : ' unpacked'}:\n${largest.map((layer) => `${megabytes(layer.bytes)}  ${shortened(layer.createdBy)}`).join('\n')}${found ? `\nthe largest files:\n${found.listed}` : ''}`,
      diagnosis:
        largest[0] && unpacked && largest[0].bytes > limit
          ? `One layer alone is over the limit: ${shortened(largest[0].createdBy)}.`
          : undefined,
      fix: isOver
        ? (found?.fix ??
          'Copy only what runs into the last stage (COPY --from), or start from a smaller base image.')
        : 'Correct the limit: a smaller image is seldom a fault.',
      measured: { bytes, limitBytes: limit },
      command: !unpacked
        ? `docker manifest inspect --verbose ${pushed?.reference}`
        : bytes === layers.reduce((sum, layer) => sum + layer.bytes, 0)
          ? `docker history --human=false --format '{{.Size}}' ${reference} | awk '{ bytes += $1 } END { print bytes }'`
          : `docker image inspect --format '{{.Size}}' ${reference}`,
      standIn: baseStandIn(image.buildArgs),
    };
  },
});

/** What `docker images` prints, where it differs so much that a reader would doubt the result. */
function listed({ bytes, listedSize }: Pick<Image, 'bytes' | 'listedSize'>): string {
  const shown = shownBytes(listedSize);
  // It prints three digits.
  if (shown === undefined || Math.abs(shown - bytes) <= Math.max(shown, bytes) * 0.006) return '';
  return `; docker images prints ${listedSize} here, because the containerd image store counts the compressed content as well`;
}

const shortened = (createdBy: string) => instructionOf(createdBy).replace(/^(.{90}).+/s, '$1…');

function bounds(values: Values) {
  const most = { op: '<=', value: Math.round(values.one('bytes-only') ?? 0) };
  const limits = values.one('bytes') ?? [most];
  const all = limits.map(({ op, value }) => ({ op, bytes: value, basis: basis(values) }));
  // "Under 200 MB and under 80 MB compressed" speaks of two sizes.
  if (values.has('compressed') && (values.has('unpacked') || values.count('{bytes}') > 1))
    return [];
  // "Reduced to over 200 MB" is a difference, or a slip.
  return values.has('optimized') && all.some(({ op }) => op.startsWith('>')) ? [] : all;
}

const basis = (values: Values) => (values.has('compressed') ? 'compressed' : 'unpacked');

/** What takes the room of an image of so many bytes that is `over` its limit: the largest files, and what would bring it below. */
function largestFiles({ entries }: ImageFiles, bytes: number, over: number) {
  const files = [...entries].filter(([, { kind }]) => kind === 'file');
  const largest = files.toSorted(([, a], [, b]) => b.size - a.size).slice(0, 3);
  const hidden = bytes - files.reduce((sum, [, { size }]) => sum + size, 0);
  // A program or its library is seldom what one can do without.
  const spare = largest.find(([, { mode, size }]) => size >= over && (mode & 0o111) === 0);
  return {
    listed: largest.map(([name, { size }]) => `${megabytes(size)}  ${name}`).join('\n'),
    fix: spare
      ? `Without ${spare[0]} (${megabytes(spare[1].size)}) it fits: name it in .dockerignore, or leave it in an earlier stage.`
      : hidden >= over
        ? `${megabytes(hidden)} are in layers and no longer in the file system: delete files in the RUN that makes them, and set owners with COPY --chown.`
        : undefined,
  };
}
