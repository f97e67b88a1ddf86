import { startGate } from './start-gate.ts';

const { signal } = new AbortController();
const long = 60_000;

/** What has begun so far, in its order. */
function begun(of: ReturnType<typeof startGate<string>>, checks: readonly string[]): string[] {
  const order: string[] = [];
  for (const check of checks) void of.waitForStart(check, signal).then(() => order.push(check));
  return order;
}

const settled = () => new Promise(setImmediate);

it('what goes first begins at once, the others when each of those has given way', async () => {
  const of = startGate(['a', 'b'], long);
  const order = begun(of, ['c', 'a', 'd', 'b']);
  await settled();
  expect(order).toEqual(['a', 'b']);
  of.yieldTurn('a');
  of.yieldTurn('a');
  of.yieldTurn('c');
  await settled();
  expect(order).toEqual(['a', 'b']);
  of.yieldTurn('b');
  await settled();
  expect(order).toEqual(['a', 'b', 'c', 'd']);
});

it('all begin at once where none goes first', async () => {
  const order = begun(startGate<string>([], long), ['a', 'b']);
  await settled();
  expect(order).toEqual(['a', 'b']);
});

it('nobody waits for ever for one that never gives way', async () => {
  await startGate(['a'], 1).waitForStart('b', signal);
});

it('an abort ends the wait', async () => {
  const stopped = new AbortController();
  const waiting = startGate(['a'], long).waitForStart('b', stopped.signal);
  stopped.abort();
  await expect(waiting).rejects.toThrow(/abort/);
});
