import type { Finding } from '../../model/finding.ts';
import { chainOf, commandsOf, copied, copiedFrom, type Stage, type Step } from '../read.ts';
import { nodeInstall, unlockedInstall } from './packages.ts';

interface StepRule {
  /** One of its commands or sources: `RUN npm install`, `ADD https://…`; or a whole RUN: `RUN: a | b`. Its group is `$1` of the message. */
  readonly find: RegExp;
  /** Not where the step, or the name of a variable of the image, matches this. */
  readonly unless?: RegExp;
  /** Only where the step makes a layer of the image. */
  readonly inImage?: true;
  readonly message: string;
  readonly fix: string;
}

export function reviewSteps(stages: readonly Stage[]): Finding[] {
  const image = chainOf(stages.at(-1));
  const variables = image.flatMap(({ settings }) => settings.map(([name]) => name));
  return stages
    .flatMap(({ steps }) => steps)
    .flatMap((step) =>
      Object.entries(rules).flatMap(([code, rule]): Finding[] => {
        const { find, unless, inImage, message, fix } = rule;
        const around = [...step.flags, step.text, ...variables].join(' ');
        if ((inImage && !image.includes(step)) || unless?.test(around)) return [];
        const found = partsOf(step).find((part) => find.test(part));
        if (found === undefined) return [];
        const text = message.replace('$1', () => find.exec(found)?.[1] ?? '');
        return warning(step.line, code, text, fix);
      }),
    );
}

function partsOf(step: Step): readonly string[] {
  const { keyword, text } = step;
  if (keyword === 'RUN')
    return [...commandsOf(step).map((command) => `RUN ${command}`), `RUN: ${text}`];
  const isCopy = (keyword === 'COPY' || keyword === 'ADD') && copiedFrom(step) === undefined;
  return isCopy ? copied(step).sources.map((source) => `${keyword} ${source}`) : [];
}

export function warning(line: number, code: string, message: string, fix: string): Finding[] {
  return [{ code, level: 'warning', line, message, fix }];
}

export const giveAtRunTime =
  'Give it at run time (docker run -e, a mounted file). What a build step needs: RUN --mount=type=secret.';

