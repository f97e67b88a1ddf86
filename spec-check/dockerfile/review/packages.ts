import { chainOf, commandsOf, fromContext, type Stage } from '../read.ts';

/** Where a stage itself installs what a project's manifest lists, and the copies from the build context before. */
export function projectInstall(stage: Stage) {
  const chain = chainOf(stage);
  const at = chain.findIndex(
    (step) =>
      step.keyword === 'RUN' &&
      commandsOf(step).some((command) => nodeInstall.test(command) || otherInstall.test(command)),
  );
  const install = chain[at];
  if (install === undefined || !stage.steps.includes(install)) return undefined;
  return { install, copies: chain.slice(0, at).filter(fromContext) };
}

/** A command, or a RUN of one, and variables set for it: `CI=1 npm ci`. */
const settings = String.raw`^(?:RUN )?(?:\w+=\S*\s+)*`;
/** Options, with their values; not those of a global install, nor names of packages. */
const options = String.raw`(?:\s+(?:--(?:prefix|dir|cwd|cache|registry)|-C)[= ]\S+|\s+(?!-g\b|--global\b|--location[= ]global\b)[^@\w\s]\S*|\s+(?:true|false|\d+|dev|error|warn|silent))*$`;
/** A command that installs a Node project's packages: `npm ci`, `yarn`, `pnpm install`. */
export const nodeInstall = new RegExp(
  `${settings}(?:npm (?:ci|clean-install|install|i|install-ci)|pnpm (?:install|i)|yarn(?: install)?|bun install)${options}`,
);
const otherInstall = new RegExp(
  String.raw`${settings}(?:(?:python3? -m )?pip3? install\b.*(?:-r|--requirement)\b|(?:poetry install|pipenv (?:install|sync)|uv (?:sync|pip install -r)|bundle install|composer install|go mod download|cargo fetch)\b|(?:mvn|\./mvnw)\b.*\bdependency:)`,
);

/** `npm install` may change the lock file, `npm ci` does not. */
export const unlockedInstall = new RegExp(`${settings}npm (?:install|i)${options}`);
