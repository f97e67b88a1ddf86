import { generateKeyPairSync } from 'node:crypto';
import type { Facts, Fault, Made } from './fault.ts';

const noSecrets = 'The image contains no secrets';
const graceful = 'Shuts down gracefully on SIGTERM';
const urlRequired = '`DATABASE_URL` is required';
const healthy = 'The image declares a HEALTHCHECK';
const { privateKey } = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const url = 'postgresql://app:Vx7tq2LmZ9wK@db.internal:5432/app';

/** A folder of mutants that everybody may write into, and their shell, which needs nothing of the image. */
export const folder = '/.mutant';
export const tool = `${folder}/busybox`;

const line = (...lines: readonly string[]): Made => ({ lines });
const start = (script: string): Made => ({ start: script });
const file = (name: string, content: string | Buffer): Made => ({ file: [name, content] });

/** What goes wrong with images. */
export const faults: readonly Fault[] = [
  ['it runs as root', 'Container does not run as root', line('USER 0')],
  ['a shell is PID 1 and keeps SIGTERM to itself', graceful, start('"$@"; exit $?')],
  ['STOPSIGNAL is one that it ignores', graceful, line('STOPSIGNAL SIGWINCH'), 'held out'],
  [
    'a start script kills it at once on SIGTERM',
    graceful,
    start(`trap 'kill -9 $program' TERM; "$@" & program=$!; wait $program`),
    'held out',
  ],
  ['a private key lies in a layer', noSecrets, file('id_ed25519', privateKey)],
  [
    'a .env file with a password is packed',
    noSecrets,
    file('.env', 'DATABASE_PASSWORD=Vx7tq2LmZ9wK\n'),
    'held out',
  ],
  ['DATABASE_URL is baked into ENV', urlRequired, line(`ENV DATABASE_URL=${url}`)],
  [
    'a start script has a default for DATABASE_URL',
    urlRequired,
    start(`export DATABASE_URL="\${DATABASE_URL:-${url}}"; exec "$@"`),
    'held out',
  ],
  [
    'a layer of 150 MB is added',
    ({ bytes }) => `Image size is under ${Math.ceil(bytes / 1e7 + 2) * 10} MB`,
    () => file('core', Buffer.alloc(150e6)),
  ],
  ['HEALTHCHECK is gone', healthy, line('HEALTHCHECK NONE')],
  ['HEALTHCHECK always succeeds', healthy, line(`HEALTHCHECK CMD ["${tool}", "true"]`)],
  ['HEALTHCHECK always fails', healthy, line(`HEALTHCHECK CMD ["${tool}", "false"]`), 'held out'],
  [
    'its labels are lost',
    (facts) => {
      const names = labelsOf(facts).map((name) => `\`${name}\``);
      return names.length > 0 ? `The image has the labels ${names.join(' and ')}` : undefined;
    },
    (facts) => line(...labelsOf(facts).map((name) => `LABEL "${name}"=""`)),
  ],
  [
    'PORT is ignored',
    ({ port }) => `**PORT**: Configurable, defaults to ${port}`,
    start('unset PORT; exec "$@"'),
  ],
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
    'it takes six seconds longer to start',
    'Container starts within 5 seconds',
    start(`${tool} sleep 6; exec "$@"`),
  ],
  [
    'DATABASE_URL is logged',
    'No secrets in the logs',
    start('echo "connecting to $DATABASE_URL"; exec "$@"'),
  ],
  [
    'it logs into a file',
    'Logs go to stdout',
    start(`exec "$@" > ${folder}/app.log 2>&1`),
    'held out',
  ],
  [
    'it logs an error at every start',
    'No errors in the logs',
    start('echo "ERROR: cannot load the cache" >&2; exec "$@"'),
    'held out',
  ],
];

/** Labels that say something. */
function labelsOf({ config }: Facts): readonly string[] {
  const said = Object.entries(config.labels).filter(([, value]) => !/^(?:unknown)?$/.test(value));
  return said.map(([name]) => name);
}
