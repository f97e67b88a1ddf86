import { readUsers, type User } from '../../image-files/users.ts';
import type { Resources } from '../../model/resources.ts';
import { judgedBy } from '../../model/verdict.ts';
import { type Process, readProcesses } from '../../resources/processes.ts';
import type { UserClaim } from './conflict.ts';

type Parts = Pick<Resources, 'engine' | 'image' | 'container'>;

/** Who runs what, from three sources that can contradict each other. */
export async function whoRuns({ engine, image, container }: Parts, signal: AbortSignal) {
  const { docker } = engine;
  // First, because the looks below start processes in the container.
  const processes = await readProcesses(docker, container, signal);
  const [passwd, whoami] = await Promise.all([
    // Needs no program in the image: the engine copies the file out, as an archive of one text.
    docker.run(['cp', '--follow-link', `${container.id}:/etc/passwd`, '-'], { signal }),
    docker.run(['exec', container.id, 'whoami'], { signal }),
  ]);
  const users: readonly Pick<User, 'name' | 'uid'>[] = readUsers(passwd.stdout);
  return {
    /** USER: `appuser`, `1000:1000`, empty for root. */
    configured: image.config.User,
    /** PID 1 first. */
    processes,
    users,
    /** Undefined where there is no such program, or it knows no name. */
    whoami: whoami.exitCode === 0 ? whoami.stdout.trim() : undefined,
  };
}

export type WhoRuns = Awaited<ReturnType<typeof whoRuns>>;

export function judgeUser(
  { root, user, notUser, uid, gid, minUid = 0 }: UserClaim,
  seen: WhoRuns,
  { reference, command }: { readonly reference: string; readonly command: string },
) {
  const { processes, users, configured, whoami } = seen;
  const [first] = processes;
  if (first === undefined) throw new Error('no process of the container was seen');
  const evidence = shown(seen, first);
  const named = userPart(configured);
  const isNamed =
    (name = '') =>
    ({ uids: [, own] }: Process) =>
      String(own) === name || users.some((one) => one.uid === own && one.name === name);
  const ids = gid === undefined ? `${uid}` : `${uid}:${gid}`;
  const fix = `Add USER ${user ?? ids} to the last stage of the Dockerfile.`;
  const isRuledOut = [named, whoami].includes(notUser) || processes.some(isNamed(notUser));
  return judgedBy(
    [
      uid !== undefined &&
        !processes.every(
          (one) => one.uids.every((id) => id === uid) && one.gid === (gid ?? one.gid),
        ) && [`Runs with other ids than ${ids}: ${evidence}`, fix],
      processes.some(({ uids }) => uids.some((id) => id < minUid)) && [
        `Runs with a uid below ${minUid}: ${evidence}`,
        `Give the user of the last stage's USER a uid of ${minUid} or more.`,
      ],
      notUser !== undefined &&
        isRuledOut && [
          `Runs as ${notUser}: ${evidence}`,
          'Name another user with USER in the last stage of the Dockerfile.',
        ],
      root === true &&
        first.uids[1] !== 0 && [
          `Does not run as root: ${evidence}`,
          'Remove USER from the last stage, or correct the spec: root is seldom wanted.',
        ],
      root !== true && notUser === undefined && uid !== 0 && asRoot(seen, first, evidence),
      user !== undefined &&
        !processes.every(isNamed(user)) && [`Does not run as ${user}: ${evidence}`, fix],
    ],
    {
      evidence,
      measured: { uid: first.uids[1], configuredUser: configured, processes: processes.length },
      command: `docker image inspect --format '{{.Config.User}}' ${reference}; ${command}; docker top look -eo pid,uid,args; docker rm -f look`,
    },
  );
}

function asRoot({ processes, configured }: WhoRuns, first: Process, evidence: string) {
  const found = processes.find(({ uids }) => uids.includes(0));
  const user = userPart(configured);
  const isConfigured = /^(?:root|0*)$/.test(user);
  if (found === undefined && !isConfigured) return undefined;
  const started =
    found === first
      ? `The user "${user}" is root under another name: its uid in /etc/passwd is 0.`
      : `A process started later runs as root: ${found?.command.slice(0, 80)}.`;
  return [
    `${found === undefined ? 'Starts as root' : 'Runs as root'}: ${evidence}`,
    isConfigured
      ? 'Create a user in the Dockerfile and add USER 1000 (its number) to the last stage.'
      : 'Give the user a uid other than 0.',
    found === undefined
      ? 'It gives its rights up after the start; until then, and for docker exec, it is root.'
      : isConfigured
        ? `USER ${user === '' ? 'is not set' : `is ${user}`}, which is root.`
        : started,
  ] as const;
}

const userPart = (configured: string): string => configured.split(':')[0] ?? '';

function shown({ configured, processes, users, whoami }: WhoRuns, first: Process): string {
  const [, uid] = first.uids;
  const name = users.find((one) => one.uid === uid)?.name;
  const others = processes.filter(({ uids }) => uids[1] !== uid).length;
  return [
    `PID 1 has uid ${uid}${name === undefined ? '' : ` (${name})`} and gid ${first.gid}`,
    processes.length > 1 &&
      `${processes.length} processes, ${others === 0 ? 'all the same' : `${others} with another uid`}`,
    configured === '' ? 'USER is not set' : `USER ${configured}`,
    whoami !== undefined && `whoami says ${whoami}`,
  ]
    .filter(Boolean)
    .join(', ');
}
