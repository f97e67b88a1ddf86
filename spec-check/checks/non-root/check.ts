import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { conflictOfUsers } from './conflict.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeUser, whoRuns } from './measure.ts';

export const nonRoot = defineCheck({
  id: 'non-root',
  title: 'The user that the container runs as',
  proof:
    "The configured user, and the real uid of every process of the running container, as the engine's host sees them.",
  instruction: 'USER',
  conflict: conflictOfUsers,
  unusual: (params) =>
    ('root' in params && params.root) || ('uid' in params && params.uid === 0)
      ? {
          code: 'wants-root',
          reason: 'demands root: whoever breaks out of the process owns the container',
          instead: 'Container does not run as root',
        }
      : undefined,
  language,
  faults,
  params: z.union([
    z.strictObject({
      root: z.boolean().describe('false: no process may have uid 0; true: it must be root'),
    }),
    z.strictObject({ user: z.string().describe('The name it runs under, which is not root') }),
    z.strictObject({ notUser: z.string().describe('A name that no process may have') }),
    z.strictObject({ uid: z.int().nonnegative().describe('The number it runs under') }),
  ]),
  describe: (params) => {
    if ('user' in params) return `the processes run as the user ${params.user}, which is not root`;
    if ('notUser' in params) return `no process runs as the user ${params.notUser}`;
    if ('uid' in params) return `the processes run with uid ${params.uid}`;
    return params.root ? 'the processes run with uid 0' : 'no process of the container has uid 0';
  },
  needs: ['engine', 'image', 'container'],
  run: async (params, { engine, image, container }, { signal }) => {
    await container.answers(signal);
    const seen = await whoRuns(engine.docker, image, container, signal);
    return judgeUser(params, seen, { reference: image.reference, command: container.command });
  },
});
