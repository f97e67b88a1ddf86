import { basesOf } from '../dockerfile/bases.ts';
import { expand } from '../dockerfile/expand.ts';
import { chainOf, readStages } from '../dockerfile/read.ts';

/** What a Dockerfile shows of the container: what a first spec is written from. */
export interface Shown {
  /** The image that what runs was taken from; undefined where nothing tells it. */
  readonly base: string | undefined;
  /** As configured: `appuser`, `1000`, `0`; empty where there is none. The group is left out. */
  readonly user: string;
  /** Of EXPOSE, TCP only, in order. */
  readonly ports: readonly number[];
  readonly env: Readonly<Record<string, string>>;
  /** The words of the HEALTHCHECK's command; undefined where there is none, or NONE. */
  readonly healthcheck: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the last stage of a Dockerfile shows, build arguments at their defaults; undefined without a FROM. */
export function shownByDockerfile(dockerfile: string): Shown | undefined {
  const last = readStages(dockerfile).at(-1);
  if (last === undefined) return undefined;
  // ARG and ENV so far: what a variable in an instruction stands for.
  const known: Record<string, string> = {};
  const env: Record<string, string> = {};
  const labels: Record<string, string> = {};
  let user = '';
  let healthcheck: string | undefined;
  const ports: number[] = [];
  for (const { keyword, text, settings } of chainOf(last)) {
    const written = expand(text, known);
    if (keyword === 'USER') user = (written.split(':')[0] ?? '').trim();
    if (keyword === 'HEALTHCHECK') healthcheck = /^none$/i.test(text) ? undefined : written;
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
  const [base] = basesOf(dockerfile, {}).images;
  return { base, user, ports: [...new Set(ports)], env, healthcheck, labels };
}
