import * as z from 'zod';
import { defineCheck, type Values } from '../../model/check.ts';
import { onError } from '../../model/on-error.ts';
import { ImageFault } from '../../model/verdict.ts';
import { conflictOfUsers } from './conflict.ts';

export const nonRoot = defineCheck({
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
  language: {
    with: 'distroless image container app process dockerfile system it docker ours user own inside hardcoded now runtime manner final-stage small first instruction instruction-name cmd-instruction docker-ps show stated answer id id-u run use execution present',
    given: 'user show uid process check call docker-run id-u actor run ask',
    rather: 'root user uid {user}',
    params: { root: false },
    senses: [
      {
        says: 'unprivileged',
        with: 'keep stay start uid contains whoami every',
        params: (values) => (values.has('{user}') && !values.has('whoami') ? [] : { root: false }),
      },
      { says: 'unprivileged resource_create run|sign_up|use' },
      { says: 'user for container resource_create' },
      {
        says: 'unprivileged|run|user|uid|id-u {number}|{ids} uid|run|line|id-u',
        with: 'gid argument stage',
        // User 0 is root; in "2 Container runs as non-root (3)" a small number is no id.
        params: (values) => {
          const [uid = 0, gid] = values.one('ids') ?? [values.one('number')];
          const isNamed = ['uid', 'gid', 'line', '{ids}'].some(values.has);
          const least = isNamed || !values.has('unprivileged') ? 1 : 100;
          return uid >= least && (gid !== undefined || !values.has('gid')) ? { uid, gid } : [];
        },
      },
      {
        says: 'unprivileged|run|user|id-u|uid {count} uid',
        with: 'every',
        params: ({ one }) => {
          const [{ op, value = 0 } = {}] = one('count') ?? [];
          return op === '>=' || op === '>' ? { minUid: value + Number(op === '>') } : [];
        },
      },
      {
        says: 'unprivileged|run|id {user} {number}|{ids} uid|instruction-name',
        with: 'gid resource_create docker-run',
        params: userAndId,
      },
      { says: 'unprivileged {user}', with: 'sign_up argument', params: { user: '{user}' } },
      {
        says: 'as|als|como|comme|user|whoami {user}',
        with: 'sign_up argument docker-run contains default',
        // "The image has a user `app`" says nothing of who runs it; `USER app` does.
        params: (values) =>
          values.has('line') || !['present', 'contains', 'cmd-instruction'].some(values.has)
            ? { user: values.one('user') }
            : [],
      },
      { says: 'root', not: 1, unless: 'show instruction', rather: '', with: 'need every start' },
      { says: 'docker-ps|whoami|id-u|id root', not: 1, rather: '', with: 'configuration' },
      { says: 'dropped|avoid root' },
      { says: 'run|user root', unless: 'present use', params: { root: true } },
      { says: 'run {user}', not: 1, params: { notUser: '{user}' } },
    ],
    examples: ['Container runs as non-root user', 'Does not run as root', 'Runs as `appuser`'],
  },
  faults: [
    ['another user', 'updates-all', 'user=www-data', /Does not run as www-data/],
    ['no USER', 'careless', 'root=false', /Runs as root[\s\S]*USER is not set/],
    ['root under another name', 'root-named-appuser', 'root=false', /root under another name/],
    ['USER 0:0', 'user-zero', 'Does NOT run as root', /Runs as root/],
    ['a lower uid', 'updates-all', 'minUid=10000', /a uid below 10000/],
  ],
  params: z.union([
    z.strictObject({ root: z.boolean().describe('false: no process has uid 0; true: it is root') }),
    z.strictObject({ user: z.string().describe('The name it runs under, which is not root') }),
    z.strictObject({ notUser: z.string().describe('A name that no process may have') }),
    z.strictObject({ minUid: z.int().positive().describe('No process has a lower number') }),
    z.strictObject({
      uid: z.int().nonnegative().describe('The number it runs under'),
      gid: z.int().nonnegative().optional().describe('The number of its group'),
    }),
  ]),
  describe: (params) => {
    if ('user' in params) return `the processes run as the user ${params.user}, which is not root`;
    if ('notUser' in params) return `no process runs as the user ${params.notUser}`;
    if ('minUid' in params) return `no process has a uid below ${params.minUid}`;
    if ('uid' in params)
      return `the processes run with uid ${params.uid}${params.gid === undefined ? '' : ` and gid ${params.gid}`}`;
    return params.root ? 'the processes run with uid 0' : 'no process of the container has uid 0';
  },
  needs: ['engine', 'image', 'container'],
  run: async (params, resources, { signal }) => {
    const { image, container } = resources;
    const { unlessUnclear } = await import('../../api-client/use-resource.ts');
    const { judgeUser, whoRuns } = await import('./measure.ts');
    // A program without HTTP has a user as well, and so has one that listens elsewhere.
    const isUp = unlessUnclear(() => container.answers(signal));
    await isUp.catch(onError(ImageFault, () => container.mustRun(signal)));
    const seen = await whoRuns(resources, signal);
    return judgeUser(params, seen, { reference: image.reference, command: container.detached });
  },
});

/** "Create the user `app` (UID 1000)" says nothing of who runs it; its USER line does. */
function userAndId(values: Values) {
  if (values.has('resource_create') && !values.has('instruction-name')) return [];
  const [uid, gid] = values.one('ids') ?? [values.one('number')];
  return [{ user: values.one('user') }, { uid, gid }];
}
