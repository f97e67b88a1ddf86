import * as z from 'zod';
import { type ObservedLogs, observeLogs, recordOf } from '../../measuring/observe-logs.ts';
import { defineCheck } from '../../model/check.ts';
import { masked, secretsInText } from '../../secrets/mask.ts';

export const logsStdout = defineCheck({
  title: 'Logs go to stdout and stderr',
  proof:
    'A container of its own prints something while it starts and answers, no secret in it, and makes no log file; with json, each line is a JSON object.',
  language: {
    rather: 'file write log inside container',
    with: 'log stdout structured container app image process ours system it write every send now use answer docker connect format carry docker-logs reachable json body only show',
    senses: [
      { says: 'log stdout|docker-logs', params: ({ has }) => ({ json: has('structured') }) },
      { says: 'log json', unless: 'answer', params: { json: true } },
      // What it looks for, too.
      { says: 'log-file', not: 1, with: 'inside' },
      { says: 'structured log stdout|write|app|container', params: { json: true } },
    ],
    examples: ['Logs go to stdout', 'Logging to stdout/stderr', 'JSON structured logs on stdout'],
  },
  faults: [
    ['it prints nothing', 'ignores-url', '', /It prints nothing/],
    ['a line of text', 'logs-too-much', 'json=true', /A line is no JSON object/],
    ['it logs to a file', 'answers-500', '', /It logs to a file: \/tmp\/app.log/],
  ],
  goodShapes: [['observable', 'json=true']],
  params: z.strictObject({ json: z.boolean().default(false).describe('Each line is JSON') }),
  describe: ({ json }) => `a container logs to stdout and stderr${json ? ', in JSON lines' : ''}`,
  needs: ['engine', 'image', 'containers'],
  run: async ({ json }, resources, { signal }) =>
    judgeLogs(json, await observeLogs(resources, signal)),
});

export function judgeLogs(json: boolean, { lines, logFiles, command }: ObservedLogs) {
  const secrets = secretsInText(lines.join('\n')).join(', ');
  const strange = json ? lines.find((line) => recordOf(line) === undefined) : undefined;
  const wrong =
    (logFiles.length > 0 && `It logs to a file: ${logFiles.join(', ')}`) ||
    (lines.length === 0 && 'It prints nothing while it starts and answers') ||
    (secrets !== '' && `A secret is in the logs (${secrets})`) ||
    (strange && `A line is no JSON object: ${masked(strange).slice(0, 200)}`);
  return {
    holds: wrong === undefined,
    evidence: `${lines.length} log lines on stdout and stderr${json ? ', all JSON objects' : ''}`,
    wrong,
    actual: wrong,
    fix: `Let the logger write ${json ? 'JSON' : ''} to stdout, to no file, and never the values of settings.`,
    measured: { lines: lines.length },
    command,
  };
}
