import type { ObservedLogs } from '../../measuring/observe-logs.ts';

export const logs = (...lines: readonly string[]): ObservedLogs => ({
  lines,
  logFiles: [],
  command: 'x',
});
