import { generateKeyPairSync } from 'node:crypto';
import type { Facts, Fault, Mutation } from './facts.ts';

/** A folder of mutants that everybody may write into, and their shell, which needs nothing of the image. */
export const folder = '/.mutant';
export const tool = `${folder}/busybox`;

const { privateKey } = generateKeyPairSync('ed25519');
const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
const password = 'Vx7tq2LmZ9wK';
const url = `postgresql://app:${password}@db.internal:5432/app`;

const noSecrets = 'The image contains no secrets';
const graceful = 'Shuts down gracefully on SIGTERM';
const healthy = 'The image declares a HEALTHCHECK';

export function imageFaults({ bytes, config, port, variable }: Facts): readonly Fault[] {
  const labels = Object.entries(config.Labels).filter(([, text]) => !/^(?:unknown)?$/.test(text));
  const names = labels.map(([name]) => `\`${name}\``).join(' and ');
  const labelled = names === '' ? undefined : `The image has the labels ${names}`;
  const size = `Image size is under ${Math.ceil(bytes / 1e7 + 2) * 10} MB`;
  const told = `\`${variable}\` is required`;
  const moved = `**PORT**: Configurable, defaults to ${port}`;
  return [
    // The slowest first; last, what would hide the output of the scripts before it.
    ['HEALTHCHECK always succeeds', healthy, line(succeeding)],
    ['HEALTHCHECK always fails', healthy, line(`HEALTHCHECK CMD ["${tool}", "false"]`)],
    ['it runs as root', 'Container does not run as root', line('USER 0')],
    ['STOPSIGNAL is one that it ignores', graceful, line('STOPSIGNAL SIGWINCH')],
    ['a shell is PID 1 and keeps SIGTERM to itself', graceful, start('"$@"; exit $?')],
    ['a private key lies in a layer', noSecrets, run(`echo '${key}' > id_ed25519`)],
    [`${variable} is baked into ENV`, told, line(`ENV ${variable}=${url}`)],
    ['a .env file is packed', noSecrets, run(`echo DATABASE_PASSWORD=${password} > .env`)],
    ['a layer of 150 MB is added', size, run(`${tool} dd if=/dev/zero of=core bs=1M count=150`)],
    ['HEALTHCHECK is gone', healthy, line('HEALTHCHECK NONE')],
    ['a start script kills it on SIGTERM', graceful, start(killing)],
    [`a start script has a default for ${variable}`, told, start(defaulting(variable))],
    ['its labels are lost', labelled, line(...labels.map(([name]) => `LABEL "${name}"=""`))],
    ['PORT is ignored', moved, start('unset PORT; exec "$@"')],
    ['it writes into its own file system', 'Runs with a read-only root filesystem', start(writing)],
    ['it looks up its user in /etc/passwd', 'Runs as any user', start(lookingUp)],
    ['it logs an error when it starts', 'No errors in the logs', start(complaining)],
    ['it starts five seconds later', 'Container starts within 5 seconds', start(sleeping)],
    ['DATABASE_URL is logged', 'No secrets in the logs', start(telling)],
    ['it logs into a file', 'Logs go to stdout', start(`exec "$@" > ${folder}/app.log 2>&1`)],
  ];
}

const succeeding = `HEALTHCHECK --interval=2s --retries=2 CMD ["${tool}", "true"]`;
const killing = `trap 'kill -9 $program' TERM; "$@" & program=$!; wait $program`;
const defaulting = (name: string) => `export ${name}="\${${name}:-${url}}"; exec "$@"`;
const writing = `: > ${folder}/state || exit 1; exec "$@"`;
const lookingUp = `${tool} grep -q "^[^:]*:[^:]*:$(${tool} id -u):" /etc/passwd || exit 1; exec "$@"`;
const complaining = 'echo "ERROR: cannot load the cache" >&2; exec "$@"';
const sleeping = `${tool} sleep 5; exec "$@"`;
const telling = 'echo "connecting to $DATABASE_URL"; exec "$@"';

const line = (...lines: readonly string[]): Mutation => ({ lines });
const start = (script: string): Mutation => ({ start: script });
const run = (script: string) =>
  line(`RUN ${JSON.stringify([tool, 'sh', '-c', `cd ${folder} && ${script}`])}`);
