import { type CrudExercise, expectNone, type Item } from './crud-steps.ts';
import { isRefused } from './exchange.ts';
import { judgeIds } from './judge-crud.ts';
import { hasPageSize } from './pages.ts';
import type { TextStyle } from './sample-text.ts';

/** Text as people write it, as long as is allowed, and empty values: kept as they are sent, new and as an update, or refused. */
export async function tryText(exercise: CrudExercise): Promise<Item[]> {
  const kept = new Map<TextStyle, Item>();
  const [act, part] =
    exercise.resource.acts.change === undefined
      ? (['replace', 'all'] as const)
      : (['change', 'marked'] as const);
  for (const style of ['special', 'lines', 'long', 'ascii-quotes', 'empty'] as const) {
    // Plain quotes alone, where the API does not take the letters of other scripts beside them.
    if (style === 'ascii-quotes' && kept.has('special')) continue;
    const whole = await exercise.request({ variant: 6, style, everywhere: true });
    // Where people write free text alone, when a code or a number is refused.
    const isTooMuch = isRefused(whole.answer);
    const created = isTooMuch ? await exercise.make({ variant: 6, style }) : whole;
    if (isRefused(created.answer)) {
      exercise.refused.push({ what: `${style} text`, answer: created.answer });
      continue;
    }
    const item = exercise.keep(created);
    await exercise.read(item, 'create');
    kept.set(style, item);
    // What is to be emptied has to be full.
    const [old = style] = style === 'empty' ? kept.keys() : [];
    const others = act === 'change' && style === 'empty' ? 'others' : part;
    const changed = await exercise.update(kept.get(old) ?? item, act, others, style);
    if (changed === undefined) continue;
    await exercise.read(changed, act);
    kept.set(old, changed);
  }
  return [...kept.values()];
}

/** Ten at the same time, and more than the first page of most lists. */
export async function makeMany(exercise: CrudExercise): Promise<Item[]> {
  const { list: operation } = exercise.resource.acts;
  const items: Item[] = [];
  const deadline = performance.now() + 10_000;
  // A list without pages has to hold them all; most that cut it do so at a hundred or before.
  const most = operation !== undefined && hasPageSize(operation) ? 20 : 100;
  while (items.length < most && performance.now() < deadline) {
    const variant = 7 + items.length;
    const created = await Promise.all(
      Array.from({ length: 10 }, (_, index) => exercise.make({ variant: variant + index })),
    );
    const full = created.find(({ answer }) => isRefused(answer) && saysFull.test(answer.text));
    if (full && items.length > 0) {
      exercise.refused.push({ what: `more than ${items.length} items`, answer: full.answer });
      break;
    }
    const kept = created.map((one) => exercise.keep(one));
    expectNone(judgeIds(kept.map(({ id }) => id)));
    items.push(...kept);
    if (created.some(({ answer }) => answer.before === 429)) break;
  }
  return items;
}

const saysFull = /quota|limit|maxim|too many|exceed/i;
