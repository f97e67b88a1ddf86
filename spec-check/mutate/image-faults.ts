import { generateKeyPairSync } from 'node:crypto';
import type { Facts } from './facts.ts';
import type { Fault, Made } from './fault.ts';

/** A folder of mutants that everybody may write into, and their shell, which needs nothing of the image. */
export const folder = '/.mutant';
export const tool = `${folder}/busybox`;

const { privateKey } = generateKeyPairSync('ed25519');
const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
const password = 'Vx7tq2LmZ9wK';
const url = `postgresql://app:${password}@db.internal:5432/app`;

const noSecrets = 'The image contains no secrets';
const graceful = 'Shuts down gracefully on SIGTERM';
const urlRequired = '`DATABASE_URL` is required';
const healthy = 'The image declares a HEALTHCHECK';

/** What goes wrong with images. */
export function imageFaults({ bytes, config, port }: Facts): readonly Fault[] {
  const labels = Object.entries(config.labels).filter(([, text]) => !/^(?:unknown)?$/.test(text));
  const names = labels.map(([name]) => `\`${name}\``).join(' and ');
  const limit = Math.ceil(bytes / 1e7 + 2) * 10;
  const emptied = labels.map(([name]) => `LABEL "${name}"=""`);
  return [
    ['it runs as root', 'Container does not run as root', line('USER 0')],
    ['a shell is PID 1 and keeps SIGTERM to itself', graceful, start('"$@"; exit $?')],
    ['STOPSIGNAL is one that it ignores', graceful, line('STOPSIGNAL SIGWINCH')],
    ['a private key lies in a layer', noSecrets, run(`echo '${key}' > id_ed25519`)],
    ['DATABASE_URL is baked into ENV', urlRequired, line(`ENV DATABASE_URL=${url}`)],
    [
      'a .env file with a password is packed',
      noSecrets,
      run(`echo DATABASE_PASSWORD=${password} > .env`),
    ],
    [
      'a layer of 150 MB is added',
      `Image size is under ${limit} MB`,
      run(`${tool} dd if=/dev/zero of=core bs=1M count=150`),
    ],
    ['HEALTHCHECK is gone', healthy, line('HEALTHCHECK NONE')],
    [
      'a start script kills it at once on SIGTERM',
      graceful,
      start(`trap 'kill -9 $program' TERM; "$@" & program=$!; wait $program`),
    ],
    ['HEALTHCHECK always succeeds', healthy, line(`HEALTHCHECK CMD ["${tool}", "true"]`)],
    [
      'a start script has a default for DATABASE_URL',
      urlRequired,
      start(`export DATABASE_URL="\${DATABASE_URL:-${url}}"; exec "$@"`),
    ],
    ['HEALTHCHECK always fails', healthy, line(`HEALTHCHECK CMD ["${tool}", "false"]`)],
    [
      'its labels are lost',
      names === '' ? undefined : `The image has the labels ${names}`,
      line(...emptied),
    ],
    [
      'PORT is ignored',
      `**PORT**: Configurable, defaults to ${port}`,
      start('unset PORT; exec "$@"'),
    ],
    ['it logs into a file', 'Logs go to stdout', start(`exec "$@" > ${folder}/app.log 2>&1`)],
    [
      'it writes into its own file system when it starts',
      'Runs with a read-only root filesystem',
      start(`: > ${folder}/state || exit 1; exec "$@"`),
    ],
    [
      'it needs to find its user in /etc/passwd',
      'Runs as any user',
      start(`${tool} grep -q "^[^:]*:[^:]*:$(${tool} id -u):" /etc/passwd || exit 1; exec "$@"`),
    ],
    [
      'it logs an error at every start',
      'No errors in the logs',
      start('echo "ERROR: cannot load the cache" >&2; exec "$@"'),
    ],
    [
      'it takes five seconds longer to start',
      'Container starts within 5 seconds',
      start(`${tool} sleep 5; exec "$@"`),
    ],
    [
      'DATABASE_URL is logged',
      'No secrets in the logs',
      start('echo "connecting to $DATABASE_URL"; exec "$@"'),
    ],
  ];
}

const line = (...lines: readonly string[]): Made => ({ lines });
const run = (script: string) =>
  line(`RUN ${JSON.stringify([tool, 'sh', '-c', `cd ${folder} && ${script}`])}`);
const start = (script: string): Made => ({ start: script });
