import { type CrudExercise, expectNone, type Item } from './crud-steps.ts';
import { isRefused, isSuccess } from './exchange.ts';
import type { JsonObject } from './json.ts';
import { judgeIds, judgeList } from './judge-crud.ts';
import { filtersOf, readList } from './pages.ts';
import type { TextStyle } from './sample-text.ts';
import { flatten } from './schema.ts';

/** Text as people write it, as long as is allowed, and empty values: kept as they are sent, new and as an update, or refused. */
export async function tryText(exercise: CrudExercise): Promise<Item[]> {
  const kept = new Map<TextStyle, Item>();
  const { change } = exercise.resource.acts;
  const [act, part] = change ? (['change', 'marked'] as const) : (['replace', 'all'] as const);
  for (const style of ['special', 'lines', 'long', 'ascii-quotes', 'empty'] as const) {
    // Only plain quotes, where the API refuses them together with letters of other scripts.
    if (style === 'ascii-quotes' && kept.has('special')) continue;
    const whole = await exercise.request({ variant: 6, style, everywhere: true });
    // Where a code or a number was refused: only the fields in which people write free text.
    const created = isRefused(whole.answer) ? await exercise.make({ variant: 6, style }) : whole;
    // Without a document, nobody has said that so long a text is taken.
    const isUnasked = style === 'long' && exercise.live.api.at === undefined;
    if (isRefused(created.answer) || (isUnasked && !isSuccess(created.answer))) {
      exercise.refused.set(`${style} text`, created.answer);
      continue;
    }
    const item = exercise.keep(created);
    await exercise.read(item, 'create');
    kept.set(style, item);
    // Only an item with values can be emptied.
    const [old = style] = style === 'empty' ? kept.keys() : [];
    const others = act === 'change' && style === 'empty' ? 'others' : part;
    const changed = await exercise.update(kept.get(old) ?? item, act, others, style);
    if (changed === undefined) continue;
    await exercise.read(changed, act);
    kept.set(old, changed);
  }
  return [...kept.values()];
}

/** Creates a hundred items, ten at a time: most lists that are cut, at once or at some page, are so before. */
export async function makeMany(exercise: CrudExercise): Promise<Item[]> {
  const items: Item[] = [];
  const deadline = performance.now() + 10_000;
  while (items.length < 100 && performance.now() < deadline) {
    const variant = 7 + items.length;
    const created = await Promise.all(
      Array.from({ length: 10 }, (_, index) => exercise.make({ variant: variant + index })),
    );
    const full = created.find(({ answer }) => isRefused(answer) && saysFull.test(answer.text));
    const well = created.filter(({ answer }) => isSuccess(answer));
    const sound = full && items.length + well.length > 0 ? well : created;
    const kept = sound.map((one) => exercise.keep(one));
    expectNone(judgeIds(kept.flatMap(({ id }) => id || [])));
    items.push(...kept);
    if (full) {
      exercise.refused.set(`more than ${items.length} items`, full.answer);
      break;
    }
    if (created.some(({ answer }) => answer.before === 429)) break;
  }
  return items;
}

const saysFull = /quota|limit|maxim|too many|exceed|no more than|at most|allows? \d/i;

/** Lists by the values of fields, where the document offers that: what has one is there. Only for one of two the other item may be there too: `archived=true` may mean "as well". */
export async function tryFilters(exercise: CrudExercise, items: readonly Item[]): Promise<void> {
  const { live, resource, refused, filters, untried } = exercise;
  const { list } = resource.acts;
  if (list === undefined) return;
  for (const asked of filtersOf(list)) {
    const byValue = new Map(items.map((item) => [valueFor(asked, item), item]));
    byValue.delete(undefined);
    const two = [...byValue].slice(0, 2);
    (two.length > 1 ? filters : untried).push(`?${asked.name}`);
    let mixed = 0;
    for (const [value, item] of two) {
      const others = list.query.filter((one) => one !== asked);
      const query = [...others, { ...asked, required: true, schema: { const: value } }];
      const wanted = [item, ...two.flatMap(([, one]) => (one === item ? [] : one))];
      const { answer, entries } = await readList(live, resource, { ...list, query }, wanted);
      mixed += Number(entries[1] !== undefined);
      const listed = wanted.map(({ sample }, index) => ({ sample, entry: entries[index] }));
      const [there, gone] = [listed.slice(0, 1), mixed > 1 ? listed.slice(1) : []];
      if (isRefused(answer)) refused.set(`?${asked.name}=${value}`, answer);
      else expectNone(judgeList(answer, 'filter', { there, gone, isTwice: false }));
    }
  }
}

/** The value of an item in the field that a parameter names: one of few, or its marked text. Undefined where other things may be asked for than this value. */
function valueFor(parameter: JsonObject, { sample: { body, field } }: Item) {
  const { name, description = '', schema = parameter } = parameter;
  const value = body[String(name)] ?? null;
  const { enum: choices = name === field ? [value] : [true, false] } = flatten(schema);
  const isTaken = Array.isArray(choices) && value !== null && choices.includes(value);
  return isTaken && !unequal.test(`${description}`) ? value : undefined;
}

const unequal =
  /\b(?:exclu\w+|except|not|without|other|inclu\w+|also|min\w*|max\w*|least|most|above|below|before|after|older|newer|ignored)\b/i;
