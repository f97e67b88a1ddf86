import { MachineFault } from '../model/docker.ts';
import { causeOf, exitFault } from './container-faults.ts';

const database = { host: '10.0.0.1', port: 5432 };

const { signal } = new AbortController();

function silent(logs: string, standIn?: string) {
  const facts = { imageArchitecture: 'amd64', database: { ...database, standIn } };
  const docker = new Proxy(Object.create(null), {
    get: () => () => Promise.reject(new Error('Nothing is asked of the engine')),
  });
  return { id: 'a', port: 8000, command: '', lastAnswer: '', facts, logs, docker };
}

const cause = (logs: string, standIn?: string) => causeOf(silent(logs, standIn), undefined, signal);

it('tells apart what ends well and what is stopped by something', () => {
  const ended = (ExitCode: number) =>
    exitFault(
      silent('started'),
      { Status: 'exited', ExitCode, OOMKilled: false, Pid: 0, Health: { Status: 'none', Log: [] } },
      undefined,
    );
  expect(ended(0).fail.fix).toMatch(/in the foreground/);
  expect(ended(3).fail.fix).toMatch(/log lines above/);
});

it.each([
  'Error: self-signed certificate { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }',
  'sqlalchemy.exc.OperationalError: SSL error: certificate verify failed',
])('blames nobody who does not trust a stand-in: %s', async (logs) => {
  await expect(cause(logs, 'PostgreSQL 17 in a container')).rejects.toEqual(
    expect.objectContaining({ code: 'database-certificate' }),
  );
  await expect(cause(logs, 'PostgreSQL 17 in a container')).rejects.toBeInstanceOf(MachineFault);
});

it('tells what is wrong with a certificate of the database that was given', async () => {
  expect((await cause('x509: certificate signed by unknown authority'))?.sentence).toBe(
    'The certificate of the database at 10.0.0.1:5432 is not trusted.',
  );
});

it('tells of a stand-in what is the program’s own doing', async () => {
  const cut = await cause('password authentication failed for user "me"', 'PostgreSQL 17');
  expect(cut?.sentence).toMatch(/refuses the password of user "me"/);
});
