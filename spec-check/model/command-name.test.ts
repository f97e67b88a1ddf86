import { expect, test } from '@jest/globals';
import { calledAs } from './command-name.ts';

test.each([
  [{ npm_lifecycle_event: 'npx' }, '/x/dist/spec-check.mjs', 'npx container-spec-check'],
  [{ npm_lifecycle_event: 'spec:check' }, '/x/spec-check/cli.ts', 'npm run spec:check --'],
  [{ npm_lifecycle_event: 'test' }, '/usr/bin/spec-check', 'spec-check'],
  [{}, '/usr/bin/spec-check', 'spec-check'],
  [{}, `${process.cwd()}/spec-check/cli.ts`, 'node spec-check/bin.mjs'],
])('%j %s → %s', (env, program, name) => {
  expect(calledAs(env, program)).toBe(name);
});
