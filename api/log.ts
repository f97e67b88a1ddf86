import { styleText } from 'node:util';
import { type Logger, pino } from 'pino';
import type { LogOutput } from './log-output.ts';
import type { Settings } from './settings.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'isLevelEnabled'>;

/** One line for each event: JSON to the output, or, without one, readable text on the terminal. */
export const openLog = (level: Settings['LOG_LEVEL'], output?: LogOutput): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describe },
      redact: ['password', '*.password', 'authorization', '*.authorization', 'cookie', '*.cookie'],
    },
    output ?? terminal,
  );

/** What an error is and where it arose. A driver's message holds SQL, rows, even passwords: it stays out. */
export function describe(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { name, message, cause, stack = '' } = error;
  const ours = cause === undefined && !name.includes('Postgres');
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  return {
    kind: name,
    ...('code' in error ? { code: error.code } : {}),
    ...(ours ? { message } : {}),
    ...(cause === undefined ? {} : { cause: describe(cause) }),
    at: frames.slice(0, 8).map((line) => line.trim()),
  };
}

const terminal = {
  write(json: string) {
    const { level, time, msg, ...rest } = JSON.parse(json);
    const details = Object.entries(rest).map(
      ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
    );
    const color = /error|fatal/.test(level) ? 'red' : level === 'warn' ? 'yellow' : 'green';
    process.stdout.write(
      `${time.slice(11, 19)} ${styleText(color, level.padEnd(5))} ${msg} ${styleText('dim', details.join(' '))}\n`,
    );
  },
};