/** By the code of what they find. */
const rules: Readonly<Record<string, StepRule>> = {
  'secret-file': {
    // Certificates and public keys are for everybody.
    find: /^(?!.*[/ ._-](?:(?:ca|certs?|certificates?|(?:full)?chain|bundle)(?:[._-](?!key|priv)\w+)*|pub(?:lic)?[\w-]*)\.pem$)((?:COPY|ADD) (?:.*\/)?(?:\.env(?:\.(?!example$|sample$|template$|dist$)[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.pgpass|\.aws|\.ssh|\.kube|[\w.-]+\.(?:pem|key|p12|pfx))\/?)$/,
    message:
      '$1 puts what looks like a secret into a layer, where deleting it later does not remove it.',
    fix: `${giveAtRunTime} List it in .dockerignore.`,
  },
  'add-url': {
    find: /^ADD (https?:.*)/,
    unless: /--checksum=/,
    message: 'ADD takes whatever $1 answers on the day of the build: nothing verifies it.',
    fix: 'Verify it: ADD --checksum=sha256:… (BuildKit), or download and compare the checksum in one RUN.',
  },
  sudo: {
    find: /^RUN (?:sudo\b|(?:apt-get|apt|apk|dnf|yum)\b.*\b(?:install|add)\b.*\ssudo\b)/,
    message: 'sudo in an image is a way back to root, and it does not pass on signals.',
    fix: 'Run the step before USER, or between "USER root" and the USER that the image runs as.',
  },
  'apt-update-alone': {
    find: /^RUN apt(?:-get)?\b.*\bupdate\b/,
    unless: /\b(?:install|upgrade|dist-upgrade|source|build-dep|download)\b/,
    message:
      'apt-get update in a RUN of its own stays cached: a later install asks for packages that are gone.',
    fix: 'One RUN: apt-get update && apt-get install …',
  },
  'npm-install': {
    find: unlockedInstall,
    message:
      'npm install may take other versions than the lock file says: two builds of one tree differ.',
    fix: 'npm ci, with package-lock.json copied before it.',
  },
  'unpinned-install': {
    find: /^RUN (?:\w+=\S+ )?((?:python3? -m )?pip3? install(?:\s+-[\w-]+(?:=\S+)?)*\s+(?!.*(?:==|@|\s-[rce]\s|--requirement|--constraint))[a-z](?!\S*[/.]).*|(?:npm|pnpm) (?:install|i|add) (?:-g|--global) (?!@?[^@]+@\d).*|go install \S+@latest|gem install (?!.*(?:-v\b|--version)).*)/i,
    message: '$1 takes what is the newest on the day of the build: two builds of one tree differ.',
    fix: 'Name the versions, or install from a lock file.',
  },
  'unverified-download': {
    find: /^RUN: [\s\S]*\b(?:curl|wget)\b[^|;&\n]*https?:\/\/(?!localhost|127\.)/,
    unless: /sha\d+sum|shasum|openssl dgst|gpgv?\b|cosign|minisign|signed-by|apt-key/,
    message:
      'A download runs or is unpacked unverified: whoever can change it, or break it off, changes the image.',
    fix: 'Compare a checksum in the same RUN: echo "<sha256>  file" | sha256sum -c; or ADD --checksum=sha256:….',
  },
  'apt-recommends': {
    find: /^RUN (?:DEBIAN_FRONTEND=\S+ )?apt(?:-get)?\b(?!.*(?:--no-install-recommends|Install-Recommends=(?:0|false|"?no))).*\binstall\b/i,
    inImage: true,
    message: 'apt-get install brings recommended packages along, which nothing here needs.',
    fix: 'apt-get install -y --no-install-recommends …',
  },
  'apt-lists': cache(
    "apt's package lists stay",
    /^RUN (?:apt(?:-get)?\b.*\bupdate|(?:DEBIAN_FRONTEND=\S+ )?apt(?:-get)?\b.*\binstall)\b/,
    /\brm\b[^&;]*\/var\/lib\/apt\/lists/,
    'End the same RUN with: && rm -rf /var/lib/apt/lists/*',
  ),
  'apk-cache': cache(
    "apk's package index stays",
    /^RUN apk\b(?!.*--no-cache).*\badd\b/,
    /\brm\b[^&;]*\/var\/cache\/apk/,
    'apk add --no-cache …',
  ),
  'dnf-cache': cache(
    "dnf's package cache stays",
    /^RUN (?:micro)?(?:dnf|yum)\b.*\binstall\b/,
    /\bclean all\b|\brm\b[^&;]*\/var\/cache\/(?:dnf|yum)/,
    'End the same RUN with: && dnf clean all',
  ),
  'npm-cache': cache(
    "npm's download cache stays",
    /^RUN (?:\w+=\S+ )?npm (?:ci|clean-install|install|i)\b/,
    /\bnpm cache clean\b|\brm\b[^&;]*\.npm\b|--cache[= ]\/tmp|npm_config_cache/,
    'Install in an earlier stage and COPY --from it, or end the same RUN with: && npm cache clean --force',
  ),
  'pip-cache': cache(
    "pip's download cache stays",
    /^RUN (?:python3? -m )?pip3? install\b(?!.*--no-cache-dir)/,
    /\bpip3? cache purge\b|\brm\b[^&;]*\.cache\b|PIP_NO_CACHE_DIR/,
    'pip install --no-cache-dir …',
  ),
  'dev-dependencies': {
    find: nodeInstall,
    unless:
      /NODE_ENV|--omit[= ]dev|--only[= ]prod|--prod|\s-P\b|--no-dev\b|\bprune\b|\brm\b.*\bnode_modules\b/,
    inImage: true,
    message: 'Development tools (compilers, test runners) come into the image by this install.',
    fix: 'npm ci --omit=dev for what runs; build in an earlier stage, where development tools may stay.',
  },
  'permissions-layer': {
    find: /^RUN (chown|chmod) (?:-\w*R|--recursive)/,
    unless: /\bmkdir\b/,
    inImage: true,
    message:
      '$1 -R writes what it changes into this layer: files of an earlier one are in the image twice.',
    fix: 'Give it when copying: COPY --chown=node:node, or --chmod=… (BuildKit)',
  },
  'build-tools': {
    find: /^RUN (?:(?:DEBIAN_FRONTEND=\S+ )?apt(?:-get)?\b.*\binstall|apk\b.*\badd)\b.*?\s(build-essential|build-base|gcc|g\+\+|make|cmake|python3-dev|libpq-dev)(?=\s|$)/,
    unless: /\bapk del\b|\b(?:purge|remove|autoremove)\b/,
    inImage: true,
    message: '$1 is needed to build, not to run: it costs size, and it helps whoever breaks in.',
    fix: 'Build in a stage of its own, and COPY --from it what runs.',
  },
};

/** What a package manager leaves behind, unless the same RUN empties it or it is mounted. */
function cache(name: string, find: RegExp, empties: RegExp, fix: string): StepRule {
  return {
    find,
    unless: new RegExp(`${empties.source}|--mount=\\S*type=(?:cache|tmpfs)`),
    inImage: true,
    message: `${name} in this layer; removing it in a later one makes nothing smaller.`,
    fix,
  };
}
