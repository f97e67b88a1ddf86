import { connectDocker } from '../../spec-check/docker/docker.ts';
import { publishedAddress } from '../../spec-check/docker/published-address.ts';
import type { Docker } from '../../spec-check/model/docker.ts';
import { registryAlias } from '../../spec-check/offline/helper-images.ts';

/** What `spec-check` keeps warm between its runs, for a script to use as well. Throws when a run has not left it. */
export async function findStandIns(docker: Docker, repository: string) {
  const container = 'spec-check-engine';
  const engine = connectDocker({ command: [...docker.command, 'exec', '-i', container, 'docker'] });
  const registry = await publishedAddress(docker, 'spec-check-registry', 5000);
  return {
    // The variables that `by-hand.sh` names.
    env: {
      REGISTRY: `localhost:${registry?.split(':').at(-1)}/${repository}`,
      REGISTRY_THERE: `${registryAlias}:5000/${repository}`,
      ENGINE: container,
      THERE: `18000=http://${await publishedAddress(docker, container, 18000)}`,
      NETWORK: 'spec-check',
      POSTGRES: 'spec-check-database',
    },
    /** Takes every image from the second engine, so that the next run has to pull. */
    async forgetElsewhere() {
      const listed = await engine.read(['images', '--quiet', '--no-trunc']);
      const images = listed.split('\n').filter(Boolean);
      if (images.length > 0) await engine.read(['rmi', '--force', ...new Set(images)]);
      const left = (await engine.read(['images', '--quiet'])).trim();
      if (left !== '') throw new Error(`The second engine keeps an image: ${left}`);
    },
  };
}
