import { ownedTag } from '../docker/labels.ts';
import { explainRefusal } from '../docker/registry/login.ts';
import { parseRepository } from '../docker/registry/refused.ts';
import type { PushedImage } from '../model/resources.ts';
import { defineResource } from './resource.ts';

export const pushed = defineResource({
  id: 'pushed',
  needs: ['engine', 'image', 'registry'],
  async acquire({ engine, image, registry }, context, scope): Promise<PushedImage> {
    const { docker } = engine;
    const { runId, signal, progress, secrets } = context;
    const reference = `${registry.repository}:${ownedTag(runId)}`;
    await docker.read(['tag', image.id, reference], { signal });
    scope.defer(async () => void (await docker.ask('DELETE', `/images/${reference}`)));
    progress(`Pushing to ${registry.repository}`);
    const started = performance.now();
    const result = await docker.run(['push', reference], { signal, timeout: 5 * 60_000 });
    const output = secrets.redact(result.all).trim();
    if (result.exitCode !== 0) {
      const repository = parseRepository(registry.repository);
      throw repository
        ? await explainRefusal(output, repository)
        : new Error(`docker push to ${registry.repository} failed: ${output}`);
    }
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
