import type { Finding, Level } from '../../model/finding.ts';
import { commandsOf, copied, copiedFrom, type Step } from '../read.ts';
import { installsUnlocked } from './packages.ts';

/** What can be wrong with one step by itself. */
export interface StepRule {
  readonly code: string;
  /** `warning` unless given. */
  readonly level?: Level;
  readonly keywords: readonly string[];
  /** What is wrong, as the message names it, or true; `chain` are the steps whose layers the stage has. */
  readonly find: (step: Step, chain: readonly Step[]) => string | boolean | undefined;
  readonly message: string | ((found: string, step: Step) => string);
  readonly fix: string | ((found: string, step: Step) => string);
}

/** What these rules find in the steps. */
export function applyRules(
  rules: readonly StepRule[],
  steps: readonly Step[],
  chain: readonly Step[] = steps,
): Finding[] {
  return steps.flatMap((step) =>
    rules.flatMap(({ code, level = 'warning', keywords, find, message, fix }): Finding[] => {
      const found = keywords.includes(step.keyword) && find(step, chain);
      if (found === false || found === undefined) return [];
      const text = (words: StepRule['fix']) =>
        typeof words === 'string' ? words : words(String(found), step);
      return [{ code, level, line: step.line, message: text(message), fix: text(fix) }];
    }),
  );
}

/** A warning about a line. */
export function warning(line: number, code: string, message: string, fix: string): Finding {
  return { code, level: 'warning', line, message, fix };
}

export const giveAtRunTime =
  'Give it at run time (docker run -e, a mounted file). What a build step needs: RUN --mount=type=secret.';

const secretFile =
  /(^|\/)(\.env(\.(?!example$|sample$|template$|dist$)[\w.-]+)?|id_(rsa|dsa|ecdsa|ed25519)|\.netrc|\.pgpass|\.aws|\.ssh|\.kube|[\w.-]+\.(pem|key|p12|pfx))\/?$/;

const url = /^https?:\/\//;
/** What ADD does more with than to copy it: archives, repositories, here-documents, and what a build decides. */
const unpacked = /\.(tar|tgz|tbz2?|txz|tar\.\w+)$|^git@|\.git(#|$)|[*?$]|^<</;

/** Rules for the steps of every stage. */
export const stepRules: readonly StepRule[] = [
  {
    code: 'secret-file',
    keywords: ['COPY', 'ADD'],
    find: (step) =>
      copiedFrom(step) === undefined
        ? copied(step).sources.find((source) => secretFile.test(source))
        : undefined,
    message: (file, { keyword }) =>
      `${keyword} ${file} puts what looks like a secret into a layer, where deleting it later does not remove it.`,
    fix: `${giveAtRunTime} List it in .dockerignore.`,
  },
  {
    code: 'add-url',
    keywords: ['ADD'],
    find: (step) =>
      step.flags.some((flag) => flag.startsWith('--checksum='))
        ? undefined
        : copied(step).sources.find((source) => url.test(source)),
    message: (source) =>
      `ADD takes whatever ${source} answers on the day of the build: nothing verifies it.`,
    fix: 'Verify it: ADD --checksum=sha256:… (BuildKit), or download and compare the checksum in one RUN.',
  },
  {
    code: 'add-local',
    level: 'note',
    keywords: ['ADD'],
    find: (step) => {
      const { sources } = copied(step);
      return sources.length > 0 && !sources.some((name) => url.test(name) || unpacked.test(name));
    },
    message: 'ADD unpacks archives and downloads; here it only copies.',
    fix: (_found, { text }) => `COPY ${text}`,
  },
  {
    code: 'sudo',
    keywords: ['RUN'],
    find: (step) =>
      commandsOf(step).some((command) =>
        /^sudo\b|^(?:apt-get|apt|apk|dnf|yum)\b.*\b(?:install|add)\b.*\ssudo\b/.test(command),
      ),
    message: 'sudo in an image is a way back to root, and it does not pass on signals.',
    fix: 'Run the step before USER, or between "USER root" and the USER that the image runs as.',
  },
  {
    code: 'pipe-to-shell',
    keywords: ['RUN'],
    find: ({ text }) =>
      /\b(?:curl|wget)\b[^|;&\n]*\|\s*(?:sudo (?:-\w+ )*)?(?:\/(?:usr\/)?bin\/)?(?:ba|da|z|a)?sh\b/.test(
        text,
      ),
    message:
      'A script from the network runs unseen: it can change between two builds, and a download that breaks off runs by half.',
    fix: 'Install from the package manager, or download, compare a checksum, then run.',
  },
  {
    code: 'apt-update-alone',
    keywords: ['RUN'],
    find: (step) => {
      const commands = commandsOf(step);
      return (
        commands.some((command) => /^apt(?:-get)?\b.*\bupdate\b/.test(command)) &&
        !commands.some((command) =>
          /\b(?:install|upgrade|dist-upgrade|source|build-dep|download)\b/.test(command),
        )
      );
    },
    message:
      'apt-get update in a RUN of its own stays cached: a later install asks for packages that are gone.',
    fix: 'One RUN: apt-get update && apt-get install …',
  },
  {
    code: 'npm-install',
    keywords: ['RUN'],
    find: (step) => commandsOf(step).some(installsUnlocked),
    message:
      'npm install may take other versions than the lock file says: two builds of one tree differ.',
    fix: 'npm ci, with package-lock.json copied before it.',
  },
];
