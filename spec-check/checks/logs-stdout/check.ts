import * as z from 'zod';
import { defineCheck, type Verdict } from '../../model/check.ts';
import { type ObservedLogs, observeLogs } from '../../resources/observe-logs.ts';
import { masked, secretsInText } from '../../secrets/mask.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** Logs go to stdout and stderr. */
export const logsStdout = defineCheck({
  id: 'logs-stdout',
  title: 'Logs go to stdout and stderr',
  proof:
    'A container of its own prints something while it starts and answers, no secret in it, and makes no log file; with json, each line is a JSON object.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({
    json: z.boolean().default(false).describe('Each line is a JSON object'),
  }),
  describe: ({ json }) => `a container logs to stdout and stderr${json ? ', in JSON lines' : ''}`,
  needs: ['engine', 'image', 'containers'],
  run: async ({ json }, { engine, image, containers }, { signal }) =>
    judgeLogs(
      json,
      await observeLogs(
        { docker: engine.docker, image, containers },
        { isEnough: (lines) => lines.length > 0 },
        signal,
      ),
    ),
});

export function judgeLogs(json: boolean, { lines, logFiles, command }: ObservedLogs): Verdict {
  const expected = `log lines on stdout or stderr${json ? ', each a JSON object' : ''}`;
  const fail = (evidence: string, actual: string, fix: string): Verdict => ({
    status: 'FAIL',
    evidence,
    expected,
    actual,
    fix,
    command,
  });
  const toStdout = 'Let the logger write to stdout, and to no file.';
  if (logFiles.length > 0)
    return fail(`It logs to a file: ${logFiles[0]}`, logFiles.join(', '), toStdout);
  if (lines.length === 0)
    return fail('It prints nothing while it starts and answers', 'no line', toStdout);
  const secrets = secretsInText(lines.join('\n'));
  if (secrets.length > 0) {
    const fix = 'Log the names of settings, never their values.';
    return fail(`A secret is in the logs (${secrets.join(', ')})`, secrets.join(', '), fix);
  }
  const strange = json ? lines.find((line) => !isObject(line)) : undefined;
  if (strange !== undefined) {
    const fix = 'Set the logger to JSON, for the lines of libraries and of the start too.';
    return fail('A line is no JSON object', masked(strange).slice(0, 200), fix);
  }
  return {
    status: 'PASS',
    evidence: `${lines.length} log line${lines.length === 1 ? '' : 's'} on stdout and stderr${json ? ', all JSON objects' : ''}`,
    measured: { lines: lines.length },
    command,
  };
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
