import type { Sql } from 'postgres';
import type { Docker } from '../model/docker.ts';
import { MachineFault } from '../model/machine-fault.ts';
import { ImageFault } from '../model/verdict.ts';
import { Secrets } from '../secrets/redact.ts';
import { container } from './container.ts';

/** What a container is blamed with that has ended, by what the database of the run answers. */
async function faultOf(answer: () => Promise<unknown>): Promise<unknown> {
  const said = (args: readonly string[]) =>
    args[0] === 'inspect'
      ? '{"Status":"exited","ExitCode":1,"OOMKilled":false,"Pid":0}'
      : 'Error: connect ECONNREFUSED 172.18.0.2:5432';
  const docker: Docker = {
    ...{ command: ['docker'], ports: { on: '127.0.0.1', at: '127.0.0.1' } },
    read: async (args) => said(args),
    run: async (args) => ({ exitCode: 0, stdout: said(args), stderr: '', all: said(args) }),
    stream: () => {
      throw new Error('nothing is streamed');
    },
  };
  const { signal } = new AbortController();
  const started = {
    ...{ docker, name: 'api', port: 8000, startLimit: 5000, sql: answer as unknown as Sql },
    ...{ command: 'docker run api', remove: async () => {}, url: async () => '' },
    facts: { user: '', database: undefined, imageArchitecture: 'amd64' },
    context: { secrets: new Secrets() },
  };
  // Only what is used before an answer is there.
  const api = await container(started as unknown as Parameters<typeof container>[0], 'abc', signal);
  return api.answers(signal).catch((error: unknown) => error);
}

describe('a container that ends', () => {
  it('is not blamed where the database of the run has gone as well', async () => {
    const gone = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const fault = await faultOf(() => Promise.reject(gone));
    expect(fault).toBeInstanceOf(MachineFault);
    expect(fault).toMatchObject({ code: 'database-unreachable' });
  });

  it('is blamed where the database answers', async () => {
    expect(await faultOf(async () => [])).toBeInstanceOf(ImageFault);
  });
});
