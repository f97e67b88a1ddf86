import { setTimeout as sleep } from 'node:timers/promises';
import { debianImage } from '../offline/debian-image.ts';
import { busyboxImage } from '../offline/helper-images.ts';
import { connectDocker } from './docker.ts';
import { type Helper, warmHelper } from './helper.ts';
import { removeContainers } from './labels.ts';

const docker = connectDocker();
const { signal } = new AbortController();
const names = new Set<string>();
let image: string;

beforeAll(async () => {
  const made = await debianImage(busyboxImage, { docker, log: () => {}, signal });
  image = `${made}-with-sh`;
  const applets =
    'for it in sh date mkdir sleep trap; do /bin/busybox ln -s busybox /bin/$it; done';
  const run = `RUN ["/bin/busybox", "sh", "-c", "${applets}"]`;
  await docker.read(['build', '--tag', image, '-'], { input: `FROM ${made}\n${run}\n` });
}, 120_000);

afterAll(async () => {
  await removeContainers(docker, ...names);
  await docker.run(['rmi', image]);
});

/** A helper of a kind that no run starts: nothing here touches those of runs beside this test. */
async function start(settings: Partial<Helper> = {}) {
  const said: string[] = [];
  const run = 'trap "exit 0" INT; while :; do sleep 0.1; done';
  const helper: Helper = {
    kind: 'registry',
    image,
    options: ['--network', 'none'],
    command: ['sh', '-c', run],
    isReady: async (name) => (await docker.run(['exec', name, 'date'])).exitCode === 0,
    ...settings,
  };
  const log = (message: string) => said.push(message);
  const name = await warmHelper({ docker, log, signal }, helper);
  names.add(name);
  return { name, said };
}

const stateOf = async (name: string) =>
  (await docker.read(['inspect', '--format', '{{.Id}} {{.State.Status}}', name])).split(/\s+/);

describe('a warm helper', () => {
  it('is shared by runs that want the same one, also when they start it at once', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.name).toBe(two.name);
    const [id] = await stateOf(one.name);
    expect(await start()).toEqual({ name: one.name, said: [] });
    expect(await stateOf(one.name)).toEqual([id, 'running']);
  }, 30_000);

  it('leaves one of other options, as another version starts it, alone', async () => {
    const one = await start();
    const before = await stateOf(one.name);
    const other = await start({ options: ['--network', 'none', '--env', 'VERSION=2'] });
    expect(other.name).not.toBe(one.name);
    expect(await stateOf(one.name)).toEqual(before);
  }, 30_000);

  it('ends by itself when it was not used for the time given, counted from the last use, and is made anew', async () => {
    const short = { idleSeconds: 4, options: ['--network', 'none', '--env', 'SHORT=1'] };
    const { name } = await start(short);
    const [first] = await stateOf(name);
    await sleep(2500);
    await start(short);
    await sleep(2500);
    expect(await stateOf(name)).toEqual([first, 'running']);
    await sleep(3500);
    expect(await stateOf(name)).toEqual([first, 'exited']);
    const again = await start(short);
    expect(again).toEqual({ name, said: [expect.stringMatching(/^Starting the /)] });
    expect((await stateOf(name))[0]).not.toBe(first);
  }, 60_000);

  it('says why it does not come up', async () => {
    const command = ['sh', '-c', 'echo no room; exit 3'];
    await expect(start({ command })).rejects.toThrow('does not come up: it stopped: no room');
  }, 30_000);
});
