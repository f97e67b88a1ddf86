import type { Report } from '../model/report.ts';
import { totals } from './outcome.ts';
import type { RunPlan } from './plan.ts';
import { type RunSettings, run } from './run.ts';

export interface ImageRun extends Pick<RunSettings, 'context'> {
  /** One of `images` in the settings; undefined for the first. */
  readonly image: string | undefined;
}

/** Proves the promises of each image on that image alone, one image after the other, in one report. */
export async function runImages(
  plan: RunPlan,
  images: readonly ImageRun[],
  { strict, emit }: Pick<RunSettings, 'strict' | 'emit'>,
): Promise<Report> {
  const started = performance.now();
  const reports = await Array.fromAsync(images, async ({ image, context }) => {
    const items = plan.items.filter(({ item }) => item.image === image);
    const report = await run({ ...plan, items }, { context, strict, emit, started });
    return { ...report, name: image ?? context.options.name };
  });
  const [first, ...others] = reports;
  if (first === undefined) throw new Error('Expected an image to prove promises on.');
  const { name: _, ...report } = first;
  if (others.length === 0) return report;
  const proven = reports.flatMap((one) => one.items.map((item) => ({ ...item, image: one.name })));
  const items = plan.items.flatMap(({ item }) => proven.find(({ id }) => id === item.id) ?? []);
  return {
    ...report,
    images: reports.flatMap(({ image, name }) => (image === null ? [] : { name, ...image })),
    ...totals(items, (performance.now() - started) / 1000),
  };
}
