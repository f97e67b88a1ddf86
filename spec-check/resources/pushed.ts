import type { PushedImage } from './handles.ts';
import { ownedTag } from './labels.ts';
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
    if (result.exitCode !== 0) throw new Error(pushAdvice(output, registry.repository));
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

/** What a refused push means, and the command that mends it. */
function pushAdvice(output: string, repository: string): string {
  const host = repository.split('/')[0] ?? repository;
  const last = output.split('\n').at(-1) ?? '';
  if (/unauthorized|authentication required|no basic auth|access.*denied|denied/i.test(output)) {
    return `The registry refuses the push to ${repository} (${last}). Log in with an account that may write there: docker login ${host}`;
  }
  if (/server gave HTTP response to HTTPS client|x509|certificate/i.test(output)) {
    return `TLS with ${host} fails (${last}). Trust its certificate, or list it under "insecure-registries" in the engine's daemon.json.`;
  }
  if (/no such host|connection refused|i\/o timeout|dial tcp/i.test(output)) {
    return `${host} cannot be reached (${last}). Check --registry and the network.`;
  }
  return `docker push to ${repository} failed: ${last}`;
}
