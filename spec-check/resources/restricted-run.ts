import { randomInt } from 'node:crypto';
import { type ApiHints, type KnownApi, readApiWhenReady } from '../api-client/discover.ts';
import { exchangeWhenReady, NoAnswer, shownExchange } from '../api-client/exchange.ts';
import { answeringPath } from '../api-client/paths.ts';
import { type Usage, useResource } from '../api-client/use-resource.ts';
import type { Docker } from '../model/docker.ts';
import { lastLines } from '../model/format.ts';
import type { Container, Image, Resources } from '../model/resources.ts';
import { type Fail, ImageFault, type Verdict } from '../model/verdict.ts';
import { uniqueName } from './launch.ts';

/** A way to run a container with fewer rights: what is asked of the engine, and how the engine says that it did so. */
export interface Restriction {
  readonly purpose: string;
  /** `--read-only`: as a person types it, and as `docker run` takes it. */
  readonly options: readonly string[];
  /** Whether the engine's own account of the container has it. */
  readonly inForce: (container: EngineAccount) => boolean;
  /** Why an image does not bear it, by what it says; and for every other case. */
  readonly causes: readonly { readonly sign: RegExp; readonly diagnosis: string }[];
  readonly otherwise: string;
  readonly fix: string;
}

/** The part of `docker inspect` that says how a container runs. */
export interface EngineAccount {
  readonly user: string;
  readonly readOnly: boolean;
  readonly capDrop: readonly string[];
  readonly securityOptions: readonly string[];
  /** Where volumes and tmpfs are. */
  readonly mounts: readonly string[];
}

/** The same API twice, without the restriction and with it. */
export interface RestrictedObservation {
  /** Undefined where the engine could not even start it. */
  readonly account: EngineAccount | undefined;
  /** Why it does not run or answer, where it does not. */
  readonly fault: Omit<Fail, 'status'> | undefined;
  /** A GET that goes well without the restriction, and what it gave with it. */
  readonly answer:
    | { readonly status: number; readonly usually: number; readonly shown: string }
    | undefined;
  /** Undefined where nobody can tell what to send, or it fails without the restriction too. */
  readonly usage: Usage | undefined;
  readonly logs: string;
}

type Parts = Pick<Resources, 'engine' | 'image' | 'containers' | 'container'>;

export const readOnlyRoot: Restriction = {
  purpose: 'readonly',
  options: ['--read-only'],
  inForce: ({ readOnly }) => readOnly,
  causes: [
    { sign: /EROFS|read-?only file ?system/i, diagnosis: 'It writes to a file of its own image.' },
  ],
  otherwise: 'It needs a file system that it can write to.',
  fix: 'Keep state in the database and logs on stdout; what must be written goes to a volume or a tmpfs that the spec names.',
};

export const noCapability: Restriction = {
  purpose: 'without-capabilities',
  options: ['--cap-drop', 'ALL', '--security-opt=no-new-privileges'],
  inForce: ({ capDrop, securityOptions }) =>
    capDrop.includes('ALL') && forbidsNewPrivileges(securityOptions),
  causes: [
    {
      sign: /setuid|setgid|setgroups|initgroups|su-exec|gosu|switch user|change user/i,
      diagnosis:
        'It starts as root and changes its user by itself, which takes CAP_SETUID and CAP_SETGID.',
    },
    {
      sign: /chown/i,
      diagnosis: 'It changes the owner of files when it starts, which takes CAP_CHOWN.',
    },
    {
      sign: /EACCES|EPERM|permission denied|operation not permitted/i,
      diagnosis:
        'It reads, writes or runs something that only root with its capabilities may: without them, root is bound by permissions too.',
    },
  ],
  otherwise: 'It needs a capability.',
  fix: 'Set USER in the Dockerfile, own the files at build time (COPY --chown), and listen on a port above 1023.',
};

function forbidsNewPrivileges(options: readonly string[]): boolean {
  return options.some((option) => /^no-new-privileges(?:[:=]true)?$/.test(option));
}

export const noNewPrivilege: Restriction = {
  purpose: 'same-privileges',
  options: ['--security-opt=no-new-privileges'],
  inForce: ({ securityOptions }) => forbidsNewPrivileges(securityOptions),
  causes: [
    {
      sign: /sudo|setuid|effective uid|EACCES|EPERM|permission denied|not permitted/i,
      diagnosis: 'It starts a program that takes more rights than its user has (setuid, sudo).',
    },
  ],
  otherwise: 'It takes rights that its user does not have.',
  fix: 'Start as the user that the program needs, and leave sudo and setuid programs out of the image.',
};

