import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { collectGarbage, openMemory } from './memory.ts';

/** What the memory asks of a response: whether, and when, it is closed. */
function response(): ServerResponse & { close: () => void } {
  const emitter = Object.assign(new EventEmitter(), {
    closed: false,
    close() {
      emitter.closed = true;
      emitter.emit('close');
    },
  });
  return emitter as unknown as ServerResponse & { close: () => void };
}

const settled = async (work: Promise<unknown>) => {
  let state = 'waits';
  work.then(
    () => {
      state = 'held';
    },
    () => {},
  );
  await new Promise(setImmediate);
  return state;
};

describe('room in memory', () => {
  it('is kept until the response is closed, and given to those that wait in their order', async () => {
    const memory = openMemory(100);
    const [first, second, third] = [response(), response(), response()];
    await memory.hold(first, 60);
    const large = memory.hold(second, 60);
    const small = memory.hold(third, 10);
    expect(await settled(large)).toBe('waits');
    // It would fit, and does not overtake.
    expect(await settled(small)).toBe('waits');
    first.close();
    expect(await settled(large)).toBe('held');
    expect(await settled(small)).toBe('held');
  });

  it('is given back in part when less is needed', async () => {
    const memory = openMemory(100);
    const resize = await memory.hold(response(), 100);
    const next = memory.hold(response(), 90);
    expect(await settled(next)).toBe('waits');
    resize(10);
    expect(await settled(next)).toBe('held');
  });

  it('that is not free in time is a 503, and those behind it go on', async () => {
    const memory = openMemory(100, 50);
    await memory.hold(response(), 50);
    const large = memory.hold(response(), 60);
    const small = memory.hold(response(), 50);
    await expect(large).rejects.toMatchObject({ status: 503, extras: { outcome: 'not_applied' } });
    expect(await settled(small)).toBe('held');
  });

  it('is never asked for beyond what there is, and not kept for a response that is closed', async () => {
    const memory = openMemory(100);
    const gone = response();
    gone.close();
    await memory.hold(gone, 1000);
    expect(await settled(memory.hold(response(), 1000))).toBe('held');
  });

  it('that large answers have left full of garbage is collected before it is given again', async () => {
    let collected = 0;
    const memory = openMemory(100, 4000, () => {
      collected += 1;
    });
    for (const expected of [0, 0, 1, 1, 2]) {
      const answer = response();
      const resize = await memory.hold(answer, 60);
      expect(collected).toBe(expected);
      resize(10);
      answer.close();
    }
  });

  it('is really collected', async () => {
    const held = new WeakRef(Buffer.alloc(1_000_000));
    await new Promise(setImmediate);
    collectGarbage();
    expect(held.deref()).toBeUndefined();
  });
});
