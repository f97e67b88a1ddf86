import { generateKeyPairSync } from 'node:crypto';
import type { Facts } from './facts.ts';
import type { Change, ImageFault } from './fault.ts';

const noSecrets = () => 'The image contains no secrets';
const graceful = () => 'Shuts down gracefully on SIGTERM';
const urlRequired = () => '`DATABASE_URL` is required';
const healthy = () => 'The image declares a HEALTHCHECK';
const baked = 'postgresql://app:Vx7tq2LmZ9wK@db.internal:5432/app';

/** In memory and in layers, more than anybody would overlook. */
const fat = 150e6;

/** What goes wrong with images. */
export const imageFaults: readonly ImageFault[] = [
  {
    fault: 'it runs as root',
    promise: () => 'Container does not run as root',
    change: () => ({ lines: ['USER 0'] }),
  },
  {
    fault: 'a shell is PID 1 and swallows SIGTERM',
    promise: graceful,
    change: () => ({ start: '"$@"; exit $?' }),
  },
  {
    fault: 'STOPSIGNAL is one that the program ignores',
    promise: graceful,
    heldOut: true,
    change: () => ({ lines: ['STOPSIGNAL SIGWINCH'] }),
  },
  {
    fault: 'a start script kills the program at once on SIGTERM',
    promise: graceful,
    heldOut: true,
    change: () => ({ start: `trap 'kill -9 $program' TERM; "$@" & program=$!; wait $program` }),
  },
  {
    fault: 'a private key lies in a layer',
    promise: noSecrets,
    change: () => ({
      files: {
        '/opt/deploy/id_ed25519': generateKeyPairSync('ed25519')
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      },
    }),
  },
  {
    fault: 'a .env file with a password is packed',
    promise: noSecrets,
    heldOut: true,
    change: () => ({ files: { '/opt/deploy/.env': 'DATABASE_PASSWORD=Vx7tq2LmZ9wK\n' } }),
  },
  {
    fault: 'DATABASE_URL is baked into ENV',
    promise: urlRequired,
    change: () => ({ lines: [`ENV DATABASE_URL=${baked}`] }),
  },
  {
    fault: 'a start script has a default for DATABASE_URL',
    promise: urlRequired,
    heldOut: true,
    change: () => ({ start: `export DATABASE_URL="\${DATABASE_URL:-${baked}}"; exec "$@"` }),
  },
  {
    fault: `a layer of ${fat / 1e6} MB is added`,
    promise: ({ image: { bytes } }) => `Image size is under ${Math.ceil(bytes / 1e7 + 2) * 10} MB`,
    change: () => ({ files: { '/opt/deploy/core': fat } }),
  },
  {
    fault: 'HEALTHCHECK is gone',
    promise: healthy,
    change: () => ({ lines: ['HEALTHCHECK NONE'] }),
  },
  {
    fault: 'HEALTHCHECK always succeeds',
    promise: healthy,
    change: (facts) => ({ lines: [`HEALTHCHECK ${timesOf(facts)} CMD ["${tool}", "true"]`] }),
  },
  {
    fault: 'HEALTHCHECK always fails',
    promise: healthy,
    heldOut: true,
    change: (facts) => ({ lines: [`HEALTHCHECK ${timesOf(facts)} CMD ["${tool}", "false"]`] }),
  },
  {
    fault: 'HEALTHCHECK runs once a day',
    promise: ({ image }) => (image.config.healthcheck === undefined ? undefined : healthy()),
    heldOut: true,
    change: ({ image }) => {
      const [kind, ...words] = image.config.healthcheck?.test ?? [];
      const command = kind === 'CMD-SHELL' ? words.join(' ') : JSON.stringify(words);
      return { lines: [`HEALTHCHECK --interval=24h CMD ${command}`] };
    },
  },
  {
    fault: 'its labels are lost',
    promise: ({ image }) => {
      const names = Object.keys(image.config.labels).map((name) => `\`${name}\``);
      return names.length === 0 ? undefined : `The image has the labels ${list(names)}`;
    },
    change: ({ image }) => ({
      lines: Object.keys(image.config.labels).map((name) => `LABEL "${name}"=""`),
    }),
  },
  {
    fault: 'PORT is ignored',
    promise: ({ image }) => `**PORT**: Configurable, defaults to ${image.port}`,
    change: () => ({ start: 'unset PORT; exec "$@"' }),
  },
  {
    fault: 'it writes into its own file system when it starts',
    promise: () => 'Runs with a read-only root filesystem',
    change: () => ({ start: `: > ${folder}/state || exit 1; exec "$@"` }),
  },
  {
    fault: 'it looks up its user and needs to find it',
    promise: () => 'Runs as any user',
    change: () => ({
      start: `${tool} grep -q "^[^:]*:[^:]*:$(${tool} id -u):" /etc/passwd || exit 1; exec "$@"`,
    }),
  },
  {
    fault: 'it takes four seconds longer to start',
    promise: ({ startSeconds }) => `Container starts within ${Math.ceil(startSeconds) + 2} seconds`,
    change: () => ({ start: `${tool} sleep 4; exec "$@"` }),
  },
  {
    fault: `it takes ${(2 * fat) / 1e6} MB of memory more`,
    promise: ({ memoryMb }) => `Memory usage stays under ${Math.ceil(memoryMb / 50 + 2) * 50} MB`,
    heldOut: true,
    // What the last program does not read, the one before it keeps.
    change: () => ({
      start: `${tool} head -c ${2 * fat} /dev/zero | ${tool} tail -c ${2 * fat} | ${tool} sleep 99999 & exec "$@"`,
    }),
  },
  {
    fault: 'DATABASE_URL is logged',
    promise: () => 'No secrets in the logs',
    change: () => ({ start: 'echo "connecting to $DATABASE_URL"; exec "$@"' }),
  },
  {
    fault: 'it logs into a file',
    promise: () => 'Logs go to stdout',
    heldOut: true,
    change: () => ({ start: `exec "$@" > ${folder}/app.log 2>&1` }),
  },
  {
    fault: 'it logs an error at every start',
    promise: () => 'No errors in the logs',
    heldOut: true,
    change: () => ({ start: 'echo "ERROR: cannot load the cache" >&2; exec "$@"' }),
  },
];

/** Nothing is wrong, with all that other changes bring along. */
export const bare: Change = { start: 'exec "$@"' };

/** Whether a change brings a program along. */
export function needsTool({ start, lines = [] }: Change): boolean {
  return start !== undefined || lines.join().includes(tool);
}

/** A folder of mutants that everybody may write into, and their shell, which needs nothing of the image. */
export const folder = '/.mutant';
export const tool = `${folder}/busybox`;

/** Faults of HEALTHCHECK leave its times as they are. */
function timesOf({ image }: Facts): string {
  const { intervalNs = 0, timeoutNs = 0, startPeriodNs = 0 } = image.config.healthcheck ?? {};
  const times = { interval: intervalNs, timeout: timeoutNs, 'start-period': startPeriodNs };
  return Object.entries(times)
    .flatMap(([name, ns]) => (ns > 0 ? `--${name}=${ns / 1e6}ms` : []))
    .join(' ');
}

/** `a, b and c` */
function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
