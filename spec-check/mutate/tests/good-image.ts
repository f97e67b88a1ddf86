import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { checks } from '../../checks/index.ts';
import { findEngine } from '../../docker/engine.ts';
import { ownedTag } from '../../docker/labels.ts';
import { temporaryFolder } from '../../docker/temporary-folder.ts';
import { parseSpec } from '../../language/document/parse-spec.ts';
import { interpret } from '../../language/interpret.ts';
import { nodeBaseImage } from '../../offline/base-image.ts';
import { makeContext } from '../../prove/check-images.ts';
import { optionsInSpec } from '../../run/plan.ts';
import { Secrets } from '../../secrets/redact.ts';
import { mutate } from '../mutate.ts';

/** The image that `prove` derives its faulty ones from, for real, and what becomes of its mutants under a spec. */
export async function goodImage(scope: AsyncDisposableStack, signal: AbortSignal) {
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
  return {
    docker,
    async under(promises: readonly string[], only?: readonly string[]) {
      const lines = promises.map((promise) => `- [ ] ${promise}\n`).join('');
      const spec = parseSpec(Buffer.from(`# Tasks\n\n## Success Criteria\n\n${lines}`), 'spec.md');
      const items = interpret(spec, checks, new Date());
      const runId = randomBytes(4).toString('hex');
      const options = {
        ...{ context, dockerfile: '', image, name: 'mutate-test', settings: {}, timeout: 20_000 },
        ...{ registry: undefined, secondEngine: undefined, databaseUrl: undefined },
        ...{ allowExec: true, ...optionsInSpec(items) },
      };
      const run = { runId, signal, secrets: new Secrets(), progress() {}, options };
      return { runId, ...(await mutate(spec, items, run, only && { only })) };
    },
  };
}
