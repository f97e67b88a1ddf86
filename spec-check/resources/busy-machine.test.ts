import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import os from 'node:os';
import { jest } from '@jest/globals';
import type { Docker } from '../model/docker.ts';
import { MachineFault } from '../model/machine-fault.ts';
import { ImageFault } from '../model/verdict.ts';
import { Secrets } from '../secrets/redact.ts';

const load = { now: 0 };
jest.unstable_mockModule('node:os', () => ({
  ...os,
  availableParallelism: () => 2,
  loadavg: () => [load.now, load.now, load.now],
}));
const { container } = await import('./container.ts');

/** What an API that has not begun to listen at its limit is blamed with, by the load of the machine and its own. */
async function faultOf(loadOfMachine: number, ownPercent: number): Promise<unknown> {
  load.now = loadOfMachine;
  const said = (args: readonly string[]) =>
    args[0] === 'stats'
      ? `${ownPercent}%\n`
      : args[0] === 'inspect'
        ? '{"Status":"running","ExitCode":0,"OOMKilled":false,"Pid":0}'
        : args.includes('/proc/net/tcp')
          ? '  sl  local_address rem_address\n'
          : '';
  const docker: Docker = {
    ...{ command: ['docker'], ports: { on: '127.0.0.1', at: '127.0.0.1' } },
    read: async (args) => said(args),
    run: async (args) => ({ exitCode: 0, stdout: said(args), stderr: '', all: said(args) }),
    stream: () => {
      throw new Error('nothing is streamed');
    },
  };
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo; // It listens on TCP.
  closed.close();
  const { signal } = new AbortController();
  const started = {
    ...{ docker, name: 'api', port: 8000, startLimit: 300, sql: undefined },
    ...{ command: 'docker run api', remove: async () => {} },
    url: async () => `http://127.0.0.1:${port}`,
    facts: { user: '', database: undefined, imageArchitecture: 'amd64' },
    context: { secrets: new Secrets() },
  };
  // Only what is used before an answer is there.
  const api = await container(started as unknown as Parameters<typeof container>[0], 'abc', signal);
  return api.answers(signal).catch((error: unknown) => error);
}

describe('an API that does not listen in time', () => {
  it('is not blamed where the machine has more to do than it can, and the API still computes', async () => {
    expect(await faultOf(9, 40)).toMatchObject({ code: 'machine-busy' });
    expect(await faultOf(9, 40)).toBeInstanceOf(MachineFault);
  });

  it('is not blamed where its share of the processors is small', async () => {
    expect(await faultOf(46, 3)).toMatchObject({ code: 'machine-busy' });
  });

  it.each([
    ['the machine is at ease', 1, 40],
    ['the API does little, and more than others get', 46, 0.5],
    ['the API does nothing', 9, 0],
  ])('is blamed where %s', async (_why, machine, own) => {
    expect(await faultOf(machine, own)).toBeInstanceOf(ImageFault);
  });
});
