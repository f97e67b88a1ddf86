import * as z from 'zod';
import { defineCheck, type Verdict } from '../../model/check.ts';
import { mustPrint, type ObservedLogs, observeLogs } from '../../resources/observe-logs.ts';
import { masked } from '../../secrets/mask.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** No errors in the logs. */
export const logsNoErrors = defineCheck({
  id: 'logs-no-errors',
  title: 'No errors in the logs',
  proof:
    'What a container of its own prints while it starts and answers a request that goes well: no line of level error or worse, no stack trace. One that prints nothing is AMBIGUOUS.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({}),
  describe: () => 'a container logs no error while it starts and answers',
  needs: ['engine', 'image', 'containers'],
  run: async (_params, { engine, image, containers }, { signal }) =>
    judgeErrors(
      await observeLogs(
        { docker: engine.docker, image, containers },
        // All of the time, because an error may come late.
        { isEnough: () => false },
        signal,
      ),
    ),
});

export function judgeErrors(seen: ObservedLogs): Verdict {
  mustPrint(seen);
  const { lines, command } = seen;
  const errors = lines.filter(isError);
  if (errors.length === 0) {
    return {
      status: 'PASS',
      evidence: `${lines.length} log line${lines.length === 1 ? '' : 's'}, none of them an error`,
      measured: { lines: lines.length },
      command,
    };
  }
  return {
    status: 'FAIL',
    evidence: `${errors.length} line${errors.length === 1 ? ' is an error' : 's are errors'}: ${masked(errors[0] ?? '').slice(0, 200)}`,
    expected: 'no error while it starts and answers',
    actual: masked(errors.slice(0, 5).join('\n')),
    fix: 'The line says what is wrong; log what is expected at a lower level.',
    command,
  };
}

const worst = /^(?:err(?:or)?|fatal|crit(?:ical)?|panic|severe|alert|emerg(?:ency)?)$/i;

/** By its level where it is JSON or logfmt, else by how error lines and stack traces begin. */
function isError(line: string): boolean {
  const record = fieldsOf(line);
  if (record !== undefined) {
    const level = record.level ?? record.severity ?? record.lvl ?? record['log.level'];
    // pino and bunyan count: 50 is error.
    if (typeof level === 'number') return level >= 50;
    if (typeof level === 'string') return worst.test(level);
    return record.error !== undefined || record.err !== undefined;
  }
  return (
    /(?:^|[\s[(|:=])(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE|EMERG)(?:$|[\s\])|:,-])/.test(line) ||
    /^\s*(?:error|fatal|panic)\b\s*[:[(]/i.test(line) ||
    /\blevel="?(?:error|fatal|critical|panic)\b/i.test(line) ||
    /Traceback \(most recent call last\)|\bunhandled\b|\buncaught\b/i.test(line) ||
    /^\s*(?:[\w.]*)(?:Error|Exception)(?::|$)/.test(line) ||
    /^\s+at .+\(?.+:\d+(?::\d+)?\)?$/.test(line)
  );
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // What JSON gives for an object has names and values.
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
