import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { readSpec } from '../commands/run/read-spec.ts';
import { reviewSpec } from '../language/review/spec-review.ts';
import { planRun } from '../run/plan.ts';

/** The specs of other people's kinds of API, as a reader meets them: understood whole, and consistent. */
const project = path.join(import.meta.dirname, '../..');
const folder = 'specs/examples';
const listed = readdirSync(path.join(project, folder), { withFileTypes: true });
const examples = listed.filter((entry) => entry.isFile()).map(({ name }) => name);
/** Whole services with their specs, which `foreign.full.test.ts` proves. */
const services = listed
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `${name}/containerization-spec.md`);
const read = (name: string) => readSpec(path.join(project, folder, name));

it.each([...examples, ...services])('every line of %s is understood', async (name) => {
  const { items } = await read(name);
  const strange = items.filter(
    ({ verdict }) => !['checkable', 'waived', 'context'].includes(verdict),
  );
  expect(strange.map(({ item, reason }) => [item.line, item.text, reason])).toEqual([]);
});

it.each(examples)('a careful reader finds no error and nothing vague in %s', async (name) => {
  const { spec, items } = await read(name);
  const found = reviewSpec(spec, items, checks).filter(({ level }) => level !== 'question');
  expect(found).toEqual([]);
});

it.each(examples)('%s can be run whole, and says what it is an example of', async (name) => {
  const { spec, items, source } = await read(name);
  const { items: planned, leftOut } = planRun(spec, items, { only: [], skip: [] });
  expect(leftOut).toBe(0);
  expect(planned.length).toBeGreaterThan(10);
  expect(source).toMatch(/## (?:Intent|Background)\n\nThis is an example of a spec for /);
});

it('between them they show the kinds of line that a spec can have', async () => {
  const all = await Promise.all(examples.map(read));
  const items = all.flatMap((spec) => spec.items);
  const asked = new Set(items.flatMap(({ checks }) => checks.map(({ check }) => check)));
  expect(['http', 'sql', 'sh'].filter((id) => !asked.has(id as never))).toEqual([]);
  expect(items.some(({ verdict }) => verdict === 'waived')).toBe(true);
  expect(all.some(({ spec }) => spec.defaults.resource !== undefined)).toBe(true);
  expect(asked.size).toBeGreaterThan(20);
});

it('the README leads to each', async () => {
  const readme = await readFile(path.join(project, 'README.md'), 'utf8');
  for (const name of examples) expect(readme).toContain(`${folder}/${name}`);
});
