import { createHash } from 'node:crypto';
import type { Docker } from '../model/docker.ts';
import { sharedNetwork } from '../resources/engine.ts';
import { type Lie, lyingProxy } from '../resources/lying-proxy.ts';
import { localRegistry } from '../resources/registry.ts';
import type { ResourceContext } from '../resources/resource.ts';

/** The local registry, which takes every push and says so: one that `forgets` has no image then, one that `swaps` has another. */
export async function forgetfulRegistry(
  kind: 'forgets' | 'swaps',
  {
    docker,
    ...context
  }: { readonly docker: Docker } & Pick<ResourceContext, 'signal' | 'progress'>,
  scope: AsyncDisposableStack,
): Promise<string> {
  const network = await sharedNetwork(docker, context.signal);
  const address = await localRegistry({ docker, network }, context);
  const lie: Lie = async (asked, forward) => {
    const other = { ...JSON.parse(asked.text), annotations: { swapped: 'yes' } };
    if (kind === 'swaps') await forward({ ...asked, text: JSON.stringify(other) });
    const digest = `sha256:${createHash('sha256').update(asked.text).digest('hex')}`;
    return { status: 201, headers: { 'docker-content-digest': digest }, text: '' };
  };
  const liesTo = (method: string, path: string) =>
    method === 'PUT' && path.includes('/manifests/') ? [lie] : [];
  const { port } = new URL(await lyingProxy(() => `http://${address}`, liesTo, scope));
  return `localhost:${port}/${kind}`;
}
