import * as z from 'zod';
import { dockerfileOf } from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';

const ourUrl = { variable: 'DATABASE_URL', only: true };
const inside = 'image|container|layer|hardcoded|history|dockerfile|argument-line|env-line';

export const noSecrets = defineCheck({
  title: 'No secrets in the image',
  proof:
    'Every layer with the files that later layers hide, configuration, history and labels; a planted secret must be found by the same search. A layer never changes: one without a secret is searched once on a machine.',
  language: {
    with: 'image layer history container docker ours dockerfile carry hardcoded every actor or inside argument-line env-line instruction instruction-name inject small environment docker-run variable default build-time cmd-instruction other docker-ps',
    // An argument of an earlier stage is nowhere in the image.
    params: ({ has }) => (['dockerfile', 'argument-line'].some(has) ? { dockerfile: true } : {}),
    senses: [
      { says: `secret ${inside}`, not: 1 },
      { says: `{variable} secret ${inside}`, not: 1, params: { variable: '{variable}' } },
      { says: `secret avoid|unset|out-of ${inside}`, with: 'keep', unless: 'unneeded' },
      // Given when it runs: its value is not in the image.
      {
        says: '{variable} inject runtime',
        rather: 'build-time hardcoded image',
        params: { variable: '{variable}', only: true },
      },
      { says: 'database-url hardcoded', not: 1, params: ourUrl },
      { says: 'secret inject|read runtime', with: 'app use' },
      { says: 'database-url inject runtime', params: ourUrl },
    ],
    examples: ['No secrets in image', 'No hardcoded passwords'],
  },
  faults: [
    ['a replaced key', 'secret-deleted', '', /private key: .*id_ed25519 in layer 1 .*later layer/],
    ['a token in ENV', 'secret-in-env', '', /value of API_TOKEN: ENV API_TOKEN/],
    ['an argument', 'unused-base', 'dockerfile=true', /TOKEN: the Dockerfile, line 3/],
    ['a password in a label', 'secret-in-label', '', /with a password: LABEL deploy\.database/],
    ['a password in the code', 'secret-in-code', '', /string with a password: \/app\/config/],
    ['a .env file', 'dot-env', '', /value of \w+: \/app\/\.env/],
    ['history', 'secret-in-build-argument', '', /NPM_TOKEN: the history .*RUN \(NPM_TOKEN\)/],
  ],
  params: z.strictObject({
    variable: z.string().optional().describe('Also its value, as this run sets it'),
    only: z.boolean().optional().describe('Nothing but the value of this variable'),
    dockerfile: z.boolean().optional().describe('Nor in the text of the Dockerfile'),
  }),
  describe: ({ variable, only, dockerfile }) =>
    `no ${only ? `value of ${variable}` : 'secret'} in any layer, configuration, history or label${dockerfile ? ', nor in the Dockerfile' : ''}${only || variable === undefined ? '' : `, and no value of ${variable}`}; a planted one is found`,
  needs: ['engine', 'build', 'image', 'containers'],
  run: async (params, { engine, build, image, containers }, { signal }) => {
    const { judgeSecrets, searchImage } = await import('./measure.ts');
    const dockerfile = params.dockerfile ? dockerfileOf(build).text : undefined;
    const seen = await searchImage(engine.docker, image, signal, containers.database);
    return judgeSecrets(seen, image.reference, params, dockerfile);
  },
});
