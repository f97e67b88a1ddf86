import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { connectDocker, type DockerError } from './docker.ts';

const docker = connectDocker();

async function failure(promise: Promise<unknown>): Promise<DockerError> {
  try {
    await promise;
  } catch (error) {
    return error as DockerError;
  }
  throw new Error('Expected a DockerError, got an answer.');
}

describe('a docker command', () => {
  it('gives a non-zero exit as an answer, with both streams', async () => {
    const result = await docker.run(['image', 'inspect', 'no-such-image-here']);
    expect(result).toMatchObject({ exitCode: 1, stdout: '[]' });
    expect(result.stderr).toMatch(/no such image/i);
    expect(result.all).toContain(result.stderr);
  });

  it('that must succeed says what the engine said, and what to type', async () => {
    const error = await failure(
      docker.read(['image', 'inspect', '--format', '{{.Id}}', 'no-such-image-here']),
    );
    expect(error.code).toBe('docker-failed');
    expect(error.message).toMatch(/^docker image failed: .*no such image/i);
    expect(error.hint).toBe(
      `Try it by hand: docker image inspect --format '{{.Id}}' no-such-image-here`,
    );
  });

  it('never shows the password of an address it was given', async () => {
    const url = 'postgres://user:se:cret@127.0.0.1/tasks';
    const error = await failure(docker.read(['inspect', url]));
    expect(error.message + error.hint).not.toContain('cret');
    expect(error.hint).toContain('postgres://user:***@127.0.0.1/tasks');
  });

  it('reads its stdin, and tells its lines as they come', async () => {
    const lines: string[] = [];
    const shell = connectDocker({ command: ['sh', '-c'] });
    await shell.run(['cat; echo last >&2'], { input: 'one\ntwo\n', onLine: (l) => lines.push(l) });
    expect(lines).toEqual(['one', 'two', 'last']);
  });

  it('builds again when another run removed a layer in the middle, and once at most', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'docker-test-'));
    const count = path.join(folder, 'count');
    const client = (times: number) =>
      connectDocker({
        command: [
          'sh',
          '-c',
          `echo >> ${count}; [ $(wc -l < ${count}) -gt ${times} ] || { echo 'unable to find image "sha256:12ab"' >&2; exit 1; }`,
        ],
      });
    expect((await client(1).run(['build', '.'])).exitCode).toBe(0);
    await rm(count);
    expect((await client(9).run(['build', '.'])).exitCode).toBe(1);
    await rm(count);
    expect((await client(1).run(['pull', 'x'])).exitCode).toBe(1);
    await rm(folder, { recursive: true });
  });

  // The engine chooses a port that the next program may take: no test can make it.
  it('runs a container again whose port was taken, without the one that was made, and once at most', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'docker-test-'));
    const log = path.join(folder, 'log');
    const says =
      'driver failed programming external connectivity on endpoint one: listen tcp4 127.0.0.1:32777: bind: address already in use';
    const client = (times: number) =>
      connectDocker({
        command: [
          'sh',
          '-c',
          `echo "$0 $*" >> ${log}; [ $0 = rm ] || [ $(grep -c ^run ${log}) -gt ${times} ] || { echo '${says}' >&2; exit 125; }`,
        ],
      });
    const asked = async () => (await readFile(log, 'utf8')).trim().split('\n');
    const run = ['run', '--name', 'one', 'image'];
    expect((await client(1).run(run)).exitCode).toBe(0);
    expect(await asked()).toEqual([run.join(' '), 'rm -fv one', run.join(' ')]);
    await rm(log);
    expect((await client(9).run(run)).exitCode).toBe(125);
    await rm(log);
    expect((await client(1).run(['run', 'image'])).exitCode).toBe(125);
    expect(await asked()).toEqual(['run image']);
    await rm(folder, { recursive: true });
  });

  it('streams what it prints, and fails with the reason at the end', async () => {
    const size = 3_000_000;
    const shell = connectDocker({ command: ['sh', '-c'] });
    const all = await buffer(shell.stream([`head -c ${size} /dev/zero`]));
    expect(all.length).toBe(size);
    const error = await failure(buffer(docker.stream(['save', 'no-such-image-here'])));
    expect(error.code).toBe('docker-failed');
    expect(error.message).toMatch(/no-such-image-here|no such image/i);
  });

  it.each([
    ['a time limit', () => ({ timeout: 100 }), 'docker-timeout', 'did not end within 0.1 s'],
    [
      'an abort',
      () => ({ signal: AbortSignal.timeout(100) }),
      'docker-interrupted',
      'sleep 60 was interrupted',
    ],
  ])('ends with %s', async (_title, options, code, message) => {
    const error = await failure(connectDocker({ command: ['sleep'] }).run(['60'], options()));
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(message);
  });

  it('ends with what it started: the client may be a script around another one', async () => {
    const wrapper = connectDocker({ command: ['sh', '-c'] });
    const error = await failure(wrapper.run(['sleep 60; true'], { timeout: 100 }));
    expect(error).toMatchObject({ code: 'docker-timeout' });
    const stopped = new AbortController();
    const streamed = failure(
      buffer(wrapper.stream(['sleep 60; true'], { signal: stopped.signal })),
    );
    stopped.abort();
    expect(await streamed).toMatchObject({ code: 'docker-interrupted' });
  });

  it('that is killed gives no exit code, and no answer', async () => {
    const error = await failure(connectDocker({ command: ['sh', '-c'] }).run(['kill -KILL $$']));
    expect(error).toMatchObject({ code: 'docker-failed' });
    expect(error.message).toContain('SIGKILL');
  });

  it('needs a client', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'docker-test-'));
    const file = path.join(folder, 'docker');
    try {
      expect(await failure(connectDocker({ command: [file] }).run(['version']))).toMatchObject({
        code: 'docker-client-missing',
      });
      await writeFile(file, '');
      await chmod(file, 0o644);
      const error = await failure(connectDocker({ command: [file] }).run(['version']));
      expect(error.message).toContain('may not be run');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the engine behind other words', () => {
  it('is asked with them, and named with them', async () => {
    const other = connectDocker({ command: ['docker', '--host', 'tcp://127.0.0.1:9'] });
    const error = await failure(other.read(['version']));
    expect(error).toMatchObject({ code: 'engine-gone' });
    expect(error.message).toMatch(/connect .*tcp:\/\/127.0.0.1:9/i);
    expect(error.hint).toMatch('Start the Docker engine');
  });
});

