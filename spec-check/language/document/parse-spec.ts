import { createHash } from 'node:crypto';
import type { Settings } from '../../model/settings.ts';
import { type Spec, SpecError, type SpecItem } from '../../model/spec.ts';
import { readFrontMatter } from '../settings.ts';
import { settleGroups } from './groups.ts';
import { lookAlikes } from './look-alikes.ts';
import { decodeSpec, parseMarkdown, refuseOpenFence } from './markdown.ts';
import { Notes } from './notes.ts';
import { Reader } from './reader.ts';

/** Reads a spec. Throws SpecError for one that cannot be used; no sentence is understood here yet. */
export function parseSpec(bytes: Uint8Array, path: string, config: Settings = {}): Spec {
  const text = decodeSpec(bytes, path);
  const lines = text.split(/\r\n|\n|\r/);
  const tree = parseMarkdown(text);
  refuseOpenFence(tree, lines);
  const read = (unknownPromises: boolean) => {
    const reader = new Reader(new Notes(tree), lines, unknownPromises);
    reader.readAll(tree.children);
    return reader;
  };
  const strict = read(false);
  // Where no heading says what the lists are, they are the promises.
  const reader = strict.items.some(isPromise) ? strict : read(true);
  if (!reader.items.some(isPromise)) throw noCriteria(reader, path);
  const defaults = readFrontMatter(tree);
  const images = Object.keys({ ...config.images, ...defaults.images });
  const alike = lookAlikes(text);
  const lost = alike.filter(({ line }) => !reader.covered.has(line)).map(lostItem);
  const items = [...reader.items, ...lost].toSorted((a, b) => a.line - b.line);
  return {
    path,
    title: reader.title ?? path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    defaults,
    headings: reader.headings,
    items: settleGroups(items, `${reader.title ?? ''} ${defaults.image ?? ''}`, images),
    dependencies: reader.dependencies,
    mistakes: reader.mistakes,
    promiseLines: alike.filter(({ promises }) => promises).map(({ line }) => line),
  };
}

const isPromise = ({ kind }: SpecItem): boolean => kind === 'criterion' || kind === 'constraint';

/** A line of a list that the reader did not see: it is never passed over. */
const lostItem = ({ line, text }: Pick<SpecItem, 'line' | 'text'>): SpecItem => ({
  id: `unread-${line}`,
  kind: 'criterion',
  section: [],
  line,
  text,
  form: 'item',
  doubt: 'It looks like a promise, and where it stands it was not read as one: put it into a list',
  note: '',
  explicit: [],
});

function noCriteria({ headings }: Reader, path: string): SpecError {
  const found = headings.map(({ text }) => `"${text}"`).join(', ') || 'none';
  const message = `Expected success criteria in ${path}, and there are none. Its headings are: ${found}.`;
  return new SpecError('no-criteria', message, {
    hint: 'Add a heading "## Success Criteria" with a list below it: - [ ] Image size under 200MB',
  });
}
