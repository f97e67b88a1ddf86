import * as z from 'zod';
import { usersOf } from '../../image-files/users.ts';
import { defineCheck } from '../../model/check.ts';
import { holds } from '../../model/limit.ts';

export const userExists = defineCheck({
  title: 'The image has a user',
  proof:
    '/etc/passwd in the file system of the image. Whether it runs as that user is another promise.',
  instruction: 'USER',
  language: {
    with: 'image container dockerfile ours system it uid user own {count} {number} {ids} gid final-stage',
    senses: [
      {
        says: 'resource_create|present unprivileged|user {user}',
        params: (values) => {
          const [uid, gid] = values.one('ids') ?? [];
          const user = values.one('user');
          // `USER node` says who runs it; `appgroup` (GID 1000) is no user.
          if (values.has('line') || (values.has('gid') && !gid) || /gro?u?p$/.test(user ?? ''))
            return [];
          return { user, uid: values.one('count')?.[0] ?? values.one('number') ?? uid, gid };
        },
      },
    ],
    examples: ['The user `worker` exists in the image', 'Create a user `svc` with UID above 1000'],
  },
  faults: [
    ['no such user', 'bad-files', 'user=svc', /no svc/],
    ['another uid', 'busybox', 'user=app uid={"op":">","value":20000}', /has app, with uid 10001/],
  ],
  goodShapes: [['good-files', 'user=app uid={"op":">","value":10000}']],
  params: z.strictObject({
    user: z.string().min(1).describe('Its name'),
    uid: z
      .union([
        z.int().nonnegative(),
        z.strictObject({ op: z.enum(['<', '<=', '>', '>=']), value: z.int().nonnegative() }),
      ])
      .optional()
      .describe('Its number, or a bound: {"op":">","value":999}'),
    gid: z.int().nonnegative().optional().describe('The number of its group'),
  }),
  describe: ({ user, uid, gid }) => {
    const number = typeof uid === 'object' ? `${uid.op} ${uid.value}` : uid;
    return `the image has a user ${user}${uid === undefined ? '' : ` with uid ${number}`}${gid === undefined ? '' : ` in group ${gid}`}`;
  },
  needs: ['image', 'files'],
  run: ({ user, uid, gid }, { image, files }) => {
    const users = usersOf(files);
    const found = users.find((one) => one.name === user && (gid ?? one.gid) === one.gid);
    const fits =
      typeof uid === 'object'
        ? holds(uid.op, found?.uid ?? -1, uid.value)
        : found?.uid === (uid ?? found?.uid);
    return {
      holds: found !== undefined && fits,
      evidence: `/etc/passwd has ${found === undefined ? `no ${user}` : `${user}, with uid ${found.uid}`}`,
      actual:
        users.map(({ name, uid, gid }) => `${name} (${uid}:${gid})`).join(', ') || 'no user at all',
      fix: `Add it in the last stage: RUN useradd --uid ${typeof uid === 'number' ? uid : 10001} ${user}`,
      command: `docker create --name look ${image.reference} none; docker cp look:/etc/passwd -; docker rm look`,
    };
  },
});
