import { MachineFault } from '../model/docker.ts';
import type { Tables } from '../model/tables.ts';
import { ImageFault } from '../model/verdict.ts';
import { blamedWith } from './tests/blamed-with.ts';

/** What a container is blamed with that has ended, by what the database of the run answers. */
function faultOf(answer: () => Promise<unknown>): Promise<unknown> {
  const said = (args: readonly string[]) =>
    args[0] === 'inspect'
      ? '{"Status":"exited","ExitCode":1,"OOMKilled":false,"Pid":0}'
      : 'Error: connect ECONNREFUSED 172.18.0.2:5432';
  return blamedWith(said, { tables: { ping: answer } as unknown as Tables });
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
