import { randomBytes } from 'node:crypto';
import { checks } from '../checks/index.ts';
import type { AnyCheck, CheckId } from '../model/check.ts';
import { promiseLine, type Variant } from '../model/fault.ts';
import type { Report } from '../model/report.ts';
import { type CheckedImage, checkImages } from './check-images.ts';
import { faultyImages } from './images.ts';
import { type GoodImage, goodImages } from './shapes.ts';

export type Proof = Awaited<ReturnType<typeof prove>>;

export interface ProveOptions {
  /** Only faults and good shapes of these checks; all when it is empty. */
  readonly only: readonly CheckId[];
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
  /** Sees every checked image, for what else has to hold of it. */
  readonly onChecked?: (name: string, checked: CheckedImage) => void;
}

/** Builds faulty and good images, checks them for real, and says what was caught and refused. */
export async function prove({ only, signal, progress, onChecked }: ProveOptions) {
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
  const itemsOf = (name: string) => checked.get(name)?.report.items ?? [];
  return {
    faults: faulty.flatMap(({ name, faults }) =>
      faults.map((fault, index) => provenFault(fault, itemsOf(name)[index])),
    ),
    // Those that were checked.
    good: good.map(([name]) => name),
    // Promises of good images that were not passed.
    alarms: good.flatMap(([image]) =>
      itemsOf(image)
        .filter(({ status }) => status !== 'PASS')
        .map(({ text, status, evidence }) => ({
          image,
          promise: text,
          said: `${status}: ${evidence}`,
        })),
    ),
    seconds: (performance.now() - started) / 1000,
  };
}

function provenFault(
  { check, name, promise, says }: ReturnType<typeof allFaulty>[number]['faults'][number],
  item: Report['items'][number] | undefined,
) {
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

/** Those of these checks, or of all, that fewer than two faults put to the test: such a check is not trusted. */
export function untested(only: readonly CheckId[] = []): readonly CheckId[] {
  const few = chosen(only).filter(({ faults, unprovable }) => faults.length < 2 && !unprovable);
  return few.map(({ id }) => id);
}

/** The faults of these checks, or of all when there are none named, by the image that has them: each check sees but its own. */
export function allFaulty(only: readonly CheckId[]) {
  const all = chosen(only).flatMap(({ id: check, faults }) =>
    faults.map(([name, image, promise, says]) => ({
      image,
      fault: { check, name, promise: promiseLine(check, promise), says },
    })),
  );
  const byImage = Map.groupBy(all, ({ image, fault }) => nameOf(image, fault.name));
  return [...byImage].map(([name, those]) => ({
    name,
    variant: faultyImages[name] ?? variantOf(those[0]?.image) ?? {},
    faults: those.map(({ fault }) => fault),
  }));
}

/** The good images, with the promises that checks add to them; where checks are named, only with theirs. */
export function allGood(only: readonly CheckId[] = []): Readonly<Record<string, GoodImage>> {
  const images: Record<string, GoodImage> = only.length > 0 ? {} : { ...goodImages };
  for (const { id, goodShapes } of chosen(only)) {
    for (const [image, promise] of goodShapes) {
      const name = nameOf(image, id);
      const known = images[name] ?? { ...goodImages[name], ...variantOf(image), promises: [] };
      images[name] = { ...known, promises: [...known.promises, promiseLine(id, promise)] };
    }
  }
  return images;
}

export function chosen(only: readonly CheckId[]): readonly AnyCheck[] {
  return checks.filter(({ id }) => only.length === 0 || only.includes(id));
}

function nameOf(image: string | Variant, name: string): string {
  return typeof image === 'string' ? image : name;
}

function variantOf(image: string | Variant | undefined): Variant | undefined {
  return typeof image === 'string' ? undefined : image;
}
