import type { Docker } from '../model/docker.ts';
import { clean } from './labels.ts';

describe('clean', () => {
  it('goes on where the engine keeps something, and says what', async () => {
    const ran: string[] = [];
    const listed = (args: readonly string[]) =>
      args[0] === 'images' ? 'spec-check/node:1\n' : `${args[0]}1\n${args[0]}2\n`;
    const inUse = 'Error response from daemon: error while removing network: has active endpoints';
    const docker: Docker = {
      command: ['docker'],
      read: async (args) => listed(args),
      run: async (args) => {
        ran.push(args.join(' '));
        const stderr = args.at(-1) === 'network2' ? `${inUse}\nexit status 1\n` : '';
        return { exitCode: stderr === '' ? 0 : 1, stdout: '', stderr, all: stderr };
      },
      ports: { on: '127.0.0.1', at: '127.0.0.1' },
      ask: async () => {
        throw new Error('nothing is asked');
      },
      stream: () => {
        throw new Error('nothing is streamed');
      },
    };
    expect(await clean(docker, new AbortController().signal)).toEqual([
      { kind: 'container', removed: ['ps1', 'ps2'], refused: [] },
      { kind: 'network', removed: ['network1'], refused: [inUse] },
      { kind: 'image', removed: ['spec-check/node:1'], refused: [] },
    ]);
    expect(ran.at(-1)).toBe('rmi --force spec-check/node:1');
  });
});
