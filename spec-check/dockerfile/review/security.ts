import type { Finding } from '../../model/finding.ts';
import { namesSecret } from '../../secrets/names.ts';
import { isPlaceholder } from '../../secrets/placeholders.ts';
import { expand } from '../expand.ts';
import { baseOf, chainOf, type Stage } from '../read.ts';
import { namedImages } from '../used-stages.ts';
import { giveAtRunTime, warning } from './step-rules.ts';

/** What gives more away, or more rights, than the program needs. */
export function security(stages: readonly Stage[]): Finding[] {
  const last = stages.at(-1);
  return [
    ...(last === undefined ? [] : rootUser(last)),
    ...stages.flatMap((stage) => secrets(stage, stage === last)),
    ...images(stages),
  ];
}

/** Images that are made to run as somebody. */
const unprivileged =
  /nonroot|non-root|rootless|unprivileged|^cgr\.dev\/chainguard\/|(^|\/)bitnami\//;

function rootUser(last: Stage): Finding[] {
  const steps = chainOf(last);
  const step = steps.findLast(({ keyword }) => keyword === 'USER');
  const fix = /(^|\/)node(:|@|$)/.test(baseOf(last) ?? '')
    ? 'Add "USER node" before CMD.'
    : 'Create a user (RUN useradd --uid 1000 app; adduser -D -u 1000 app on Alpine) and add "USER 1000" before CMD.';
  if (step === undefined) {
    if (unprivileged.test(baseOf(last) ?? '')) return [];
    const message =
      'The last stage has no USER: the process runs as root, unless the base image says otherwise.';
    return [warning(last.line, 'root-user', message, fix)];
  }
  const values = Object.fromEntries(
    steps.flatMap(({ settings }) => settings.map(([name, value]) => [name, value ?? ''])),
  );
  if (!/^(root|0+)(:|$)/.test(expand(step.text, values))) return [];
  const message = `The last USER is ${step.text}: the process runs as root.`;
  return [warning(step.line, 'root-user', message, fix)];
}

/** No value is ever shown. */
function secrets(stage: Stage, isLast: boolean): Finding[] {
  const args = new Set(
    chainOf(stage)
      .filter(({ keyword }) => keyword === 'ARG')
      .flatMap(({ settings }) => settings.map(([name]) => name)),
  );
  return stage.steps
    .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
    .flatMap((step) =>
      step.settings.flatMap(([name, value]): Finding[] => {
        const weight = weigh(name, value, args);
        const found = (code: string, isError: boolean, message: string): Finding => ({
          ...warning(step.line, code, message, giveAtRunTime),
          level: isError ? 'error' : 'warning',
        });
        const real = weight === 'real';
        if (step.keyword === 'ARG') {
          if (!namesSecret(name) && weight === undefined) return [];
          const message = real
            ? `ARG ${name} has a secret as its default: whoever sees the Dockerfile has it.`
            : `ARG ${name} takes a secret: build arguments stay readable in the image's history.`;
          return [found('secret-arg', real, message)];
        }
        if (weight === undefined) return [];
        const message = real
          ? `ENV ${name} bakes a secret into the image: docker inspect shows it to whoever pulls it.`
          : `ENV ${name} has a default where a secret belongs: a missing setting goes unnoticed.`;
        return [found('secret-in-env', real && isLast, message)];
      }),
    );
}

/** `real`: a value that could open something; `example`: a word that stands in for one. */
function weigh(
  name: string,
  value: string | null,
  args: ReadonlySet<string>,
): 'real' | 'example' | undefined {
  if (value === null || value === '') return undefined;
  const password = /^[\w+.-]+:\/\/[^:@/\s]*:([^@/\s]+)@/.exec(value)?.[1];
  const secret = password ?? (namesSecret(name) ? value : undefined);
  if (secret === undefined || /^(\/|\d{1,5}$)/.test(secret)) return undefined;
  const variable = /^\$\{?(\w+)/.exec(secret)?.[1];
  if (variable !== undefined) return args.has(variable) ? 'real' : undefined;
  return isPlaceholder(secret) ? 'example' : 'real';
}

/** Images that can change between two builds: the tag, and in a note the digest. */
function images(stages: readonly Stage[]): Finding[] {
  const lines = new Map<string, number>();
  for (const { reference, line } of namedImages(stages))
    if (reference !== undefined && !lines.has(reference)) lines.set(reference, line);
  return [...lines].flatMap(([image, line]): Finding[] => {
    if (image === 'scratch' || image.includes('@sha256:')) return [];
    const tag = /:([\w][\w.-]*)$/.exec(image)?.[1];
    if (tag === undefined || tag === 'latest') {
      const why =
        tag === undefined ? 'without a tag it means latest' : 'latest moves with every release';
      const fix = `Name the version: ${image.replace(/:latest$/, '')}:<version>, best with its digest.`;
      return [warning(line, 'latest-tag', `${image} is another image tomorrow: ${why}.`, fix)];
    }
    const message = `${image} is not pinned by digest: the same tag can be another image in the next build.`;
    const fix = `Pin it, and let a bot update it: ${image}@sha256:…`;
    return [{ code: 'no-digest', level: 'note', line, message, fix }];
  });
}
