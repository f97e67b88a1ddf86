import type { Finding } from '../../model/finding.ts';
import {
  absolute,
  chainOf,
  commandsOf,
  copied,
  copiedFrom,
  type Stage,
  type Step,
  stageNamed,
} from '../read.ts';
import { installsNode, prunes, withDevelopment } from './packages.ts';
import { applyRules, type StepRule, warning } from './step-rules.ts';

/** What makes the image larger than what it runs. Only the last stage and those it starts from count. */
export function size(stages: readonly Stage[]): Finding[] {
  const steps = chainOf(stages.at(-1));
  return [...applyRules(sizeRules, steps), ...developmentTools(stages), ...permissions(steps)];
}

const aptInstall = /^(?:DEBIAN_FRONTEND=\S+ )?apt(?:-get)?\b.*\binstall\b/;

interface PackageManager {
  readonly code: string;
  /** What stays, with its verb. */
  readonly name: string;
  readonly fills: (command: string) => boolean;
  /** In the same RUN, or set before it: the cache is emptied or never written. */
  readonly empties: RegExp;
  readonly fix: string;
}

const packageManagers: readonly PackageManager[] = [
  {
    code: 'apt-lists',
    name: "apt's package lists stay",
    fills: (command) => /^apt(?:-get)?\b.*\bupdate\b/.test(command) || aptInstall.test(command),
    empties: /\brm\b[^&;]*\/var\/lib\/apt\/lists/,
    fix: 'End the same RUN with: && rm -rf /var/lib/apt/lists/*',
  },
  {
    code: 'apk-cache',
    name: "apk's package index stays",
    fills: (command) => /^apk\b.*\badd\b/.test(command) && !/--no-cache/.test(command),
    empties: /\brm\b[^&;]*\/var\/cache\/apk/,
    fix: 'apk add --no-cache …',
  },
  {
    code: 'dnf-cache',
    name: "dnf's package cache stays",
    fills: (command) => /^(?:micro)?(?:dnf|yum)\b.*\binstall\b/.test(command),
    empties: /\bclean all\b|\brm\b[^&;]*\/var\/cache\/(?:dnf|yum)/,
    fix: 'End the same RUN with: && dnf clean all',
  },
  {
    code: 'npm-cache',
    name: "npm's download cache stays",
    fills: (command) =>
      /^npm (?:ci|clean-install|install|i)\b/.test(command.replace(/^\w+=\S+ /, '')),
    empties: /\bnpm cache clean\b|\brm\b[^&;]*\.npm\b|--cache[= ]\/tmp|npm_config_cache/,
    fix: 'Install in an earlier stage and COPY --from it, or end the same RUN with: && npm cache clean --force',
  },
  {
    code: 'pip-cache',
    name: "pip's download cache stays",
    fills: (command) =>
      /^(?:python3? -m )?pip3? install\b/.test(command) && !/--no-cache-dir/.test(command),
    empties: /\bpip3? cache purge\b|\brm\b[^&;]*\.cache\b|PIP_NO_CACHE_DIR/,
    fix: 'pip install --no-cache-dir …',
  },
];

function cacheRule({ code, name, fills, empties, fix }: PackageManager): StepRule {
  return {
    code,
    keywords: ['RUN'],
    find: (step, chain) => {
      if (step.flags.some((flag) => /^--mount=.*type=(?:cache|tmpfs)/.test(flag))) return false;
      const settings = chain.flatMap(({ settings }) => settings.map(([name]) => name)).join(' ');
      return commandsOf(step).some(fills) && !empties.test(`${step.text} ${settings}`);
    },
    message: `${name} in this layer; removing it in a later one makes nothing smaller.`,
    fix,
  };
}

const compiler =
  /\s(build-essential|build-base|gcc|g\+\+|make|cmake|python3-dev|libpq-dev)(?=\s|$)/;

