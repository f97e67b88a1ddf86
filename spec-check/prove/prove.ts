import { randomBytes } from 'node:crypto';
import { checks } from '../checks/index.ts';
import type { CheckId } from '../model/check.ts';
import type { Fault, Variant } from '../model/fault.ts';
import type { Report } from '../model/report.ts';
import { type CheckedImage, checkImages } from './check-images.ts';
import { faultyImages } from './images.ts';
import { type GoodImage, goodImages } from './shapes.ts';

/** One fault, and whether its check saw it. */
export interface ProvenFault {
  readonly check: CheckId;
  readonly fault: string;
  readonly promise: string;
  /** The check said FAIL, and named the fault. */
  readonly caught: boolean;
  /** What the check said. */
  readonly said: string;
}

/** A promise of a good image that was not passed. */
export interface FalseAlarm {
  readonly image: string;
  readonly promise: string;
  readonly said: string;
}

/** Whether every check can fail, and none fails without reason. */
export interface Proof {
  readonly faults: readonly ProvenFault[];
  /** Good images that were checked. */
  readonly good: readonly string[];
  readonly alarms: readonly FalseAlarm[];
  readonly seconds: number;
}

export interface ProveOptions {
  /** Only faults and good shapes of these checks; all when it is empty. */
  readonly only: readonly CheckId[];
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
  /** Sees every checked image, for what else has to hold of it. */
  readonly onChecked?: (name: string, checked: CheckedImage) => void;
}

/**
 * Builds images that break a promise each in a known way, and good images of different shapes; checks
 * them all for real, and says what was caught and what was wrongly refused.
 */
export async function prove({ only, signal, progress, onChecked }: ProveOptions): Promise<Proof> {
  const started = performance.now();
  const faulty = allFaulty(only);
  const good = Object.entries(allGood(only));
  const checked = await checkImages(
    [
      ...faulty.map(({ name, variant, faults }) => ({
        name,
        variant,
        promises: faults.map(({ promise }) => promise),
      })),
      ...good.map(([name, variant]) => ({ name, variant, promises: variant.promises })),
    ],
    { runId: randomBytes(4).toString('hex'), signal, progress },
  );
  for (const [name, image] of checked) onChecked?.(name, image);
  const reportOf = (name: string): Report => {
    const image = checked.get(name);
    if (image === undefined) throw new Error(`No image was checked that ${name}.`);
    return image.report;
  };
  return {
    faults: faulty.flatMap(({ name, faults }) =>
      faults.map((fault, index) => provenFault(fault, reportOf(name).items[index])),
    ),
    good: good.map(([name]) => name),
    alarms: good.flatMap(([name]) =>
      reportOf(name)
        .items.filter(({ status }) => status !== 'PASS')
        .map(({ text, status, evidence }) => ({
          image: name,
          promise: text,
          said: `${status}: ${evidence}`,
        })),
    ),
    seconds: (performance.now() - started) / 1000,
  };
}

function provenFault(
  { check, name, promise, says }: FaultyImage['faults'][number],
  item: Report['items'][number] | undefined,
): ProvenFault {
  const own = item?.checks.filter((one) => one.check === check);
  // A sentence may ask for the check several times.
  const result = own?.find(({ status }) => status === 'FAIL') ?? own?.[0];
  const words = [result?.evidence, result?.actual, result?.diagnosis].join('\n');
  return {
    check,
    fault: name,
    promise,
    caught: result?.status === 'FAIL' && says.test(words),
    said: `${result?.status ?? item?.status ?? 'nothing'}: ${result?.evidence ?? item?.evidence ?? ''}`,
  };
}

/** Least number of faults that a check must have been seen to catch. */
export const leastFaults = 2;

/** Checks that too few faults put to the test: such a check is not trusted. */
export function untested(): readonly CheckId[] {
  return checks.filter(({ faults }) => faults.length < leastFaults).map(({ id }) => id);
}

/** One image with the faults that its checks must see: each check sees but its own. */
export interface FaultyImage {
  readonly name: string;
  readonly variant: Variant;
  readonly faults: readonly (Fault & { readonly check: CheckId })[];
}

/** The faults of these checks, or of all when there are none named, by the image that has them. */
export function allFaulty(only: readonly CheckId[]): readonly FaultyImage[] {
  const faults = checks
    .filter(({ id }) => only.length === 0 || only.includes(id))
    .flatMap((check) => check.faults.map((fault) => ({ ...fault, check: check.id })));
  return [...Map.groupBy(faults, ({ image, name }) => nameOf(image, name))].map(
    ([name, those]) => ({
      name,
      variant: variantOf(those[0]?.image ?? name, faultyImages),
      faults: those,
    }),
  );
}

/** The good images, with the promises that checks add to them; where checks are named, only with theirs. */
export function allGood(only: readonly CheckId[] = []): Readonly<Record<string, GoodImage>> {
  const images: Record<string, GoodImage> = only.length > 0 ? {} : { ...goodImages };
  const wanted = checks.filter(({ id }) => only.length === 0 || only.includes(id));
  for (const { name, image, promise } of wanted.flatMap(({ goodShapes }) => goodShapes)) {
    const key = nameOf(image, name);
    const known = images[key] ?? { ...variantOf(image, goodImages), promises: [] };
    if ('spec' in known.promises)
      throw new Error(`The image that ${key} is checked by a whole spec.`);
    images[key] = { ...known, promises: [...known.promises, promise] };
  }
  return images;
}

function nameOf(image: string | Variant, name: string): string {
  return typeof image === 'string' ? image : name;
}

function variantOf(image: string | Variant, known: Readonly<Record<string, Variant>>): Variant {
  const variant = typeof image === 'string' ? known[image] : image;
  if (variant === undefined) throw new Error(`No image is made that ${String(image)}.`);
  return variant;
}
