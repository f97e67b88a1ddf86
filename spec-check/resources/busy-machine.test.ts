import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import os from 'node:os';
import { jest } from '@jest/globals';
import { MachineFault } from '../model/docker.ts';
import { Ambiguous, ImageFault } from '../model/verdict.ts';

const load = { now: 0 };
jest.unstable_mockModule('node:os', () => ({
  ...os,
  availableParallelism: () => 2,
  loadavg: () => [load.now, load.now, load.now],
}));
const { blamedWith } = await import('./tests/blamed-with.ts');

/** What an API that has not answered at its limit is blamed with, by the load of the machine and its own, and by what it listens on. */
async function faultOf(
  loadOfMachine: number,
  ownPercent: number,
  { isPortUnknown = false, listens = '' } = {},
): Promise<unknown> {
  load.now = loadOfMachine;
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo; // It listens on TCP.
  closed.close();
  const said = (args: readonly string[]) =>
    args[0] === 'stats'
      ? `${ownPercent}%\n`
      : args[0] === 'inspect'
        ? '{"Status":"running","ExitCode":0,"OOMKilled":false,"Pid":0}'
        : args.includes('/proc/net/tcp')
          ? `  sl  local_address rem_address\n${listens.replace('PORT', port.toString(16).toUpperCase().padStart(4, '0'))}`
          : '';
  return blamedWith(said, { url: `http://127.0.0.1:${port}`, startLimit: 300, isPortUnknown });
}

describe('an API that does not listen in time', () => {
  it('is not blamed where the machine has more to do than it can, and the API still computes', async () => {
    expect(await faultOf(9, 40)).toMatchObject({ code: 'machine-busy' });
    expect(await faultOf(9, 40)).toBeInstanceOf(MachineFault);
  });

  it('is not blamed where its share of the processors is small', async () => {
    expect(await faultOf(46, 3)).toMatchObject({ code: 'machine-busy' });
  });

  it('is not blamed where it listens and gets no time to answer, but where it listens elsewhere', async () => {
    const here =
      '   0: 00000000:PORT 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1\n';
    expect(await faultOf(14, 30, { listens: here })).toMatchObject({ code: 'machine-busy' });
    expect(await faultOf(14, 0, { listens: here })).toBeInstanceOf(ImageFault);
    const elsewhere = here.replace('PORT', '0BB8');
    expect(await faultOf(14, 30, { listens: elsewhere })).toBeInstanceOf(ImageFault);
  });

  it.each([
    ['the machine is at ease', 1, 40],
    ['the API does little, and more than others get', 46, 0.5],
    ['the API does nothing', 9, 0],
  ])('is blamed where %s', async (_why, machine, own) => {
    expect(await faultOf(machine, own)).toBeInstanceOf(ImageFault);
  });

  it('is not blamed where nobody has said that it listens at all', async () => {
    expect(await faultOf(1, 0, { isPortUnknown: true })).toBeInstanceOf(Ambiguous);
  });
});
