import { ownedTag } from '../docker/labels.ts';
import { explainRefusal } from '../docker/registry/login.ts';
import { repositoryOf } from '../docker/registry/refused.ts';
import type { PushedImage } from '../model/resources.ts';
import { defineResource } from './resource.ts';

export const pushed = defineResource({
  needs: ['engine', 'image', 'registry'],
  async acquire({ engine, image, registry }, context, scope): Promise<PushedImage> {
    const { docker } = engine;
    const { runId, signal, progress, secrets } = context;
    const reference = `${registry.repository}:${ownedTag(runId)}`;
    await docker.read(['tag', image.id, reference], { signal });
    scope.defer(async () => void (await docker.ask('DELETE', `/images/${reference}`)));
    progress(`Pushing to ${registry.repository}`);
    const started = performance.now();
    const limits = { signal, timeout: 5 * 60_000 };
    let { all } = await docker.run(['push', reference], limits);
    // Unlike Docker, Podman asks localhost for TLS as well, unless it is told otherwise.
    if (registry.standIn && /server gave HTTP response/.test(all))
      all = (await docker.ask('POST', `/images/${reference}/push?tlsVerify=false`, limits)).body;
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(all)?.[1];
    if (digest === undefined)
      throw await explainRefusal(secrets.redact(all).trim(), repositoryOf(registry.repository));
    return {
      reference,
      digest,
      command: `docker tag ${image.reference} ${reference} && docker push ${reference}`,
      seconds: (performance.now() - started) / 1000,
    };
  },
});
