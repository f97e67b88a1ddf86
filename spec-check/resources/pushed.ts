import { ownedTag } from '../docker/labels.ts';
import { explainRefusal } from '../docker/registry/login.ts';
import { parseRepository } from '../docker/registry/refused.ts';
import { MachineFault } from '../model/machine-fault.ts';
import type { PushedImage } from '../model/resources.ts';
import { defineResource } from './resource.ts';

/** The image, pushed once for all who ask about it. */
export const pushed = defineResource({
  id: 'pushed',
  needs: ['engine', 'image', 'registry'],
  limit: 5 * 60_000,
  async acquire(
    { engine: { docker }, image, registry },
    { runId, signal, progress, secrets },
    scope,
  ): Promise<PushedImage> {
    const reference = `${registry.repository}:${ownedTag(runId)}`;
    await docker.read(['tag', image.id, reference], { signal });
    scope.defer(async () => {
      await docker.run(['rmi', reference], { timeout: 30_000 });
    });
    progress(`Pushing to ${registry.repository}`);
    const started = performance.now();
    const result = await docker.run(['push', reference], { signal, timeout: pushed.limit });
    const output = secrets.redact(result.all).trim();
    if (result.exitCode !== 0) throw await whyRefused(output, registry.repository);
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1];
    if (digest === undefined)
      throw new Error(`The push of ${reference} told no digest: ${output.split('\n').at(-1)}`);
    return {
      reference,
      digest,
      command: `docker tag ${image.reference} ${reference} && docker push ${reference}`,
      seconds: (performance.now() - started) / 1000,
    };
  },
});

async function whyRefused(output: string, name: string): Promise<Error> {
  const repository = parseRepository(name);
  if (repository === undefined) return new Error(`docker push to ${name} failed: ${output}`);
  const { code, message, hint } = await explainRefusal(output, repository);
  return new MachineFault(code, message, hint);
}
