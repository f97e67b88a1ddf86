import { goodImage } from './tests/good-image.ts';

/** For real, on the API that `prove` builds its images of. */
it('runs a spec on a faulty image and on a faulty API, and leaves nothing behind', async () => {
  await using scope = new AsyncDisposableStack();
  const { docker, under } = await goodImage(scope, AbortSignal.timeout(100_000));
  const { mutants, leftOut, runId } = await under(
    [
      'Health check endpoint responds at `/health`',
      'Runs as `nobody-at-all`',
      'It has a user\n  ```sh\n  docker inspect --format "user {{.Config.User}}." "$IMAGE" | grep -v "user 0"\n  ```',
    ],
    [
      ...['it runs as root', 'its labels are lost', 'DELETE answers 500'],
      'every eighth health check takes two seconds',
    ],
  );
  expect(leftOut).toEqual(['Runs as `nobody-at-all`']);
  expect(mutants.map(({ fault, fate, because }) => [fault, fate, because])).toEqual([
    // By the block of the spec, which nobody expects to notice it.
    ['it runs as root', 'noticed', expect.stringMatching(/^It has a user → /)],
    ['its labels are lost', 'equivalent', 'no place for it is known'],
    ['DELETE answers 500', 'ships', expect.stringMatching(/DELETE .* → 500/)],
    [
      'every eighth health check takes two seconds',
      'ships',
      expect.stringMatching(/the slowest 2\.\d s/),
    ],
  ]);
  expect(mutants[2]?.promise).toBe('All CRUD endpoints work');
  const filter = ['--filter', `label=spec-check.run=${runId}`];
  expect(await docker.read(['ps', '--all', '--quiet', ...filter])).toBe('');
  expect(await docker.read(['images', '--format', '{{.Tag}}'])).not.toContain(runId);
}, 120_000);
