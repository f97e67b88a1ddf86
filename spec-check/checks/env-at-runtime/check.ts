import * as z from 'zod';
import type { Stage } from '../../dockerfile/read.ts';
import { stagesOf, usedStages } from '../../dockerfile/used-stages.ts';
import { defineCheck, type Verdict } from '../../model/check.ts';
import { namesSecret } from '../../secrets/names.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** Settings come at run time. */
export const envAtRuntime = defineCheck({
  id: 'env-at-runtime',
  title: 'Settings come at run time',
  proof:
    'The Dockerfile as a parser reads it: no ENV with a value, and no ARG, of the stages that the build uses is named like a credential or the address of a service.',
  instruction: 'ENV',
  language,
  faults,
  goodShapes,
  params: z.strictObject({}),
  describe: () => 'no ENV or ARG sets a credential or the address of a service',
  needs: ['build'],
  run: async (_params, { build }) => judgeBaked(usedStages(stagesOf(build))),
});

export function judgeBaked(stages: readonly Stage[]): Verdict {
  const command = "grep -nE '^(ARG|ENV)' Dockerfile";
  const set = stages.flatMap(({ steps }) =>
    steps.flatMap(({ keyword, line, settings }) =>
      settings.map(([name, value]) => ({ keyword, line, name, value })),
    ),
  );
  const baked = set.filter(
    ({ keyword, name, value }) => isOfDeployment(name) && (keyword === 'ARG' || value),
  );
  if (baked.length > 0) {
    const shown = baked.map(({ keyword, name, line }) => `${keyword} ${name} (line ${line})`);
    return {
      status: 'FAIL',
      evidence: `Set while the image is built: ${shown.join(', ')}`,
      expected: 'credentials and addresses only by docker run -e',
      actual: shown.join(', '),
      diagnosis:
        'The value is the same wherever the image runs, and everybody who has it reads it.',
      fix: `Remove it from the Dockerfile, and give it with docker run -e ${baked[0]?.name}.`,
      command,
    };
  }
  const names = set.map(({ keyword, name }) => `${keyword} ${name}`);
  return {
    status: 'PASS',
    evidence:
      names.length === 0
        ? 'The Dockerfile has no ENV or ARG'
        : `No credential or address of a service: ${names.join(', ')}`,
    command,
  };
}

function isOfDeployment(name: string): boolean {
  return (
    namesSecret(name) ||
    /(?:^|_)(?:DATABASE|DB|POSTGRES|PG|MYSQL|MONGO|REDIS|KAFKA|RABBITMQ|AMQP|SMTP|S3|API|BACKEND|SERVICE)_?(?:URL|URI|DSN|HOST|HOSTNAME|ENDPOINT|SERVER|USER)$/i.test(
      name,
    ) ||
    /^PG(?:HOST|USER|PASSWORD|DATABASE)$/i.test(name)
  );
}
