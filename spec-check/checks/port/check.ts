import * as z from 'zod';
import { defineCheck, portNumber, type Values } from '../../model/check.ts';

export const port = defineCheck({
  title: 'The port it listens on',
  proof:
    'Two runs: without the variable it answers on the default; with another value it answers there, and no longer on the default.',
  declares: ({ variable, default: port }) => ({ variable, port }),
  conflict: (first, second) =>
    first.default !== undefined &&
    second.default !== undefined &&
    first.default !== second.default &&
    (first.variable === second.variable || !first.variable || !second.variable)
      ? { code: 'two-ports', reason: `the default port is ${first.default} or ${second.default}` }
      : undefined,
  language: {
    rather: 'hardcoded',
    params: { default: '{port}', variable: '{variable}' },
    given: 'unset {variable} variable environment start run docker-run',
    with: 'dockerfile image container app system it docker ours process http-word port environment variable read now use runtime default keep listen endpoint inside work start answer',
    senses: [
      {
        says: '{port} port|listen listen|open|use|container|app|image|docker|default',
        with: 'run call actor locally reachable manner up after-start start-time',
        unless: 'expose {setting} as →',
      },
      { says: '{port} port :|read', headless: true, unless: '→' },
      { says: '{variable} read|use|listen|accept', given: '', params: named },
      {
        says: '{setting} {port} listen',
        given: '{setting} present set variable environment start',
        with: 'present docker-run',
        // Nothing is said of the default then.
        params: (values) => {
          const [name, value] = values.one('setting') ?? [];
          return Number(value) === values.one('port') ? { variable: name } : [];
        },
      },
      { says: '{variable} {port}', with: 'unset', given: 'unset variable', params: named },
      { says: 'port expose read|configuration default {port}', with: 'reachable {variable}' },
      { says: 'port|custom-port|variable {variable} listen|work|start', params: named },
      { says: 'custom-port {setting}', params: ({ one }) => ({ variable: one('setting')?.[0] }) },
    ],
    examples: ['**PORT**: Configurable, defaults to 8000', 'The API listens on port 3000'],
  },
  faults: [
    ['ignored', 'in-memory', 'variable=PORT default=8000', /on port 8000[\s\S]*PORT is not read/],
    ['another port', 'updates-all', 'default=3000', /Answers on port 8000 by default, not on 3000/],
  ],
  params: z.strictObject({
    variable: z.string().optional().describe('What moves it; only the default if left out'),
    default: portNumber.optional().describe('Where it listens when nothing is said'),
  }),
  describe: ({ variable, default: port }) =>
    [
      port && `answers on port ${port}${variable ? ` without ${variable}` : ''}`,
      variable && `answers on the port that ${variable} says`,
    ]
      .filter(Boolean)
      .join('; '),
  needs: ['engine', 'image', 'containers', 'container'],
  run: async (params, resources, { signal }) => {
    const { judgePort, observePorts } = await import('./measure.ts');
    return judgePort(params, await observePorts(params, resources, signal));
  },
});

/** Any other variable is no port, whatever its default. */
function named({ one }: Values) {
  const variable = one('variable');
  return /(?:^|_)PORT$/.test(variable ?? '') ? { variable, default: one('port') } : [];
}
