import path from 'node:path';

/** How this program was called, for the commands that messages show: `npx container-spec-check`, `npm run spec:check --`. */
export const commandName = calledAs(process.env, process.argv[1] ?? '');

/** `program` is the file that Node runs: in a clone that is the source. */
export function calledAs(env: NodeJS.ProcessEnv, program: string): string {
  const script = env.npm_lifecycle_event;
  if (script === 'npx') return 'npx container-spec-check';
  if (script !== undefined && /spec/.test(script)) return `npm run ${script} --`;
  if (path.basename(program) !== 'cli.ts') return 'spec-check';
  return `node ${path.relative('', path.join(path.dirname(program), 'bin.mjs'))}`;
}
