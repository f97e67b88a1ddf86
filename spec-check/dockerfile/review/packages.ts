import { commandsOf, type Step } from '../read.ts';

/** A command that installs what a project's manifest lists: `npm ci`, `pip install -r …`. */
export function installsProject(command: string): boolean {
  return installsNode(command) || otherInstalls.some((pattern) => pattern.test(bare(command)));
}

/** A command that installs a Node project's packages: `npm ci`, `yarn`, `pnpm install`. */
export function installsNode(command: string): boolean {
  return nodeInstall.test(bare(command)) && !isGlobal(command) && !namesPackages(command);
}

/** Whether development tools come along, where NODE_ENV does not say production. */
export function withDevelopment(command: string): boolean {
  return !/--omit[= ]dev\b|--only[= ]prod|--production\b(?!=false)|--prod\b|\s-P\b|NODE_ENV=production|--no-dev\b/.test(
    command,
  );
}

/** Whether a RUN removes development tools again: `npm prune --omit=dev`. */
export function prunes(step: Step): boolean {
  return commandsOf(step).some(
    (command) =>
      /\b(npm|pnpm|yarn)\b.*\bprune\b/.test(command) ||
      /\brm\b.*\bnode_modules\b/.test(command) ||
      (installsNode(command) && !withDevelopment(command)),
  );
}

/** `npm install`, which may change the lock file, in place of `npm ci`. */
export function installsUnlocked(command: string): boolean {
  return /^npm (install|i)\b/.test(bare(command)) && !isGlobal(command) && !namesPackages(command);
}

const nodeInstall =
  /^(npm (ci|clean-install|install|i|install-ci)\b|pnpm (install|i)\b|yarn( install\b| --|$)|bun install\b)/;

const otherInstalls: readonly RegExp[] = [
  /^(python3? -m )?pip3? install\b.*(-r|--requirement)\b/,
  /^(poetry install|pipenv (install|sync)|uv (sync|pip install -r))\b/,
  /^bundle install\b/,
  /^composer install\b/,
  /^go mod download\b/,
  /^cargo fetch\b/,
  /^(mvn|\.\/mvnw)\b.*\bdependency:/,
];

/** Without variables set for one command: `CI=1 npm ci` → `npm ci`. */
function bare(command: string): string {
  return command.replace(/^(?:[A-Z_][A-Z0-9_]*=\S*\s+)+/i, '');
}

function isGlobal(command: string): boolean {
  return /\s(-g|--global|--location[= ]global)\b/.test(command);
}

function namesPackages(command: string): boolean {
  const [, , ...words] = bare(command)
    .replace(/\s(--prefix|--dir|--cwd|--cache|--registry|-C)[= ]\S+/g, '')
    .split(/\s+/);
  return words.some(
    (word) => /^[@\w]/.test(word) && !/^(true|false|\d+|dev|error|warn|silent)$/.test(word),
  );
}
