import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { defineCheck, type Verdict } from '../../model/check.ts';
import type { Image } from '../../model/resources.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** The command that the image starts. */
export const cmd = defineCheck({
  id: 'cmd',
  title: 'The command that the image starts',
  proof: "CMD and ENTRYPOINT in the image's configuration, as docker inspect shows them.",
  instruction: 'CMD',
  language,
  faults,
  goodShapes,
  params: z
    .strictObject({
      cmd: z.array(z.string().min(1)).min(1).optional().describe('CMD, word for word'),
      contains: z.string().min(1).optional().describe('What stands in ENTRYPOINT and CMD together'),
    })
    .describe('Any CMD or ENTRYPOINT when both are left out'),
  describe: ({ cmd: words, contains }) =>
    words !== undefined
      ? `CMD is ${JSON.stringify(words)}`
      : `the image starts ${contains ?? 'a command'}`,
  needs: ['image'],
  run: async (params, { image }) => judgeCommand(params, image),
});

export function judgeCommand(
  {
    cmd: words,
    contains,
  }: { readonly cmd?: readonly string[] | undefined; readonly contains?: string | undefined },
  { config, reference }: Pick<Image, 'config' | 'reference'>,
): Verdict {
  const command = `docker image inspect --format '{{json .Config.Entrypoint}} {{json .Config.Cmd}}' ${reference}`;
  const started = [...config.entrypoint, ...config.cmd];
  const line = ` ${started.join(' ').replace(/\s+/g, ' ')} `;
  const actual = `ENTRYPOINT ${JSON.stringify(config.entrypoint)} CMD ${JSON.stringify(config.cmd)}`;
  const isSame = words === undefined || isDeepStrictEqual(words, config.cmd);
  // At the edges of words: `node out` is not in `node out.js`.
  const isIn =
    contains === undefined ||
    new RegExp(`(?<![\\w/.-])${literal(contains.trim().replace(/\s+/g, ' '))}(?![\\w/-])`).test(
      line,
    );
  if (started.length > 0 && isSame && isIn) return { status: 'PASS', evidence: actual, command };
  const expected = words === undefined ? (contains ?? 'a command') : `CMD ${JSON.stringify(words)}`;
  return {
    status: 'FAIL',
    evidence: `The image does not start with ${expected}`,
    expected,
    actual,
    ...(words !== undefined &&
      isDeepStrictEqual(words, started) && {
        diagnosis: 'ENTRYPOINT and CMD together are that command; CMD alone is not.',
      }),
    fix: 'Correct CMD in the last stage, or the command in the spec.',
    command,
  };
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
