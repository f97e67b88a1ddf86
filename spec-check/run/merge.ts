import { hash } from 'node:crypto';
import path from 'node:path';
import { counted } from '../model/format.ts';
import type { Report } from '../model/report.ts';
import { SpecError } from '../model/spec.ts';
import { totals } from './outcome.ts';

/** Several reports as one, each promise with its service. Throws SpecError where a shard is missing, or one is there twice, or of another commit. */
export function mergeReports(reports: readonly Report[]): Report {
  const problem = whyNotOne(reports);
  if (problem !== undefined)
    throw new SpecError('not-one-run', problem, { hint: 'Give merge the reports of one run.' });
  const all = reports.map((report) => ({ ...report, service: serviceOf(report.spec.path) }));
  const items = all.flatMap(({ items: own, spec, service }) =>
    own.map((item) => ({
      ...item,
      // Items of merged reports have it already.
      ...(item.spec === undefined && {
        id: `${service}/${item.id}`,
        image: [service, item.image ?? []].flat().join(' '),
        spec: spec.path,
      }),
    })),
  );
  const specs = [...new Set(items.map(({ spec }) => spec))];
  const { run } = reports.find((report) => report.run) ?? {};
  const sum = (of: (one: Report) => number) => all.reduce((total, one) => total + of(one), 0);
  const seconds = sum(({ summary }) => summary.seconds);
  return {
    schema: 1,
    spec: {
      path: counted(specs.length, 'spec'),
      title: counted(specs.length, 'service'),
      sha256: hash('sha256', all.map(({ spec }) => spec.sha256).join()),
      promiseLines: sum(({ spec }) => spec.promiseLines),
      notChecked: all.flatMap(({ spec }) => spec.notChecked),
    },
    image: null,
    images: all.flatMap(({ image, images, service }) =>
      images ? images : image ? [{ name: service, ...image }] : [],
    ),
    engine: reports[0]?.engine ?? null,
    ...totals(items, seconds),
    ...(run && {
      run: {
        ...{ ...run, dockerfile: null, pushed: null, shard: undefined },
        complete: all.every((report) => report.run?.complete === true),
      },
    }),
  };
}

function whyNotOne(reports: readonly Report[]): string | undefined {
  const specs = reports.flatMap(({ spec, items }) => [
    ...new Set(items.map((item) => item.spec ?? spec.path)),
  ]);
  const twice = specs.find((one, at) => specs.indexOf(one) !== at);
  if (twice !== undefined) return `${twice} is in two reports.`;
  const commits = [...new Set(reports.flatMap(({ run }) => run?.commit ?? []))];
  if (commits.length > 1) return `The reports are of different commits: ${commits.join(', ')}.`;
  const shards = reports.map(({ run }) => run?.shard && `${run.shard.number}/${run.shard.of}`);
  const of = reports.find(({ run }) => run?.shard)?.run?.shard?.of ?? 0;
  if (new Set(reports.flatMap(({ run }) => run?.shard?.plan ?? [])).size > 1)
    return 'The machines divided the specs differently: they knew other specs, or other durations (report.json).';
  const wanted = Array.from({ length: of }, (_, at) => `${at + 1}/${of}`);
  if (of === 0 || (shards.length === of && wanted.every((one) => shards.includes(one))))
    return undefined;
  return `Expected each of ${of} shards once, got: ${shards.map((one) => one ?? 'none').join(', ')}.`;
}

/** `services/books/containerization-spec.md` → `services/books`; one in no folder has its own name. */
export function serviceOf(spec: string): string {
  const folder = path.dirname(spec);
  return folder === '.' ? path.basename(spec, '.md') : folder;
}

/** One of several machines, `number` from 1. */
export type Shard = Readonly<Record<'number' | 'of', number>>;

/** The specs for one of several machines: the longest first, each to the machine with the least to do. */
export function shardOf(
  specs: readonly string[],
  { number, of }: Shard,
  seconds: ReadonlyMap<string, number>,
): readonly string[] {
  const long = (spec: string) => seconds.get(spec) ?? Math.max(1, ...seconds.values());
  const machines = Array.from({ length: of }, () => ({ specs: [] as string[], sum: 0 }));
  for (const spec of specs.toSorted((a, b) => long(b) - long(a) || a.localeCompare(b))) {
    const [least] = machines.toSorted((a, b) => a.sum - b.sum);
    least?.specs.push(spec);
    if (least !== undefined) least.sum += long(spec);
  }
  return machines[number - 1]?.specs.toSorted() ?? [];
}
