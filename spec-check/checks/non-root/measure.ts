import type { Docker } from '../../model/docker.ts';
import type { Container, Image } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
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
  /** Names that the image's own /etc/passwd gives a uid. */
  readonly names: Readonly<Record<number, readonly string[]>>;
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
    names: passwd.exitCode === 0 ? parsePasswd(passwd.stdout) : {},
    whoami: whoami.exitCode === 0 ? whoami.stdout.trim() : undefined,
  };
}

/** Names by uid, from the text of /etc/passwd. */
export function parsePasswd(text: string): Readonly<Record<number, readonly string[]>> {
  const names: Record<number, string[]> = {};
  for (const [, name = '', uid = ''] of text.matchAll(
    /(?:^|\n|\0)([a-z_][a-z0-9_.-]*\$?):[^:\n]*:(\d+):\d+:/gi,
  )) {
    names[Number(uid)] = [...(names[Number(uid)] ?? []), name];
  }
  return names;
}

/** Whether a claim about the user holds for the configuration and for every process. */
export function judgeUser(
  claim: UserClaim,
  seen: WhoRuns,
  { reference, command }: { readonly reference: string; readonly command: string },
): Verdict {
  const [first] = seen.processes;
  if (first === undefined) throw new Error('no process of the container was seen');
  const proven = {
    measured: {
      uid: first.uids[1],
      configuredUser: seen.configured,
      processes: seen.processes.length,
    },
    command: `docker image inspect --format '{{.Config.User}}' ${reference}; ${command.replace('docker run --rm', 'docker run --rm -d --name look')}; docker top look -eo pid,uid,args`,
  };
  const problem = problemOf(claim, seen, first);
  if (problem === undefined) return { status: 'PASS', evidence: shown(seen, first), ...proven };
  return {
    status: 'FAIL',
    evidence: `${problem.said}: ${shown(seen, first)}`,
    ...problem.fail,
    ...proven,
  };
}

interface Problem {
  readonly said: string;
  readonly fail: {
    readonly expected: string;
    readonly actual: string;
    readonly diagnosis?: string;
    readonly fix: string;
  };
}

function problemOf(claim: UserClaim, seen: WhoRuns, first: Process): Problem | undefined {
  const actual = shown(seen, first);
  if ('uid' in claim) {
    const other = seen.processes.find(({ uids }) => uids.some((uid) => uid !== claim.uid));
    return (
      other && {
        said: `Runs with another uid than ${claim.uid}`,
        fail: {
          expected: `uid ${claim.uid} in every process`,
          actual,
          fix: `Add USER ${claim.uid} to the last stage of the Dockerfile.`,
        },
      }
    );
  }
  if ('notUser' in claim) {
    const named = seen.processes.find((process) => isNamed(seen, process, claim.notUser));
    const runsAs =
      named !== undefined ||
      userPart(seen.configured) === claim.notUser ||
      seen.whoami === claim.notUser;
    return runsAs
      ? {
          said: `Runs as ${claim.notUser}`,
          fail: {
            expected: `a user other than ${claim.notUser}`,
            actual,
            fix: 'Name another user with USER in the last stage of the Dockerfile.',
          },
        }
      : undefined;
  }
  if ('root' in claim && claim.root) {
    return first.uids[1] === 0
      ? undefined
      : {
          said: 'Does not run as root',
          fail: {
            expected: 'uid 0',
            actual,
            fix: 'Remove USER from the last stage, or correct the spec: root is seldom wanted.',
          },
        };
  }
  const root = rootProblem(seen, first);
  if (root !== undefined || !('user' in claim)) return root;
  const stranger = seen.processes.find((process) => !isNamed(seen, process, claim.user));
  return (
    stranger && {
      said: `Does not run as ${claim.user}`,
      fail: {
        expected: `the user ${claim.user}`,
        actual,
        fix: `Add USER ${claim.user} to the last stage of the Dockerfile.`,
      },
    }
  );
}

function rootProblem(seen: WhoRuns, first: Process): Problem | undefined {
  const fail = {
    expected: 'no process with uid 0, and a USER that is not root',
    actual: shown(seen, first),
  };
  const addUser =
    'Create a user in the Dockerfile and add USER 1000 (its number) to the last stage.';
  const asRoot = seen.processes.find(({ uids }) => uids.includes(0));
  const configured = userPart(seen.configured);
  const rootByName = configured === '' || configured === 'root' || /^0+$/.test(configured);
  if (asRoot !== undefined) {
    return {
      said: 'Runs as root',
      fail: {
        ...fail,
        diagnosis: rootByName
          ? `USER ${configured === '' ? 'is not set' : `is ${configured}`}, which is root.`
          : asRoot === first
            ? `The user "${configured}" is root under another name: its uid in /etc/passwd is 0.`
            : `A process started later runs as root: ${asRoot.command.slice(0, 80)}.`,
        fix: rootByName ? addUser : 'Give the user a uid other than 0.',
      },
    };
  }
  if (!rootByName) return undefined;
  return {
    said: 'Starts as root',
    fail: {
      ...fail,
      diagnosis:
        'It gives its rights up after the start; until then, and for docker exec, it is root.',
      fix: addUser,
    },
  };
}

function isNamed({ names }: WhoRuns, { uids }: Process, user: string): boolean {
  const [, effective] = uids;
  return String(effective) === user || (names[effective] ?? []).includes(user);
}

function userPart(configured: string): string {
  return configured.split(':')[0] ?? '';
}

function shown(
  { configured, processes, names, whoami }: WhoRuns,
  { uids: [, uid] }: Process,
): string {
  const name = names[uid]?.[0];
  const others = processes.filter(({ uids }) => uids[1] !== uid).length;
  return [
    `PID 1 has uid ${uid}${name === undefined ? '' : ` (${name})`}`,
    ...(processes.length > 1
      ? [
          `${processes.length} processes, ${others === 0 ? 'all the same' : `${others} with another uid`}`,
        ]
      : []),
    configured === '' ? 'USER is not set' : `USER ${configured}`,
    ...(whoami === undefined ? [] : [`whoami says ${whoami}`]),
  ].join(', ');
}
