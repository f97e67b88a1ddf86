import { setTimeout as pause } from 'node:timers/promises';
import { runLabels } from '../docker/labels.ts';
import type { Services } from '../model/resources.ts';
import { defineResource } from './resource.ts';

/**
 * The project's `services`: one container each. Other runs may have some of the same name on the same
 * network, so the containers of this run get their addresses.
 */
export const services = defineResource({
  id: 'services',
  needs: ['engine'],
  limit: 5 * 60_000,
  async acquire({ engine }, { options, runId, signal, progress }, scope): Promise<Services> {
    const started = await Promise.all(
      Object.entries(options.settings.services ?? {}).map(async ([host, image]) => {
        progress(`Starting ${host} (${image})`);
        const name = `spec-check-${runId}-${host}`;
        scope.defer(async () => {
          await engine.docker.run(['rm', '--force', '--volumes', name], { timeout: 30_000 });
        });
        const run = ['run', '--detach', '--name', name, ...runLabels(runId)];
        const { exitCode, stderr } = await engine.docker.run(
          [...run, '--network', engine.network.name, image],
          { signal, timeout: services.limit },
        );
        if (exitCode !== 0)
          throw new Error(`The service ${host} (${image}) cannot be started: ${stderr.trim()}`);
        const format = '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}';
        for (let look = 0; ; look += 1) {
          await pause(500, undefined, { signal });
          const state = (
            await engine.docker.read(['inspect', '--format', format, name], { signal })
          ).trim();
          if (!/^(created|running)/.test(state)) {
            const { all } = await engine.docker.run(['logs', '--tail', '5', name], { signal });
            throw new Error(
              `The service ${host} (${image}) does not run (${state}): ${all.trim()}`,
            );
          }
          // Without a HEALTHCHECK nobody can say when it is ready: most are by then.
          if (state.endsWith(' healthy') || (state === 'running' && look > 0)) break;
        }
        const address = await engine.docker.read(
          [
            'inspect',
            '--format',
            `{{(index .NetworkSettings.Networks "${engine.network.name}").IPAddress}}`,
            name,
          ],
          { signal },
        );
        return [host, address.trim()] as const;
      }),
    );
    return { addresses: Object.fromEntries(started) };
  },
});
