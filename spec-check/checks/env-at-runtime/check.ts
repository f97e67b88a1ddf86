import type { Stage } from '../../dockerfile/read.ts';
import { stagesOf, usedStages } from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';
import { namesSecret } from '../../secrets/names.ts';

export const envAtRuntime = defineCheck({
  title: 'Settings come at run time',
  proof:
    'The Dockerfile as a parser reads it: no ENV with a value, and no ARG, of the stages that the build uses is named like a credential or the address of a service.',
  instruction: 'ENV',
  language: {
    with: 'app container image ours read every system it environment only accept database runtime',
    senses: [
      { says: 'configuration environment|variable', with: 'manner connect inject used require' },
      {
        says: 'variable|configuration read|connect|inject runtime',
        with: 'require now',
        rather: 'hardcoded carry image build-time secret',
      },
      { says: 'secret|database-url inject|read|use|via|through|from variable|environment' },
      { says: 'variable|configuration hardcoded', not: 1, with: 'carry dockerfile' },
    ],
    examples: ['All environment variables can be set at runtime'],
  },
  faults: [
    ['the address of a service', 'bad-dockerfile', '', /ENV API_URL/],
    ['a token as build argument', 'sham-dockerfile', '', /ARG NPM_TOKEN/],
  ],
  goodShapes: [['good-dockerfile']],
  describe: () => 'no ENV or ARG sets a credential or the address of a service',
  needs: ['build'],
  run: async (_params, { build }) => judgeBaked(usedStages(stagesOf(build))),
});

export function judgeBaked(stages: readonly Stage[]) {
  const set = stages.flatMap(({ steps }) =>
    steps.flatMap(({ keyword, line, settings }) =>
      settings.map(([name, value]) => ({ keyword, name, line, isSet: keyword === 'ARG' || value })),
    ),
  );
  const baked = set.filter(({ name, isSet }) => isSet && (namesSecret(name) || service.test(name)));
  const listOf = (some: typeof set) =>
    some.map(({ keyword, name, line }) => `${keyword} ${name} (line ${line})`).join(', ') || 'none';
  return {
    holds: baked.length === 0,
    evidence: `No credential or address of a service among ENV and ARG: ${listOf(set)}`,
    wrong: `Set while the image is built: ${listOf(baked)}`,
    actual: listOf(baked),
    diagnosis: 'The value is the same wherever the image runs, and everybody who has it reads it.',
    fix: `Remove it from the Dockerfile, and give it with docker run -e ${baked[0]?.name}.`,
    command: "grep -nE '^(ARG|ENV)' Dockerfile",
  };
}

/** Where a service is, or who logs in there. */
const service =
  /(?:^|_)(?:DATABASE|DB|POSTGRES|PG|MYSQL|MONGO|REDIS|KAFKA|AMQP|SMTP|S3|API|BACKEND|SERVICE)_?(?:URL|URI|DSN|HOST|HOSTNAME|ENDPOINT|SERVER|USER|PASSWORD)$/i;
