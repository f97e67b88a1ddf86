import type { Finding } from '../../model/finding.ts';
import { namesSecret } from '../../secrets/names.ts';
import { isPlaceholder } from '../../secrets/placeholders.ts';
import { baseOf, chainOf, expand, type Stage, type Step } from '../read.ts';
import { referenceParts } from '../reference.ts';
import { namedImages } from '../used-stages.ts';
import { endedOn } from './end-of-life.ts';
import { giveAtRunTime, warning } from './step-rules.ts';

/** What gives more away, or more rights, than the program needs; `last` is the stage that becomes the image. */
export const security = (stages: readonly Stage[], last: Stage, today: Date): Finding[] => [
  ...rootUser(last),
  ...stages.flatMap((stage) => secrets(stage, stage === last)),
  ...images(stages),
  ...unsupported(stages, today),
  ...toolchain(last),
];

function rootUser(last: Stage): Finding[] {
  const base = baseOf(last) ?? '';
  const steps = chainOf(last);
  const step = steps.findLast(({ keyword }) => keyword === 'USER');
  const values = Object.fromEntries(
    steps.flatMap(({ settings }) => settings.map(([name, value]) => [name, value ?? ''])),
  );
  const user = step && expand(step.text, values);
  const isOther =
    user === undefined
      ? // Images that are made to run as somebody.
        /nonroot|non-root|rootless|unprivileged|^cgr\.dev\/chainguard\/|(^|\/)bitnami\//.test(base)
      : !/^(root|0+)(:|$)/.test(user);
  if (isOther) return step === undefined ? [] : unknownUser(user, step.line, base, steps);
  const message =
    step === undefined
      ? 'The last stage has no USER: the process runs as root, unless the base image says otherwise.'
      : `The last USER is ${step.text}: the process runs as root.`;
  const fix = /(^|\/)node(:|@|$)/.test(base)
    ? 'Add "USER node" before CMD.'
    : 'Create a user (RUN useradd --uid 1000 app; adduser -D -u 1000 app on Alpine) and add "USER 1000" before CMD.';
  return warning((step ?? last).line, 'root-user', message, fix);
}

/** Bases of which the users are known: those of every distribution, and one that is called like the image. */
const plainBase =
  /^(?:node|ubuntu|python|ruby|golang|rust|debian|alpine|php|openjdk|eclipse-temurin|perl)(?:[:@]|$)/;
const systemUser = /^(?:\d*|bin|daemon|games|mail|man|nobody|sys|www-data)$/;

/** A name that no step mentions before is no user: the engine refuses to start such an image. */
function unknownUser(user = '', line: number, base: string, steps: readonly Step[]): Finding[] {
  const [name = ''] = user.split(':');
  const mentions = ({ keyword, text }: Step) =>
    /^(?:RUN|COPY|ADD)$/.test(keyword) && (text.includes(name) || text.includes('passwd'));
  if (!plainBase.test(base) || base.startsWith(name) || systemUser.test(name)) return [];
  if (steps.some(mentions)) return [];
  const message = `${base} has no user "${name}", and no step makes one: the image would not start.`;
  return warning(line, 'unknown-user', message, 'Make it first (RUN useradd …) or write a number.');
}

/** Secrets in ENV and ARG; no value is ever shown. */
function secrets(stage: Stage, isLast: boolean): Finding[] {
  const args = chainOf(stage)
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap(({ settings }) => settings.map(([name]) => name));
  const set = stage.steps
    .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
    .flatMap((step) => step.settings.map(([name, value]) => ({ ...step, name, value })));
  return set.flatMap(({ keyword, line, name, value }): Finding[] => {
    const isArg = keyword === 'ARG';
    const held = heldBy(name, value, args);
    if (held === undefined && !(isArg && namesSecret(name))) return [];
    const isReal = held === 'secret';
    const message = isReal
      ? `${keyword} ${name} holds a secret: whoever sees the Dockerfile or pulls the image has it.`
      : isArg
        ? `ARG ${name} takes a secret: build arguments stay readable in the image's history.`
        : `ENV ${name} has a default where a secret belongs: a missing setting goes unnoticed.`;
    const code = isArg ? 'secret-arg' : 'secret-in-env';
    const level = isReal && (isArg || isLast) ? 'error' : 'warning';
    return [{ code, level, line, message, fix: giveAtRunTime }];
  });
}

/** Whether a value holds a real secret or an example of one; undefined for neither. */
function heldBy(name: string, value: string | null, args: readonly string[]) {
  const password = /^[\w+.-]+:\/\/[^:@/\s]*:([^@/\s]+)@/.exec(value ?? '')?.[1];
  const secret = password ?? (namesSecret(name) ? value : undefined);
  if (!secret || /^(\/|\d{1,5}$)/.test(secret)) return undefined;
  const variable = /^\$\{?(\w+)/.exec(secret)?.[1];
  if (variable !== undefined) return args.includes(variable) ? 'secret' : undefined;
  return isPlaceholder(secret) ? 'example' : 'secret';
}

const unsupported = (stages: readonly Stage[], today: Date): Finding[] =>
  stages.flatMap(({ image, parent, line }): Finding[] => {
    const ended = image && !parent && endedOn(image, today);
    if (!image || !ended) return [];
    const message = `${image} has had no security fix since ${ended} at the latest: what is found in it stays open.`;
    return warning(line, 'end-of-life', message, 'Name a release that is still supported.');
  });

/** Bases that hold a compiler or a build tool, which nothing needs that was built. */
const toolchains =
  /(?:^|\/)(?:golang|rust|maven|gradle|gcc|swift|dotnet\/sdk|haskell|elixir|(?:eclipse-temurin|amazoncorretto|openjdk)(?!\S*jre))(?:[:@]|$)/;

function toolchain(last: Stage): Finding[] {
  const base = baseOf(last) ?? '';
  if (!toolchains.test(base)) return [];
  const message = `The image is ${base}, with all that it takes to build: size, and help for whoever breaks in.`;
  const fix =
    'Build there, and COPY --from it what runs into a stage from a base without a toolchain.';
  return warning(last.line, 'build-base', message, fix);
}

/** Images that can change between two builds: the tag, and in a note the digest. */
function images(stages: readonly Stage[]): Finding[] {
  const lastFirst = namedImages(stages).toReversed();
  const lines = new Map(lastFirst.map(({ reference, line }) => [reference, line]));
  return [...lines].flatMap(([image, line]): Finding[] => {
    const { tag, digest } = referenceParts(image ?? '');
    if (image === undefined || digest !== undefined) return [];
    if (tag === undefined || tag === 'latest') {
      const message = `${image} is another image tomorrow: ${tag ?? 'without a tag it means latest, which'} moves with every release.`;
      const fix = `Name the version: ${image.replace(/:latest$/, '')}:<version>, best with its digest.`;
      return warning(line, 'latest-tag', message, fix);
    }
    const message = `${image} is not pinned by digest: the same tag can be another image in the next build.`;
    const fix = `Pin it, and let a bot update it: ${image}@sha256:…`;
    return [{ code: 'no-digest', level: 'note', line, message, fix }];
  });
}