/** Empty tmpfs on these paths. */
export function tmpfsOn(paths: readonly string[]): Restriction {
  return {
    purpose: 'tmpfs',
    options: paths.flatMap((path) => ['--tmpfs', path]),
    inForce: ({ mounts }) => paths.every((path) => mounts.includes(path)),
    causes: [
      {
        sign: /ENOENT|no such file|not found|MODULE_NOT_FOUND/i,
        diagnosis: 'It needs files of the image that stand there, and a tmpfs hides them.',
      },
    ],
    otherwise: 'It needs what stands there in the image.',
    fix: 'Keep only what is made at run time below these paths.',
  };
}

/** A file system that can be written only below these paths: volumes where the image has the folder, else tmpfs. */
export function writableOnly(
  paths: readonly string[],
  inImage: (path: string) => boolean,
): Restriction {
  return {
    ...readOnlyRoot,
    purpose: 'few-paths',
    options: [
      '--read-only',
      ...paths.flatMap((path) => [inImage(path) ? '--volume' : '--tmpfs', path]),
    ],
    inForce: ({ readOnly, mounts }) => readOnly && paths.every((path) => mounts.includes(path)),
    otherwise: 'It writes elsewhere.',
  };
}

/** A uid that no image knows, inside the range that engines with mapped user ids have too. */
export function unknownUser(uid = randomInt(30_000, 60_000)): Restriction {
  // As OpenShift does, and Docker where only a uid is given: group 0.
  const user = String(uid);
  return {
    purpose: 'other-user',
    options: ['--user', user],
    inForce: (account) => account.user === user,
    causes: [
      {
        sign: /getpwuid|no (?:such )?user|uv_os_get_passwd|userInfo|ENOENT[^\n]*passwd|unknown user|no matching entries/i,
        diagnosis: 'It looks its own user up in /etc/passwd, and this one is not there.',
      },
      {
        sign: /EACCES|EPERM|permission denied|operation not permitted/i,
        diagnosis: 'A file that it needs may be read or written only by the user it was built for.',
      },
    ],
    otherwise: 'It needs the user that it was built for.',
    fix: 'Make the files that it reads readable to all (chmod a+rX), and let it write only to a tmpfs or a volume.',
  };
}

/** Whether the API does with fewer rights what it does without the restriction. */
export async function proveRestricted(
  restriction: Restriction,
  parts: Parts,
  signal: AbortSignal,
): Promise<Verdict> {
  const observed = await observeRestricted(restriction, parts, signal);
  return judgeRestricted(restriction, observed, parts.image);
}

/** Runs the API with fewer rights and uses it as one without the restriction can be used. */
async function observeRestricted(
  { purpose, options }: Restriction,
  { engine: { docker }, image, containers, container: shared }: Parts,
  signal: AbortSignal,
): Promise<RestrictedObservation> {
  const hints = image.api ?? {};
  // An image that does not run at all says nothing of the restriction.
  await shared.answers(signal);
  const api = await readApiWhenReady(shared.baseUrl(), hints, signal);
  const well = await answeringPath(shared.baseUrl(), api, signal);

  await using started = new AsyncDisposableStack();
  let container: Container;
  try {
    container = started.use(
      await containers.launch({ purpose: uniqueName(purpose), options }, signal),
    );
  } catch (error) {
    if (!(error instanceof ImageFault)) throw error;
    return { ...nothing, account: undefined, fault: error.fail };
  }
  const account = await accountOf(docker, container, signal);
  try {
    await container.answers(signal);
    const again = await exchangeWhenReady(container.baseUrl(), { path: well.path, signal });
    const usage = await use(container, { shared, hints, api }, signal);
    return {
      account,
      fault: undefined,
      answer: { status: again.status, usually: well.status, shown: shownExchange(again) },
      usage,
      logs: await container.logs(8, signal),
    };
  } catch (error) {
    if (error instanceof ImageFault) return { ...nothing, account, fault: error.fail };
    if (!(error instanceof NoAnswer)) throw error;
    const logs = await container.logs(8, signal);
    return { ...nothing, account, fault: silence(error.message, logs) };
  }
}

