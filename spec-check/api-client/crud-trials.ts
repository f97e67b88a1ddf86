import { type CrudExercise, expectNone, type Item } from './crud-steps.ts';
import { isRefused, isSuccess } from './exchange.ts';
import { judgeIds } from './judge-crud.ts';
import { itemsOn, readList } from './pages.ts';
import type { TextStyle } from './sample-text.ts';

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
    if (isRefused(created.answer)) {
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

/** Creates items, ten at a time, until there are more than most lists have on their first page. */
export async function makeMany(exercise: CrudExercise): Promise<Item[]> {
  const { live, resource } = exercise;
  const { list } = resource.acts;
  const page = list && (await readList(live, resource, list, [], { size: 1 }));
  const items: Item[] = [];
  const deadline = performance.now() + 10_000;
  // A list without pages has to hold them all; most that cut it do so at a hundred or before.
  const most = page && itemsOn(page.answer.body) === 1 ? 20 : 100;
  while (items.length < most && performance.now() < deadline) {
    const variant = 7 + items.length;
    const created = await Promise.all(
      Array.from({ length: 10 }, (_, index) => exercise.make({ variant: variant + index })),
    );
    const full = created.find(({ answer }) => isRefused(answer) && saysFull.test(answer.text));
    const well = created.filter(({ answer }) => isSuccess(answer));
    const kept = (full && items.length + well.length > 0 ? well : created).map((one) =>
      exercise.keep(one),
    );
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
