import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { type Claim, defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judgeRequired, runsWith, runWithout } from './measure.ts';
import { connectsWhereTold } from './uses-value.ts';
/** A variable comes from the environment. */
export const envRequired = defineCheck({
  id: 'env-required',
  title: 'A variable comes from the environment',
  proof:
    'Without it the container exits with an error that names it and shows no secret; with it, it runs, and connects to the host that DATABASE_URL names; the image holds no value of its own.',
  topics: ['configuration', 'environment', 'environment variables', 'config', 'settings'],
  examples: [
    '**DATABASE_URL**: Environment variable (not hardcoded)',
    'DATABASE_URL is required',
    'The container refuses to start without `DATABASE_URL`',
  ],
  sentences: [
    {
      template:
        '{plain-variable} [required|mandatory] [read|taken|provided|supplied|injected|passed|configured|set|comes|given|loaded]* [from|through|via] [required] <environment>',
      params: named,
    },
    {
      template:
        '{plain-variable} [required|mandatory] [read|taken|provided|supplied|injected|passed|configured|set|comes|given|loaded]* [from|through|via] [required] <environment> [,|and] <not-hardcoded>',
      params: named,
      also: inImage,
    },
    {
      template:
        '{variable} (required|mandatory|must provided|must set) [at runtime|at start|by container|start]',
      params: named,
    },
    {
      template: '<container> (requires|needs) {variable} [environment variable] [start]',
      params: named,
    },
    {
      template:
        '<container> (fails|exits|refuses start|stops|not start|aborts|fails start|exits error|refuses to start|crashes|terminates) <at-once> (without|when|if) {variable} [<unset>|not there]',
      params: named,
    },
    {
      template:
        '(without|when|if) {variable} [<unset>|not there] <container> (fails|exits|refuses start|stops|not start|aborts|fails start|crashes|terminates) <at-once>',
      params: named,
    },
    {
      template:
        '{variable} (required|mandatory|must set|must provided) [and] (without|missing|if missing|if not set|otherwise)* [it] [<container>|startup|start]* (fails|exits|refuses start|stops|not start|aborts|fails start|crashes) <at-once>',
      params: named,
    },
    {
      template: 'starting [<container>] without {variable} (fails|exits|aborts|errors) <at-once>',
      params: named,
    },
    {
      template:
        '{variable} (set|provided|given|present) (otherwise|or|else|or else) <container> (exits|fails|stops|not start|refuses start|fails start) [error|immediately|with error]*',
      params: named,
    },
    {
      template:
        '(missing|unset) {variable} (stops|fails|prevents|makes) [container] [start|fail|exit]*',
      params: named,
    },
  ],
  variable: ({ variable }) => ({ name: variable, required: true }),
  faults,
  params: z.strictObject({
    variable: z.string().describe('The variable without which it must not start'),
  }),
  describe: ({ variable }) =>
    `without ${variable} the container exits with an error that names it; the image sets no value`,
  needs: ['engine', 'image', 'database', 'containers', 'container'],
  run: async ({ variable }, { engine, image, database, containers, container }, { signal }) => {
    const [without, uses] = await Promise.all([
      runWithout(variable, { docker: engine.docker, containers, database }, signal),
      variable === 'DATABASE_URL'
        ? connectsWhereTold(engine, containers, container, image.api, signal)
        : undefined,
      runsWith(variable, containers, container, signal),
    ]);
    return judgeRequired(variable, { ...without, uses }, image);
  },
});

function named({ variable, 'plain-variable': plain }: Slots) {
  return { variable: String(variable ?? plain) };
}

/** "Not hardcoded" promises something about the image as well. */
function inImage(slots: Slots): Claim[] {
  return [{ check: 'no-secrets', params: named(slots) }];
}
