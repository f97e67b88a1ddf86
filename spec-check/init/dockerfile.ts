import { DockerfileParser } from 'dockerfile-ast';
import { basesOf } from '../dockerfile/bases.ts';
import { expand } from '../dockerfile/expand.ts';
import { chainOf, readStages, type Step } from '../dockerfile/read.ts';
import type { Shown } from './shown.ts';

/** What the last stage of a Dockerfile shows, build arguments at their defaults; undefined without a FROM. */
export function shownByDockerfile(text: string): Shown | undefined {
  const last = readStages(text).at(-1);
  if (last === undefined) return undefined;
  const seen: Seen = {
    known: {},
    env: {},
    labels: {},
    user: '',
    ports: [],
    healthcheck: undefined,
  };
  const globals = globalArguments(text);
  for (const step of chainOf(last)) readers[step.keyword]?.(step, seen, globals);
  const { env, labels, user, ports, healthcheck } = seen;
  const [base] = basesOf(text, {}).images;
  return {
    builds: true,
    // What has an argument without a default in it is no name.
    base:
      base === undefined || base === 'scratch' || /^$|[:@/]$|^[:/]/.test(base) ? undefined : base,
    user,
    ports: [...new Set(ports)],
    env,
    healthcheck,
    labels,
    bytes: undefined,
  };
}

interface Seen {
  /** ARG and ENV so far: what a variable in an instruction stands for. */
  readonly known: Record<string, string>;
  readonly env: Record<string, string>;
  readonly labels: Record<string, string>;
  user: string;
  ports: number[];
  healthcheck: string | undefined;
}

type Read = (step: Step, seen: Seen, globals: Readonly<Record<string, string>>) => void;

/** By instruction; all others show nothing of what runs. */
const readers: Readonly<Record<string, Read>> = {
  ARG({ settings }, { known }, globals) {
    for (const [name, value] of settings) {
      const default_ = value === null ? globals[name] : expand(value, known);
      if (default_ !== undefined) known[name] ??= default_;
    }
  },
  ENV({ settings }, { known, env }) {
    for (const [name, value] of settings) {
      env[name] = expand(value ?? '', known);
      known[name] = env[name];
    }
  },
  LABEL({ settings }, { known, labels }) {
    for (const [name, value] of settings) labels[name] = expand(value ?? '', known);
  },
  USER({ text }, seen) {
    seen.user = (expand(text, seen.known).split(':')[0] ?? '').trim();
  },
  EXPOSE({ text }, seen) {
    for (const word of expand(text, seen.known).split(/\s+/)) {
      const port = /^"?(\d+)(?:\/tcp)?"?$/i.exec(word)?.[1];
      if (port !== undefined && Number(port) >= 1 && Number(port) <= 65_535)
        seen.ports.push(Number(port));
    }
  },
  HEALTHCHECK({ text }, seen) {
    seen.healthcheck = /^none$/i.test(text) ? undefined : expand(text, seen.known);
  },
};

/** ARG before the first FROM, which a stage gets by naming it again. */
function globalArguments(text: string): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  for (const argument of DockerfileParser.parse(text).getInitialARGs()) {
    const property = argument.getProperty();
    const value = property?.getValue();
    if (property && value) known[property.getName()] = expand(value, known);
  }
  return known;
}
