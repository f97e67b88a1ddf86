import * as z from 'zod';
import { defineCheck, type Values } from '../../model/check.ts';
import { judgeHealthcheck } from './judge.ts';

const commandsOf = ({ all, has }: Values) =>
  has('cmd-instruction') ? all('code').filter((one) => !/^(?:HEALTHCHECK$|--)/.test(one)) : [];

const runs = (commands: readonly string[]) =>
  commands.map((contains) => ({ check: 'healthcheck-command', params: { contains } }));

/** The path that it calls answers as well. */
const also = ({ all, has }: Values) =>
  [...all('path'), ...(has('cmd-instruction') || has('run') ? [] : all('code'))]
    .filter((one) => one.startsWith('/'))
    .map((path) => ({ check: 'health', params: { path } }));

export const healthcheck = defineCheck({
  title: 'HEALTHCHECK tells health',
  proof:
    'It is declared so that it notices within half an hour; it turns healthy when the API is up, unhealthy when its process is frozen, as two probes in a row say, and healthy when it goes on; its probe fails on an answer of 500, and asks the port that the spec says can be moved.',
  instruction: 'HEALTHCHECK',
  language: {
    with: 'image container app dockerfile docker system it ours process now become show healthcheck instruction instruction-name present contains status docker-ps method endpoint use health-endpoint hardcoded execution',
    senses: [
      {
        says: 'healthcheck',
        unless: '{tool}',
        with: 'docker-run pass work manner correctly health-tracking inside healthy command every call valid',
        // "Built-in endpoint for monitoring" is promised below.
        params: (values) =>
          values.has('health-tracking') === values.has('hardcoded') &&
          (values.has('hardcoded') || values.has('health-endpoint'))
            ? []
            : {},
      },
      {
        says: 'healthcheck {probe}+|{code}+|cmd-instruction',
        with: 'run call configuration tolerate {path}',
        params: (values) => {
          const probes = values.all('probe');
          const params = probes.length === 0 ? {} : { declares: Object.assign({}, ...probes) };
          return commandsOf(values).length === 1 || probes.length > 0 ? params : [];
        },
        also: (values) => [...runs(commandsOf(values)), ...also(values)],
      },
      {
        says: 'healthcheck instruction|instruction-name|implementation {tool}',
        also: ({ all }) => runs(all('tool')),
      },
      { says: 'healthcheck become health-endpoint', with: 'manner correctly' },
      { says: 'healthcheck call|instruction-name {path}|health-endpoint', unless: 'script', also },
      {
        says: 'container|image|docker-ps|docker|health-tracking healthy',
        with: 'later start-time after-start start manner stated itself',
        given: 'start runtime process ask docker-ps',
      },
      { says: 'container|docker|image|healthcheck|app unhealthy', when: 'frozen' },
      { says: 'hardcoded endpoint|healthcheck health-tracking', params: { endpoint: true } },
    ],
    examples: ['The image declares a HEALTHCHECK', 'Container becomes healthy'],
  },
  faults: [
    ['the probe asks nothing', 'careless', '', /Still healthy .* was frozen|asks answers 500/],
    ['no HEALTHCHECK', 'root-named-appuser', '', /declares no HEALTHCHECK/],
    ['the probe never succeeds', 'user-zero', '', /does not turn healthy/],
    ['the status is ignored', 'status-ignored', '', /succeeds while what it asks answers 500/],
    ['it comes once a day', 'once-a-day', '', /24|1440|86400/],
  ],
  goodShapes: [['reads-the-body']],
  params: z.strictObject({
    endpoint: z.literal(true).optional().describe('An endpoint is promised, asked on its own port'),
    declares: z
      .partialRecord(z.enum(['intervalMs', 'timeoutMs', 'startPeriodMs', 'retries']), z.int())
      .optional()
      .describe('What the HEALTHCHECK must declare: {"intervalMs":30000}'),
  }),
  describe: ({ declares }) =>
    `the HEALTHCHECK turns healthy when the API is up, and unhealthy when it is frozen${declares ? `, and declares ${JSON.stringify(declares)}` : ''}`,
  needs: ['engine', 'image', 'containers'],
  run: async ({ endpoint, declares }, resources, { signal }) => {
    const { reference, portVariable, config } = resources.image;
    const { Healthcheck: declared } = config;
    const { watchHealth } = await import('./measure.ts');
    const seen = declared && (await watchHealth(declared, resources, signal));
    // The sentence promises an endpoint, and not that its probe follows the port.
    const port = endpoint ? undefined : portVariable;
    return judgeHealthcheck(declared, seen, { reference, portVariable: port }, declares);
  },
});