describe("a question to the engine's own API", () => {
  it('gives what the engine says, a refusal too', async () => {
    expect(JSON.parse((await docker.ask('GET', '/version')).body)).toHaveProperty('ApiVersion');
    const none = await docker.ask('GET', '/containers/no-such-container-here/json');
    expect(none).toMatchObject({ status: 404, body: expect.stringMatching(/no such container/i) });
  });

  it('goes out again over a new connection where an idle one was closed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'docker-test-'));
    const pids = path.join(folder, 'pids');
    const client = path.join(folder, 'docker');
    await writeFile(client, `#!/bin/sh\necho $$ >> ${pids}\nexec docker "$@"\n`);
    await chmod(client, 0o755);
    const { ask } = connectDocker({ command: [client] });
    try {
      await ask('GET', '/version');
      await ask('GET', '/version');
      const [first, ...others] = (await readFile(pids, 'utf8')).trim().split('\n');
      expect(others).toEqual([]);
      process.kill(Number(first));
      expect(await ask('GET', '/version')).toMatchObject({ status: 200 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says why no engine answers it, as a command does', async () => {
    const closed = connectDocker({ command: ['docker', '--host', 'tcp://127.0.0.1:9'] });
    const gone = await failure(closed.ask('GET', '/version'));
    expect(gone).toMatchObject({ code: 'engine-gone', message: expect.stringContaining(':9') });
    const missing = await failure(
      connectDocker({ command: ['no-such-client'] }).ask('GET', '/version'),
    );
    expect(missing.code).toBe('docker-client-missing');
  });

  it('ends with its signal', async () => {
    const signal = AbortSignal.timeout(20);
    const silent = connectDocker({ command: ['sh', '-c', 'sleep 5'] });
    const error = await failure(silent.ask('GET', '/version', { signal }));
    expect(error.code).toBe('docker-interrupted');
  });
});
