import { defineCheck } from '../../model/check.ts';
import { language } from './language.ts';
import { judgePort, portParams, seePorts } from './measure.ts';
export const port = defineCheck({
  id: 'port',
  title: 'The port it listens on',
  proof:
    'Two runs: without the variable it answers on the default; with another value it answers there, and no longer on the default.',
  defaultPort: (params) => params.default,
  conflict: (first, second) =>
    first.default !== undefined &&
    second.default !== undefined &&
    first.default !== second.default &&
    (first.variable === second.variable || !first.variable || !second.variable)
      ? {
          code: 'two-ports',
          reason: `the default port is ${first.default} or ${second.default}, not both`,
        }
      : undefined,
  variable: ({ variable, default: port }) =>
    variable === undefined || port === undefined ? undefined : { name: variable, required: false },
  portVariable: (params) => params.variable,
  language,
  faults: [
    ['ignored', 'in-memory', 'variable=PORT default=8000', /on port 8000[\s\S]*PORT is not read/],
    ['another port', 'updates-all', 'default=3000', /Answers on port 8000 by default, not on 3000/],
  ],
  params: portParams,
  describe: ({ variable, default: port }) =>
    [
      ...(port === undefined
        ? []
        : [`answers on port ${port}${variable === undefined ? '' : ` without ${variable}`}`]),
      ...(variable === undefined ? [] : [`answers on the port that ${variable} says`]),
    ].join('; '),
  needs: ['engine', 'image', 'containers', 'container'],
  run: async (params, resources, { signal }) =>
    judgePort(params, await seePorts(params, resources, signal), resources.image.reference),
});
