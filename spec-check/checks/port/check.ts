import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judgePort, seePorts } from './measure.ts';
/** The port it listens on. */
export const port = defineCheck({
  id: 'port',
  title: 'The port it listens on',
  proof:
    'Two runs: without the variable it answers on the default; with another value it answers there, and no longer on the default.',
  topics: ['port', 'ports', 'configuration', 'networking'],
  examples: [
    '**PORT**: Configurable, defaults to 8000',
    'Listens on port 8000 by default',
    'The port is configurable through `PORT`',
  ],
  sentences: [
    {
      template:
        '[<container>] (listen|port|serve)* {port-variable} (configurable|environment variable|optional|adjustable) [from environment|via environment variable|through environment|environment variable|environment]* [and|with|,]* (default|defaults|default value|by default|defaulting) {port}',
      params: both,
    },
    {
      template:
        '[listen|listening] port configurable [through|via|with|by|using|set]* {port-variable} [environment variable|environment] [and|with]* (default|defaults|default value|defaulting) {port}',
      params: both,
    },
    {
      template:
        '[listen|listening] port configurable [through|via|with|by|using|set]* {port-variable} [environment variable|environment]',
      params: both,
    },
    {
      template:
        'port (changed|overridden|set|overridable|adjustable|customizable|chosen|changeable|can changed|can overridden|can set|can configured|can chosen|can customized) [with|via|through|by|using]* {port-variable} [environment variable|environment]',
      params: both,
    },
    {
      template:
        '<container> (listens|serves|answers) [port] (given|named|set|from|configured|defined|said)* {port-variable} [environment variable] [and|or|,]* {port} (otherwise|by default|default|(if|when) [{port-variable}] <unset>)',
      params: both,
    },
    {
      template:
        '(default port|port default|default) {port} [and|,|but]* [can] (overridable|overridden|configurable|changeable|changed|adjustable|set) [with|via|through|by|using]* {port-variable} [environment variable]',
      params: both,
    },
    {
      template:
        '<container> (listens|serves|answers|runs) [port] {port} (unless|except when) {port-variable} [environment variable|variable]* (set|says otherwise|given|provided|defined|overrides|set otherwise)',
      params: both,
    },
    {
      template:
        '[listen|listening] [port] (taken|read|comes|set|configured|given|chosen|defined)* [via|through|by|from]* {port-variable} [environment variable] [and|or|else|otherwise|default|defaults|default value]* {port} [(if|when) [{port-variable}|it]* <unset>|otherwise|by default|default]',
      params: both,
    },
    {
      template: '{port-variable} (default|defaults|defaulting|default value) {port}',
      params: both,
    },
    {
      template:
        '{port-variable} configurable [from environment|via environment variable|through environment|environment variable|environment]*',
      params: both,
    },
    {
      template:
        '<container> (listens|serves|answers) [port] (given|named|set|from|configured)* {port-variable} [environment variable] [and|with]* (default|defaults) {port}',
      params: both,
    },
    {
      template:
        '<container> (listens|serves|answers) [port] (given|named|set|from|configured|said)* {port-variable} [environment variable]',
      params: both,
    },
    {
      template: '[<container>] (listens|serves|answers|runs) port {port} by default',
      params: both,
    },
    { template: '[<container>] (listens|serves|answers|runs) port {port} default', params: both },
    {
      template:
        '[<container>] (listens|answers) port {port} (when|if|while) {port-variable} <unset>',
      params: both,
    },
    {
      template: '[<container>] (listens|answers|reachable|accessible|available) port {port}',
      params: both,
    },
    {
      template:
        '[<container>] [read|reads|loads|takes|gets]* {port-variable} [read|taken|provided|supplied|injected|passed|set|comes|given|loaded]* [from|through|via] <environment>',
      params: both,
    },
    { template: 'default [listen] port {port}', params: both },
    { template: '[listen] port (defaults|default) {port}', params: both },
  ],
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
  faults,
  params: z.strictObject({
    variable: z
      .string()
      .optional()
      .describe('The variable that moves it; only the default is promised when it is left out'),
    default: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe('Where it listens when nothing is said'),
  }),
  describe: ({ variable, default: port }) =>
    [
      ...(port === undefined
        ? []
        : [`answers on port ${port}${variable === undefined ? '' : ` without ${variable}`}`]),
      ...(variable === undefined ? [] : [`answers on the port that ${variable} says`]),
    ].join('; '),
  needs: ['engine', 'image', 'containers', 'container'],
  run: async (params, { engine, image, containers, container }, { signal }) => {
    const parts = { docker: engine.docker, containers, shared: container, imagePort: image.port };
    const seen = await seePorts(params, parts, signal);
    return judgePort(params, seen, image.reference);
  },
});

function both({ 'port-variable': variable, port }: Slots) {
  return {
    ...(variable === undefined ? {} : { variable: String(variable) }),
    ...(port === undefined ? {} : { default: Number(port) }),
  };
}
