import { setTimeout as pause } from 'node:timers/promises';
import { inspectContainer } from '../docker/inspect.ts';
import { removeContainers, runLabels } from '../docker/labels.ts';
import { defineResource } from './resource.ts';

/** The project's `services`, one container each; reached by address, because other runs may have the same names. */
export const services = defineResource({
  needs: ['engine'],
  async acquire({ engine }, { options, runId, signal, progress }, scope) {
    const { docker, network } = engine;
    const start = async ([host, image]: readonly [string, string]) => {
      progress(`Starting ${host} (${image})`);
      const service = `The service ${host} (${image})`;
      const name = `spec-check-${runId}-${host}`;
      scope.defer(() => removeContainers(docker, name));
      const run = ['run', '--detach', '--name', name, '--network', network.name];
      const limits = { signal, timeout: 5 * 60_000 };
      const { exitCode, stderr } = await docker.run([...run, ...runLabels(runId), image], limits);
      if (exitCode !== 0) throw new Error(`${service} cannot be started: ${stderr.trim()}`);
      for (let look = 0; ; look += 1) {
        await pause(500, undefined, { signal });
        const found = await inspectContainer(docker, name, signal);
        const { Status: state = 'removed', Health: health } = found?.State ?? {};
        if (!/^(created|running)/.test(state)) {
          const { all } = await docker.run(['logs', '--tail', '5', name], { signal });
          throw new Error(`${service} does not run (${state}): ${all.trim()}`);
        }
        // Without a HEALTHCHECK nothing tells when it is ready; most are after a second.
        const isQuiet = state === 'running' && health?.Status === 'none' && look > 0;
        const address = found?.NetworkSettings.Networks?.[network.name]?.IPAddress;
        if (isQuiet || health?.Status === 'healthy') return [host, address ?? ''] as const;
      }
    };
    const wanted = Object.entries(options.settings.services ?? {});
    return Object.fromEntries(await Promise.all(wanted.map(start)));
  },
});
