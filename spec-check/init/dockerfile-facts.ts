import { basesOf } from '../dockerfile/bases.ts';
import { chainOf, expand, readStages } from '../dockerfile/read.ts';

export type DockerfileFacts = NonNullable<ReturnType<typeof readDockerfileFacts>>;

/** What the last stage of a Dockerfile shows, build arguments at their defaults; undefined without a FROM. */
export function readDockerfileFacts(dockerfile: string) {
  const last = readStages(dockerfile).at(-1);
  if (last === undefined) return undefined;
  // Values of ARG and ENV so far, for variables in instructions.
  const known: Record<string, string> = {};
  const env: Record<string, string> = {};
  const labels: Record<string, string> = {};
  // Without the group.
  let user = '';
  // The words of its command.
  let healthcheck: string | undefined;
  let command = '';
  const ports: number[] = [];
  for (const { keyword, text, settings } of chainOf(last)) {
    const written = expand(text, known);
    if (keyword === 'USER') user = (written.split(':')[0] ?? '').trim();
    if (keyword === 'HEALTHCHECK') healthcheck = /^none$/i.test(text) ? undefined : written;
    if (keyword === 'CMD' || keyword === 'ENTRYPOINT') command += `${text}\n`;
    if (keyword === 'EXPOSE')
      for (const [, port] of written.matchAll(/(?<!\S)"?(\d+)(?:\/tcp)?"?(?!\S)/gi))
        if (Number(port) >= 1 && Number(port) <= 65_535) ports.push(Number(port));
    for (const [name, given] of settings) {
      const value = given === null ? undefined : expand(given, known);
      if (keyword === 'ARG' && value !== undefined) known[name] ??= value;
      if (keyword === 'LABEL') labels[name] = value ?? '';
      if (keyword === 'ENV') known[name] = env[name] = value ?? '';
    }
  }
  for (const [, name = '', port = ''] of command.matchAll(/\$\{(\w*PORT):?-(\d+)\}/g))
    env[name] ??= port;
  const [base] = basesOf(dockerfile, {}).images;
  return { base, user, ports: [...new Set(ports)], env, healthcheck, command, labels };
}
