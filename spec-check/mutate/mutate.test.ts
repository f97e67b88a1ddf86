import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { findEngine } from '../docker/engine.ts';
import { ownedTag } from '../docker/labels.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { nodeBaseImage } from '../offline/base-image.ts';
import { makeContext } from '../prove/check-images.ts';
import { optionsInSpec } from '../run/plan.ts';
import { Secrets } from '../secrets/redact.ts';
import { mutate } from './mutate.ts';

/** For real, on the API that `prove` builds its images of. */
it('runs a spec on a faulty image and on a faulty API, and leaves nothing behind', async () => {
  await using scope = new AsyncDisposableStack();
  const signal = AbortSignal.timeout(100_000);
  const setUp = { docker: (await findEngine({ log() {}, signal })).docker, log() {}, signal };
  const { docker } = setUp;
  const image = `spec-check/mutate-test:${ownedTag(randomBytes(4).toString('hex'))}`;
  const context = await makeContext(path.join(await temporaryFolder('mutate-test', scope), 'it'));
  const { buildArgs } = await nodeBaseImage(setUp);
  const given = Object.entries(buildArgs).flatMap(([name, value]) => [
    '--build-arg',
    `${name}=${value}`,
  ]);
  await docker.read(['build', '--quiet', '--target', 'good', '--tag', image, ...given, context]);
  scope.defer(async () => void (await docker.run(['rmi', '--force', image])));

  const text = `# Tasks\n\n## Success Criteria\n\n- [ ] Container runs as a non-root user\n- [ ] Health check endpoint responds at \`/health\`\n- [ ] Runs as \`nobody-at-all\`\n`;
  const spec = parseSpec(Buffer.from(text), 'spec.md');
  const items = interpret(spec, checks, new Date());
  const runId = randomBytes(4).toString('hex');
  const chosen = ['it runs as root', 'DELETE answers 500', 'its labels are lost'];
  const { mutants, leftOut } = await mutate(
    spec,
    items,
    {
      ...{ runId, signal, secrets: new Secrets(), progress() {} },
      options: {
        ...{ context, dockerfile: '', image, name: 'mutate-test', settings: {}, timeout: 20_000 },
        ...{ registry: undefined, secondEngine: undefined, databaseUrl: undefined },
        ...{ keep: false, allowExec: false, ...optionsInSpec(items) },
      },
    },
    { only: chosen },
  );
  expect(leftOut).toEqual(['Runs as `nobody-at-all`']);
  expect(mutants.map(({ fault, fate, because }) => [fault, fate, because])).toEqual([
    ['it runs as root', 'noticed', expect.stringMatching(/^Container runs .* → Runs as root/)],
    ['its labels are lost', 'equivalent', 'there is no place for it'],
    ['DELETE answers 500', 'ships', expect.stringMatching(/DELETE .* → 500/)],
  ]);
  expect(mutants[2]?.promise).toBe('All CRUD endpoints work');
  const filter = ['--filter', `label=spec-check.run=${runId}`];
  expect(await docker.read(['ps', '--all', '--quiet', ...filter])).toBe('');
  expect(await docker.read(['images', '--format', '{{.Tag}}'])).not.toContain(runId);
}, 120_000);
