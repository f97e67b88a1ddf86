import { turns } from './turns.ts';

const { signal } = new AbortController();
const long = 60_000;

/** What has begun so far, in its order. */
function begun(of: ReturnType<typeof turns<string>>, checks: readonly string[]): string[] {
  const order: string[] = [];
  for (const check of checks) void of.mayBegin(check, signal).then(() => order.push(check));
  return order;
}

const settled = () => new Promise(setImmediate);

it('what goes first begins at once, the others when each of those has given way', async () => {
  const of = turns(['a', 'b'], long);
  const order = begun(of, ['c', 'a', 'd', 'b']);
  await settled();
  expect(order).toEqual(['a', 'b']);
  of.giveWay('a');
  of.giveWay('a');
  of.giveWay('c');
  await settled();
  expect(order).toEqual(['a', 'b']);
  of.giveWay('b');
  await settled();
  expect(order).toEqual(['a', 'b', 'c', 'd']);
});

it('all begin at once where none goes first', async () => {
  const order = begun(turns<string>([], long), ['a', 'b']);
  await settled();
  expect(order).toEqual(['a', 'b']);
});

it('nobody waits for ever for one that never gives way', async () => {
  await turns(['a'], 1).mayBegin('b', signal);
});

it('an abort ends the wait', async () => {
  const stopped = new AbortController();
  const waiting = turns(['a'], long).mayBegin('b', stopped.signal);
  stopped.abort();
  await expect(waiting).rejects.toThrow(/abort/);
});
