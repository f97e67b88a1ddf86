import { isDeepStrictEqual } from 'node:util';
import type { Interpretation } from '../language/interpret.ts';
import { resultsBegin, resultsEnd } from '../language/results-block.ts';
import type { Settings } from '../model/settings.ts';
import { meaningOf, type Watched } from './watched.ts';

/** A spec at one time. */
export interface SpecState {
  readonly source: string;
  readonly spec: { readonly path: string; readonly defaults: Settings };
  readonly items: readonly Interpretation[];
}

/** What changes ask for; `why` is one line for who made them. */
export type Decision =
  | { readonly run: false }
  /** `build`: the image is built again; without it the last build stands, and what was measured on it. */
  | { readonly run: true; readonly build: boolean; readonly why: string };

/** What changed paths ask for. `after` is undefined where the spec cannot be read: the run says why. */
export function decide(
  changed: readonly string[],
  watched: Watched,
  before: SpecState | undefined,
  after: SpecState | undefined,
): Decision {
  const built = changed.filter((path) => meaningOf(path, watched) === 'build').toSorted();
  const spec = changed.some((path) => meaningOf(path, watched) === 'spec')
    ? specChange(before, after)
    : undefined;
  const named = before?.spec.defaults.image !== after?.spec.defaults.image;
  if (built.length === 0 && spec === undefined) return { run: false };
  const why = [
    ...(spec === undefined ? [] : [spec]),
    ...(built.length === 0
      ? []
      : [
          `${listed(built)} changed: the image is built again; everything is checked, unless it comes out the same`,
        ]),
  ];
  return { run: true, build: built.length > 0 || named, why: why.join('; ') };
}

/** Undefined when it says the same as before: saved unchanged, or its results written by --write. */
function specChange(
  before: SpecState | undefined,
  after: SpecState | undefined,
): string | undefined {
  if (before === undefined || after === undefined) return 'the spec changed';
  if (withoutResults(before.source) === withoutResults(after.source)) return undefined;
  const { path } = after.spec;
  if (!isDeepStrictEqual(before.spec.defaults, after.spec.defaults))
    return `${path} changed, and its front matter: everything is checked again`;
  const [old, now] = [before, after].map(({ items }) => promisesOf(items));
  const isNew = missing(now ?? [], old ?? []);
  const isGone = missing(old ?? [], now ?? []);
  const said = [
    ...(isNew === 0 ? [] : [`${promises(isNew)} new`]),
    ...(isGone === 0 ? [] : [`${promises(isGone)} gone`]),
  ];
  return `${path} changed: ${said.length === 0 ? 'no promise is new' : said.join(', ')}`;
}

function withoutResults(source: string): string {
  const [begin, end] = [source.indexOf(resultsBegin), source.indexOf(resultsEnd)];
  const rest =
    begin === -1 || end < begin
      ? source
      : source.slice(0, begin) + source.slice(end + resultsEnd.length);
  return rest.replace(/\s+$/gm, '');
}

/** What each promise says and asks for. */
function promisesOf(items: readonly Interpretation[]): string[] {
  return items
    .filter(({ verdict }) => verdict !== 'context')
    .map(({ item, verdict, checks }) => JSON.stringify([item.text, verdict, checks]));
}

/** How many of `some` are not among `others`. */
function missing(some: readonly string[], others: readonly string[]): number {
  const left = [...others];
  return some.filter((one) => {
    const at = left.indexOf(one);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  }).length;
}

function promises(count: number): string {
  return count === 1 ? '1 promise is' : `${count} promises are`;
}

function listed(paths: readonly string[]): string {
  const more = paths.length - 3;
  const shown = paths.slice(0, 3).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
