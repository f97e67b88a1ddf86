import { checks } from '../checks/index.ts';
import type { AnyCheck, CheckId } from '../model/check.ts';
import { promiseLine } from '../model/fault.ts';
import type { ReportItem } from '../model/report.ts';
import { checkImages } from './check-images.ts';
import { goodImages } from './shapes.ts';

export type Proof = Awaited<ReturnType<typeof proveChecks>>['proof'];

/** Builds faulty and good images, checks them for real, and says what was caught and refused; `checked` by the name of the image. */
export async function proveChecks(
  only: readonly CheckId[],
  context: Parameters<typeof checkImages>[1],
) {
  const started = performance.now();
  const byImage = [...Map.groupBy(casesOf(only), ({ image }) => image)];
  const checked = await checkImages(byImage, context);
  const tried = byImage.flatMap(([name, cases]) =>
    cases.map((one, index) => ({ ...one, item: checked.get(name)?.report.items[index] })),
  );
  const good = tried.filter(({ fault }) => fault === undefined);
  const proof = {
    faults: tried.flatMap(({ fault, promise, item }) => {
      if (fault === undefined) return [];
      const { check, name, says } = fault;
      const own = item?.checks.filter((one) => one.check === check);
      // A sentence may ask for the check several times.
      const result = own?.find(({ status }) => status === 'FAIL') ?? own?.[0];
      const words = [result?.evidence, result?.actual, result?.diagnosis].join('\n');
      const caught = result?.status === 'FAIL' && says.test(words);
      return { check, fault: name, promise, caught, said: said(result ?? item) };
    }),
    // Those that were checked.
    good: [...new Set(good.map(({ image }) => image))],
    // Promises of good images that were not passed.
    alarms: good
      .filter(({ item }) => item?.status !== 'PASS')
      .map(({ image, promise, item }) => ({ image, promise, said: said(item) })),
    seconds: (performance.now() - started) / 1000,
  };
  return { proof, checked };
}

const said = (found: Pick<ReportItem, 'status' | 'evidence'> | undefined): string =>
  `${found?.status ?? 'nothing'}: ${found?.evidence ?? ''}`;

/** The checks that have fewer than two faults, of these or of all: such a check is not trusted. */
export function untested(only: readonly CheckId[] = []): readonly CheckId[] {
  const few = chosen(only).filter(({ faults, unprovable }) => faults.length < 2 && !unprovable);
  return few.map(({ id }) => id);
}

/** What is put to the test, all or what belongs to these checks: promises on images. With a `fault`, the check has to say FAIL and why; without one, the promise holds. */
export function casesOf(only: readonly CheckId[]) {
  const ofChecks = chosen(only).flatMap(({ id: check, faults, goodShapes }) => [
    ...faults.map(([name, image, promise, says]) => ({
      ...{ image, promise: promiseLine(check, promise) },
      fault: { check, name, says },
    })),
    ...goodShapes.map(([image, promise]) => good(image, promiseLine(check, promise))),
  ]);
  const shapes = only.length > 0 ? [] : Object.entries(goodImages);
  const ofShapes = shapes.flatMap(([image, { promises }]) =>
    promises.map((promise) => good(image, promise)),
  );
  return [...ofChecks, ...ofShapes];
}

const good = (image: string, promise: string) => ({ image, promise, fault: undefined });

export const chosen = (only: readonly CheckId[]): readonly AnyCheck[] =>
  checks.filter(({ id }) => only.length === 0 || only.includes(id));
