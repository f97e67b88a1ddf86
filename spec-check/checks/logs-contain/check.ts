import * as z from 'zod';
import { observeLogs } from '../../measuring/observe-logs.ts';
import { defineCheck } from '../../model/check.ts';
import { lastLines } from '../../model/format.ts';
import { masked } from '../../secrets/mask.ts';

export const logsContain = defineCheck({
  title: 'The logs contain a text',
  proof:
    'What a container of its own prints while it starts and answers a request, within five seconds: the text, letter for letter, in one line.',
  language: {
    with: 'container app image ours stdout system it docker start-time after-start',
    senses: [{ says: 'log show {text}', params: { text: '{text}' } }],
    examples: ['Logs show "Server listening"', 'The container log contains "ready"'],
  },
  faults: [
    ['nothing is printed', 'ignores-url', 'text="Starting the task store"', /do not contain/],
    ['another text', 'logs-too-much', 'text="Starting the clock"', /do not contain/],
  ],
  goodShapes: [['observable', 'text="Starting the task store"']],
  params: z.strictObject({ text: z.string().min(1).describe('Letter for letter') }),
  describe: ({ text }) => `the logs of a container contain "${text}"`,
  needs: ['engine', 'image', 'containers'],
  run: async ({ text }, resources, { signal }) => {
    const { lines, command } = await observeLogs(resources, signal);
    const line = lines.find((line) => line.includes(text));
    return {
      holds: line !== undefined,
      evidence: `The logs have: ${masked(line ?? '').slice(0, 200)}`,
      wrong: `The logs do not contain "${text}"`,
      actual: masked(lastLines(lines.join('\n'), 5)) || '(nothing)',
      fix: 'Log it to stdout, or correct the text in the spec.',
      command,
    };
  },
});
