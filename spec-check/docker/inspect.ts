import * as z from 'zod';
import { containerState } from '../model/container-state.ts';
import type { Docker } from '../model/docker.ts';

const network = z.object({ IPAddress: z.string(), Gateway: z.string() });
const inspected = z.object({
  Id: z.string(),
  State: containerState,
  NetworkSettings: z.object({
    Ports: z.record(z.string(), z.array(z.object({ HostPort: z.string() })).nullish()).nullish(),
    Networks: z.record(z.string(), network).nullish(),
  }),
});

/** What the engine tells of a container; undefined where it has none of that name. */
export async function inspectContainer(docker: Docker, name: string, signal: AbortSignal) {
  const { status, body } = await docker.ask('GET', `/containers/${name}/json`, { signal });
  return status === 404 ? undefined : inspected.parse(JSON.parse(body));
}

/** `127.0.0.1:49153`: where a container's port is reached from here; undefined when it is not published (any more). */
export async function publishedAt(docker: Docker, id: string, port: number, signal: AbortSignal) {
  const ports = (await inspectContainer(docker, id, signal))?.NetworkSettings.Ports;
  const [published] = ports?.[`${port}/tcp`] ?? [];
  return published && `${docker.ports.at}:${published.HostPort}`;
}

/** The id of an image that an engine has; undefined where it has none of that name. */
export async function imageId(docker: Docker, reference: string, signal: AbortSignal) {
  const { status, body } = await docker.ask('GET', `/images/${reference}/json`, { signal });
  return status === 200 ? z.object({ Id: z.string() }).parse(JSON.parse(body)).Id : undefined;
}
