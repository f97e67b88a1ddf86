import type { Docker } from '../../model/docker.ts';
import type { Container, Image } from '../../model/resources.ts';
import { type Judgement, judged, type Verdict } from '../../model/verdict.ts';
import { readUsers, type User } from '../../resources/image-users.ts';
import { type Process, readProcesses } from '../../resources/processes.ts';

/** What a sentence may claim about the user. */
export type UserClaim =
  | { readonly root: boolean }
  | { readonly user: string }
  | { readonly notUser: string }
  | { readonly uid: number };

/** Who runs what, from three sources that can contradict each other. */
export interface WhoRuns {
  /** USER as configured: `appuser`, `1000:1000`, empty for root. */
  readonly configured: string;
  /** PID 1 first. */
  readonly processes: readonly Process[];
  /** Of the container's own /etc/passwd. */
  readonly users: readonly Pick<User, 'name' | 'uid'>[];
  /** What `whoami` says in the container; undefined where there is none, or it knows no name. */
  readonly whoami: string | undefined;
}

export async function whoRuns(
  docker: Docker,
  image: Image,
  container: Container,
  signal: AbortSignal,
): Promise<WhoRuns> {
  const { pid } = await container.state(signal);
  // First, while nothing that is asked for below runs in there as well.
  const processes = await readProcesses(docker, { id: container.id, pid }, signal);
  const [passwd, whoami] = await Promise.all([
    // Needs no program in the image: the engine copies the file out, as an archive of one text.
    docker.run(['cp', '--follow-link', `${container.id}:/etc/passwd`, '-'], { signal }),
    docker.run(['exec', container.id, 'whoami'], { signal }),
  ]);
  return {
    configured: image.config.user,
    processes,
    users: readUsers(passwd.stdout),
    whoami: whoami.exitCode === 0 ? whoami.stdout.trim() : undefined,
  };
}

/** Whether a claim about the user holds for the configuration and for every process. */
export function judgeUser(
  claim: UserClaim,
  seen: WhoRuns,
  { reference, command }: { readonly reference: string; readonly command: string },
): Verdict {
  const [first] = seen.processes;
  if (first === undefined) throw new Error('no process of the container was seen');
  const evidence = shown(seen, first);
  const problem = problemOf(claim, seen, first);
  return judged({
    ...{ expected: '', fix: '', ...problem, evidence, actual: evidence },
    holds: problem === undefined,
    wrong: `${problem?.wrong}: ${evidence}`,
    measured: {
      uid: first.uids[1],
      configuredUser: seen.configured,
      processes: seen.processes.length,
    },
    command: `docker image inspect --format '{{.Config.User}}' ${reference}; ${command.replace('docker run --rm', 'docker run --rm -d --name look')}; docker top look -eo pid,uid,args`,
  });
}

type Problem = Pick<Judgement, 'wrong' | 'expected' | 'diagnosis' | 'fix'>;

function problemOf(claim: UserClaim, seen: WhoRuns, first: Process): Problem | undefined {
  const { processes, configured, whoami } = seen;
  const addUser = (user: string | number) =>
    `Add USER ${user} to the last stage of the Dockerfile.`;
  if ('uid' in claim) {
    const { uid } = claim;
    return processes.every(({ uids }) => uids.every((one) => one === uid))
      ? undefined
      : {
          wrong: `Runs with another uid than ${uid}`,
          expected: `uid ${uid} in every process`,
          fix: addUser(uid),
        };
  }
  if ('notUser' in claim) {
    const { notUser } = claim;
    const named = [userPart(configured), whoami].includes(notUser);
    return named || processes.some((process) => isNamed(seen, process, notUser))
      ? {
          wrong: `Runs as ${notUser}`,
          expected: `a user other than ${notUser}`,
          fix: 'Name another user with USER in the last stage of the Dockerfile.',
        }
      : undefined;
  }
  if ('root' in claim && claim.root)
    return first.uids[1] === 0
      ? undefined
      : {
          wrong: 'Does not run as root',
          expected: 'uid 0',
          fix: 'Remove USER from the last stage, or correct the spec: root is seldom wanted.',
        };
  const root = rootProblem(seen, first);
  if (root !== undefined || !('user' in claim)) return root;
  const { user } = claim;
  return processes.every((process) => isNamed(seen, process, user))
    ? undefined
    : { wrong: `Does not run as ${user}`, expected: `the user ${user}`, fix: addUser(user) };
}

function rootProblem({ processes, configured }: WhoRuns, first: Process): Problem | undefined {
  const asRoot = processes.find(({ uids }) => uids.includes(0));
  const user = userPart(configured);
  const isConfigured = /^(?:root|0*)$/.test(user);
  if (asRoot === undefined && !isConfigured) return undefined;
  const started =
    asRoot === first
      ? `The user "${user}" is root under another name: its uid in /etc/passwd is 0.`
      : `A process started later runs as root: ${asRoot?.command.slice(0, 80)}.`;
  const set = `USER ${user === '' ? 'is not set' : `is ${user}`}, which is root.`;
  return {
    wrong: asRoot === undefined ? 'Starts as root' : 'Runs as root',
    expected: 'no process with uid 0, and a USER that is not root',
    diagnosis:
      asRoot === undefined
        ? 'It gives its rights up after the start; until then, and for docker exec, it is root.'
        : isConfigured
          ? set
          : started,
    fix: isConfigured
      ? 'Create a user in the Dockerfile and add USER 1000 (its number) to the last stage.'
      : 'Give the user a uid other than 0.',
  };
}

function isNamed({ users }: WhoRuns, { uids: [, uid] }: Process, user: string): boolean {
  return String(uid) === user || users.some((one) => one.uid === uid && one.name === user);
}

function userPart(configured: string): string {
  return configured.split(':')[0] ?? '';
}

function shown({ configured, processes, users, whoami }: WhoRuns, first: Process): string {
  const [, uid] = first.uids;
  const name = users.find((one) => one.uid === uid)?.name;
  const others = processes.filter(({ uids }) => uids[1] !== uid).length;
  return [
    `PID 1 has uid ${uid}${name === undefined ? '' : ` (${name})`}`,
    processes.length > 1 &&
      `${processes.length} processes, ${others === 0 ? 'all the same' : `${others} with another uid`}`,
    configured === '' ? 'USER is not set' : `USER ${configured}`,
    whoami !== undefined && `whoami says ${whoami}`,
  ]
    .filter(Boolean)
    .join(', ');
}
