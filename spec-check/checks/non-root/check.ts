import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { conflictOfUsers } from './conflict.ts';
import { faults } from './faults.ts';
import { judgeUser, whoRuns } from './measure.ts';

/** The user that the container runs as. */
export const nonRoot = defineCheck({
  id: 'non-root',
  title: 'The user that the container runs as',
  proof:
    "The configured user, and the real uid of every process of the running container, as the engine's host sees them.",
  topics: [
    'user',
    'non root user',
    'non root',
    'root',
    'unprivileged user',
    'least privilege',
    'privileges',
    'non root execution',
    'process user',
    'runtime user',
  ],
  examples: [
    'Container runs as non-root user',
    'Does not run as root',
    'The process never runs as root',
    'Runs as `appuser`',
  ],
  sentences: [
    {
      template:
        '[<container>] <runs> [under|using|only] [dedicated|separate|own|regular|normal] <unprivileged> <user> [inside container]',
      params: nonRootOnly,
    },
    { template: '[<container>] <runs> (not|never) root <user>', params: nonRootOnly },
    {
      template:
        '[<container>] (not|never) (<runs>|root|<runs> root|<runs> under root|<runs> using root) <user>',
      params: nonRootOnly,
      under: [],
    },
    { template: '[<container>] (not|never) <runs> root <user>', params: nonRootOnly },
    {
      template: '[<container>] <runs> without root (privileges|rights|permissions|access)',
      params: nonRootOnly,
    },
    { template: '[<container>] <runs> (user|account) other than root', params: nonRootOnly },
    {
      template: '[<container>] (uses|uses dedicated|configured|has|switches) <unprivileged> <user>',
      params: nonRootOnly,
    },
    {
      template:
        '<unprivileged> (user|container|process|execution|account) [used|configured|set|enforced|container|image]',
      params: nonRootOnly,
    },
    { template: '<unprivileged>', params: nonRootOnly },
    {
      template:
        '[<container>|main|pid 1|running|runtime|effective]* (user|uid|user id|process) [inside container|inside|container|process]* not (root|0)',
      params: nonRootOnly,
    },
    { template: '[<container>] [main|process]* not (uid|user id) 0', params: nonRootOnly },
    {
      template: '[<unprivileged>] [<container>] [<runs>] [user]* (uid|user id) other than 0',
      params: nonRootOnly,
    },
    {
      template:
        '[when|if] [<actor>] [do|run|runs|execute|call] {id-u} [then|answer|output|result|it]* [returns|prints|shows|gives|say|answers]* (not|never) [return|print|show|give|say]* 0',
      params: nonRootOnly,
    },
    {
      template: '<container> (not|never) <runs> root (privileges|rights|permissions)',
      params: nonRootOnly,
    },
    { template: '<container> drops root [privileges|rights|permissions]', params: nonRootOnly },
    {
      template:
        '(running|run|executing|calling|command)* ({whoami}|whoami) [(inside|run|running|container|<image>)]* (not|never) (return|print|show|answer|say|output) root',
      params: nonRootOnly,
    },
    {
      template: '(no|none of) (process|processes) [inside|container]* <runs> root [user]',
      params: nonRootOnly,
    },
    { template: 'no root (user|process|processes) [container]', params: nonRootOnly },
    { template: '<container> <runs> [user] root [user]', params: () => ({ root: true }) },
    { template: '<runs> [user] root [user]', params: () => ({ root: true }) },
    {
      template: '[<container>] <runs> [non root|unprivileged] [user] {user} [user]',
      params: ({ user }) => ({ user: String(user) }),
    },
    {
      template: '[<container>] (not|never) <runs> [user] {user} [user]',
      params: ({ user }) => ({ notUser: String(user) }),
    },
    {
      template: '[<container>] <runs> [user] (uid|user id) {uid}',
      params: ({ uid }) => ({ uid: Number(uid) }),
    },
    {
      template:
        '[<container>] [<runs>] [under|using|only] [dedicated|separate|own|regular|normal] <unprivileged> <user> [inside container] (uid|user id|id) {ordinary-uid} [inside container]',
      params: ({ 'ordinary-uid': uid }) => ({ uid: Number(uid) }),
    },
    {
      template: '<unprivileged> <user> {user} [<dockerfile>|<image>]',
      params: ({ user }) => ({ user: String(user) }),
    },
    {
      template: '<unprivileged> (user|account) (<dockerfile>|<image>)',
      params: nonRootOnly,
    },
    {
      template:
        '({whoami}|whoami) [(inside|run|running|executed|container|<image>)]* (returns|prints|shows|answers|says|gives) {user}',
      params: ({ user }) => ({ user: String(user) }),
    },
    {
      template:
        '({whoami}|whoami) [(inside|run|running|executed|container|<image>)]* (not|never) (return|print|show|answer|say) root',
      params: nonRootOnly,
    },
  ],
  instruction: 'USER',
  conflict: conflictOfUsers,
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

function nonRootOnly() {
  return { root: false };
}
