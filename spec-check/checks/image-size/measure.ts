import { baseStandIn, grouped, instructionOf, megabytes } from '../../model/format.ts';
import type { Image } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';

export interface SizeLimit {
  readonly op: '<' | '<=' | '>' | '>=';
  readonly bytes: number;
  readonly basis: 'unpacked' | 'compressed';
}

type Sized = Pick<Image, 'bytes' | 'listedSize' | 'layers' | 'reference' | 'buildArgs'>;

/** What the registry's manifest adds up to, and the name to ask it for. */
export interface InRegistry {
  readonly reference: string;
  readonly compressedBytes: number;
}

/** Compares the image with a limit; a compressed one needs the registry's figure. */
export function judgeSize(limit: SizeLimit, image: Sized, inRegistry?: InRegistry): Verdict {
  const unpacked = limit.basis === 'unpacked';
  if (!unpacked && inRegistry === undefined)
    throw new Error('the registry tells no compressed size: it has no manifest of the image');
  const bytes = unpacked ? image.bytes : (inRegistry?.compressedBytes ?? 0);
  const { holds, sign } = comparisons[limit.op];
  const margin = `${megabytes(Math.abs(limit.bytes - bytes))} ${bytes < limit.bytes ? 'below' : 'above'}`;
  const said = bytes === limit.bytes ? 'exactly the limit' : `${margin} the limit`;
  const figure = `${megabytes(bytes)} ${limit.basis}, ${said} of ${megabytes(limit.bytes)}`;
  const proven = {
    evidence: `${figure}${unpacked ? listed(image) : ''}`,
    measured: { bytes, limitBytes: limit.bytes },
    command: unpacked
      ? image.bytes !== image.layers.reduce((sum, layer) => sum + layer.bytes, 0)
        ? `docker image inspect --format '{{.Size}}' ${image.reference}`
        : `docker history --human=false --format '{{.Size}}' ${image.reference} | awk '{ bytes += $1 } END { print bytes }'`
      : `docker manifest inspect --verbose ${inRegistry?.reference}`,
  };
  if (holds(bytes, limit.bytes)) {
    const standIn = baseStandIn(image.buildArgs);
    return { status: 'PASS', ...proven, ...(standIn === undefined ? {} : { standIn }) };
  }
  return {
    status: 'FAIL',
    ...proven,
    expected: `${sign} ${grouped(limit.bytes)} bytes ${limit.basis}`,
    actual: `${grouped(bytes)} bytes; the largest layers${unpacked ? '' : ' unpacked'}:\n${largest(image)}`,
    ...(unpacked && bytes > limit.bytes ? { diagnosis: diagnosis(image, limit.bytes) } : {}),
    fix:
      bytes > limit.bytes
        ? 'Copy only what runs into the last stage (COPY --from), or start from a smaller base image.'
        : 'Correct the limit: a smaller image is seldom a fault.',
  };
}

const comparisons: Readonly<
  Record<
    SizeLimit['op'],
    { readonly holds: (bytes: number, limit: number) => boolean; readonly sign: string }
  >
> = {
  '<': { holds: (bytes, limit) => bytes < limit, sign: 'less than' },
  '<=': { holds: (bytes, limit) => bytes <= limit, sign: 'at most' },
  '>': { holds: (bytes, limit) => bytes > limit, sign: 'more than' },
  '>=': { holds: (bytes, limit) => bytes >= limit, sign: 'at least' },
};

/** What `docker images` prints, where a reader would take it for another result. */
function listed({ bytes, listedSize }: Sized): string {
  const shown = listedBytes(listedSize);
  // It prints three digits.
  if (shown === undefined || Math.abs(shown - bytes) <= Math.max(shown, bytes) * 0.006) return '';
  return `; docker images prints ${listedSize} here, because the containerd image store counts the compressed content as well`;
}

function listedBytes(text: string): number | undefined {
  const found = /^([\d.]+)\s*([kKMGT]?)B$/.exec(text.trim());
  if (found === null) return undefined;
  const power = { '': 0, K: 1, M: 2, G: 3, T: 4 }[(found[2] ?? '').toUpperCase()] ?? 0;
  return Number(found[1]) * 1000 ** power;
}

function largest({ layers }: Sized): string {
  return [...layers]
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map(({ bytes, createdBy }) => `${megabytes(bytes)}  ${shortened(createdBy)}`)
    .join('\n');
}

function diagnosis({ layers }: Sized, limit: number): string {
  const [first] = [...layers].sort((a, b) => b.bytes - a.bytes);
  return first !== undefined && first.bytes > limit
    ? `One layer alone is over the limit: ${shortened(first.createdBy)}.`
    : 'The layers together are over the limit.';
}

function shortened(createdBy: string): string {
  const instruction = instructionOf(createdBy);
  return instruction.length > 90 ? `${instruction.slice(0, 90)}…` : instruction;
}