const nothing = { answer: undefined, usage: undefined, logs: '' };

async function accountOf(
  docker: Docker,
  { id }: Container,
  signal: AbortSignal,
): Promise<EngineAccount> {
  const format =
    '{{json .Config.User}}\n{{json .HostConfig.ReadonlyRootfs}}\n{{json .HostConfig.CapDrop}}\n{{json .HostConfig.SecurityOpt}}\n{{json .HostConfig.Tmpfs}}\n{{json .Mounts}}';
  const lines = (await docker.read(['inspect', '--format', format, id], { signal })).split('\n');
  const [user, readOnly, capDrop, securityOptions, tmpfs, volumes] = lines.map((line) =>
    JSON.parse(line),
  );
  return {
    user: String(user),
    readOnly: readOnly === true,
    // The engine says null for an empty list.
    capDrop: capDrop ?? [],
    securityOptions: securityOptions ?? [],
    mounts: [
      ...Object.keys(tmpfs ?? {}),
      ...(volumes ?? []).map(({ Destination }: { Destination: string }) => Destination),
    ],
  };
}

/** Uses every verb; what goes wrong counts only if it goes well without the restriction. */
async function use(
  container: Container,
  { shared, hints, api }: { shared: Container; hints: ApiHints; api: KnownApi },
  signal: AbortSignal,
): Promise<Usage | undefined> {
  const through = async ({ baseUrl, sql }: Container) =>
    sql && useResource({ baseUrl: baseUrl(), api, sql, signal }, hints);
  const usage = await through(container);
  if (usage?.works !== false) return usage;
  return (await through(shared))?.works ? usage : undefined;
}

function silence(reason: string, logs: string): Omit<Fail, 'status'> {
  return {
    evidence: reason,
    expected: 'an answer, as without the restriction',
    actual: `${reason}; last log lines:\n${lastLines(logs, 5) || '(none)'}`,
    fix: 'The log lines say what stopped it.',
  };
}

/** Whether the API does with fewer rights what it does without the restriction. Throws when it was not in force. */
export function judgeRestricted(
  restriction: Restriction,
  { account, fault, answer, usage, logs }: RestrictedObservation,
  { reference, port }: Pick<Image, 'reference' | 'port'>,
): Verdict {
  const { options, inForce, causes, otherwise, fix } = restriction;
  const shownOptions = options.join(' ');
  if (account !== undefined && !inForce(account)) {
    throw new Error(
      `the engine did not start the container with ${shownOptions}: docker inspect says ${JSON.stringify(account)}`,
    );
  }
  const proven = {
    measured: { options: shownOptions },
    command: `docker run --rm ${shownOptions} -e DATABASE_URL -p ${port}:${port} ${reference}`,
  };
  const failed = (evidence: string, actual: string): Verdict => {
    const diagnosis =
      causes.find(({ sign }) => sign.test(`${actual}\n${logs}`))?.diagnosis ?? otherwise;
    return {
      status: 'FAIL',
      evidence: `With ${shownOptions}: ${evidence} (${diagnosis.replace(/\.$/, '')})`,
      expected: `it starts, answers, creates, changes and deletes with ${shownOptions}, as it does without`,
      actual,
      diagnosis,
      fix,
      ...proven,
    };
  };
  const said = `last log lines:\n${lastLines(logs, 5) || '(none)'}`;
  if (fault !== undefined) {
    // The cause that logs suggest of any container; which right is missing is known better here.
    return failed(fault.evidence.replace(`: ${fault.diagnosis}`, ''), fault.actual);
  }
  if (answer === undefined) throw new Error('the API was not asked');
  if (answer.status !== answer.usually && answer.status >= 300) {
    return failed(`${answer.shown}, and ${answer.usually} without it`, `${answer.shown}; ${said}`);
  }
  if (usage?.works === false) {
    return failed(`${usage.shown}, and it goes well without it`, `${usage.shown}; ${said}`);
  }
  const made =
    usage === undefined
      ? 'no resource is known that a row could be created in'
      : `${usage.shown}${usage.table === undefined ? '' : `, in table ${usage.table}`}`;
  return {
    status: 'PASS',
    evidence: `With ${shownOptions}, which docker inspect confirms: ${answer.shown.split(/ [{[]/)[0]}; ${made}`,
    ...proven,
  };
}
