import type { ObservedLogs } from '../../measuring/observe-logs.ts';
import { mustPrint, observeLogs, recordOf } from '../../measuring/observe-logs.ts';
import { defineCheck } from '../../model/check.ts';
import { masked } from '../../secrets/mask.ts';

export const logsNoErrors = defineCheck({
  title: 'No errors in the logs',
  proof:
    'What a container of its own prints while it starts and answers a request that goes well: no line of level error or worse, no stack trace. One that prints nothing is AMBIGUOUS.',
  language: {
    with: 'container app image ours system it stdout docker show carry every start start-time',
    senses: [{ says: 'error log', not: 1, given: 'start' }, { says: 'log clean' }],
    examples: ['No errors in the logs', 'Logs contain no exceptions'],
  },
  faults: [
    ['a record of level error', 'logs-too-much', '', /1 of \d+ log lines: .*cache is cold/],
    ['a stack trace', 'logs-failures', '', /log lines: Error: no cache/],
  ],
  goodShapes: [['observable']],
  needs: ['engine', 'image', 'containers'],
  run: async (_params, resources, { signal }) => judgeErrors(await observeLogs(resources, signal)),
});

export function judgeErrors(seen: ObservedLogs) {
  mustPrint(seen);
  const errors = seen.lines.filter(isError).map(masked);
  return {
    holds: errors.length === 0,
    evidence: `None of ${seen.lines.length} log lines is an error`,
    wrong: `${errors.length} of ${seen.lines.length} log lines: ${errors[0]?.slice(0, 200)}`,
    actual: errors.slice(0, 5).join('\n'),
    fix: 'The line says what is wrong; log what is expected at a lower level.',
    measured: { lines: seen.lines.length },
    command: seen.command,
  };
}

/** By its level where it is JSON, else by how error lines and stack traces begin. */
function isError(line: string): boolean {
  const record = recordOf(line);
  if (record !== undefined) {
    const level = record.level ?? record.severity ?? record.lvl ?? record['log.level'];
    // pino and bunyan count: 50 is error.
    if (typeof level === 'number') return level >= 50;
    if (typeof level === 'string')
      return /^(?:err|fatal|crit|panic|severe|alert|emerg)/i.test(level);
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
