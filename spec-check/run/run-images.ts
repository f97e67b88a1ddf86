import type { Report } from '../model/report.ts';
import { exitCodeOf, summarize } from './outcome.ts';
import type { RunPlan } from './plan.ts';
import { type RunSettings, run } from './run.ts';

/** An image of the project, and what the checks of its promises are given. */
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
  const [first] = images;
  if (first !== undefined && images.length === 1) return run(plan, { ...first, strict, emit });
  const started = performance.now();
  const reports: (Report & { name: string })[] = [];
  for (const { image, context } of images) {
    const later = performance.now() - started;
    const items = plan.items.filter(({ item }) => item.image === image);
    const report = await run(
      { ...plan, items },
      {
        ...{ context, strict },
        emit(event) {
          if (event.type === 'summary') return;
          const from = 'from' in event && { from: event.from + later };
          emit('at' in event ? { ...event, ...from, at: event.at + later } : event);
        },
      },
    );
    reports.push({ ...report, name: image ?? context.options.name });
  }
  const proven = reports.flatMap(({ items, name }) =>
    items.map((item) => ({ ...item, image: name })),
  );
  const items = plan.items.flatMap(({ item }) => proven.find(({ id }) => id === item.id) ?? []);
  const built = reports.flatMap(({ image, name }) => (image === null ? [] : { name, ...image }));
  const [head] = reports;
  if (head === undefined) throw new Error('Expected an image to prove promises on.');
  const { spec, image, engine } = head;
  const report: Report = {
    schema: 1,
    ...{ spec, image, images: built, engine, items },
    summary: summarize(items, (performance.now() - started) / 1000),
    exitCode: exitCodeOf(items),
  };
  emit({ type: 'summary', report });
  return report;
}