const sizeRules: readonly StepRule[] = [
  {
    code: 'apt-recommends',
    keywords: ['RUN'],
    find: (step) =>
      commandsOf(step).some(
        (command) =>
          aptInstall.test(command) &&
          !/--no-install-recommends|Install-Recommends=(?:0|false|"?no)/i.test(command),
      ),
    message: 'apt-get install brings recommended packages along, which nothing here needs.',
    fix: 'apt-get install -y --no-install-recommends …',
  },
  ...packageManagers.map(cacheRule),
  {
    code: 'build-tools',
    keywords: ['RUN'],
    find: (step) =>
      /\bapk del\b|\b(?:purge|remove|autoremove)\b/.test(step.text)
        ? undefined
        : commandsOf(step)
            .filter((command) => aptInstall.test(command) || /^apk\b.*\badd\b/.test(command))
            .flatMap((command) => compiler.exec(command)?.[1] ?? [])[0],
    message: (tool) =>
      `${tool} is needed to build, not to run: it costs size, and it helps whoever breaks in.`,
    fix: 'Build in a stage of its own, and COPY --from it what runs.',
  },
];

const omit =
  'npm ci --omit=dev for what runs; build in an earlier stage, where development tools may stay.';

function developmentTools(stages: readonly Stage[]): Finding[] {
  const last = stages.at(-1);
  if (last === undefined) return [];
  const installed = developmentInstall(last);
  const copiedIn = chainOf(last).filter((step) => {
    const name = step.keyword === 'COPY' ? copiedFrom(step) : undefined;
    const source = name === undefined ? undefined : stageNamed(stages, name);
    const install = source === last ? undefined : source && developmentInstall(source);
    if (install === undefined) return false;
    const later = chainOf(source).slice(chainOf(source).indexOf(install) + 1);
    if (later.some(prunes)) return false;
    return copied(step).sources.some((path) => holdsModules(path, install.folder));
  });
  const found = (step: Step, message: string) =>
    warning(step.line, 'dev-dependencies', message, omit);
  return [
    ...(installed === undefined
      ? []
      : [
          found(
            installed,
            'Development tools (compilers, test runners) are installed into the final image.',
          ),
        ]),
    ...copiedIn.map((step) =>
      found(step, 'The node_modules copied here come from an install with development tools.'),
    ),
  ];
}

/** The first install of a stage that brings development tools along and keeps them. */
function developmentInstall(stage: Stage): Step | undefined {
  const steps = chainOf(stage);
  return steps.find((step, index) => {
    if (step.keyword !== 'RUN' || prunes(step)) return false;
    const production = steps
      .slice(0, index)
      .some(({ keyword, settings }) =>
        settings.some(
          ([name, value]) => keyword === 'ENV' && name === 'NODE_ENV' && value === 'production',
        ),
      );
    return commandsOf(step).some(
      (command) =>
        installsNode(command) &&
        (production
          ? /--include[= ]dev\b|--production=false/.test(command)
          : withDevelopment(command)),
    );
  });
}

/** Whether a copied path is the node_modules of a folder, or the folder with them in it. */
function holdsModules(source: string, folder: string): boolean {
  const path = absolute(folder, source);
  return path === `${folder}/node_modules`.replace('//', '/') || path === folder;
}

/** `chown -R` of copied files writes them a second time, into a layer of its own. */
function permissions(steps: readonly Step[]): Finding[] {
  return steps.flatMap((step, index) => {
    if (step.keyword !== 'RUN') return [];
    const targets = steps
      .slice(0, index)
      .filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD')
      .map((copy) => absolute(copy.folder, copied(copy).target));
    const changed = commandsOf(step).find((command) =>
      changedPaths(command).some((path) => {
        const full = absolute(step.folder, path);
        return targets.some((target) => within(target, full) || within(full, target));
      }),
    );
    if (changed === undefined) return [];
    const owner = /^chown\b/.test(changed);
    return [
      warning(
        step.line,
        'permissions-layer',
        `${owner ? 'chown' : 'chmod'} -R of files copied before writes all of them again: they are in the image twice.`,
        owner
          ? 'Give the owner when copying: COPY --chown=node:node …'
          : 'Give the mode when copying: COPY --chmod=… (BuildKit), or set it in the source tree.',
      ),
    ];
  });
}

function changedPaths(command: string): readonly string[] {
  const [, options = '', operands = ''] =
    /^(?:chown|chmod)((?:\s+-{1,2}[\w-]+)*)\s+(.*)$/.exec(command) ?? [];
  if (!/\s-\w*R|--recursive/.test(options)) return [];
  return operands.split(/\s+/).slice(1);
}

/** Whether `inner` is `outer` or below it. */
function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}
