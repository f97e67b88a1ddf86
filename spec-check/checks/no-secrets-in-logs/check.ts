import { randomBytes } from 'node:crypto';
import { mustPrint, type ObservedLogs, observeLogs } from '../../measuring/observe-logs.ts';
import { defineCheck } from '../../model/check.ts';
import { secretsInText } from '../../secrets/mask.ts';
import { formsOf } from '../../secrets/redact.ts';

export const noSecretsInLogs = defineCheck({
  title: 'No secrets in the logs',
  proof:
    'What a container of its own prints while it starts, answers, and is sent a token and a password that nobody else has: searched for these, for the password of its database, and for what has the form of a secret. One that prints nothing is AMBIGUOUS.',
  language: {
    with: 'container app ours carry',
    senses: [
      { says: 'secret log|stdout', not: 1, with: 'show every actor it system write' },
      { says: 'secret log avoid' },
    ],
    examples: ['No secrets in logs', 'Logs contain no passwords', 'Secrets are never logged'],
  },
  faults: [
    ['the token of a request', 'logs-too-much', '', /In the logs: the token of a request/],
    ['the URL of its database', 'logs-failures', '', /In the logs: .*the password of the database/],
  ],
  goodShapes: [['observable']],
  needs: ['engine', 'image', 'containers'],
  run: async (_params, resources, { signal }) => {
    const [token, password] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')];
    const headers = { authorization: `Bearer ${token}`, cookie: `session=${token}` };
    const login = { method: 'POST', headers, body: { username: 'someone', password } };
    const seen = await observeLogs(resources, signal, [{ headers }, login]);
    return judgeSecrets(seen, [
      ['the token of a request', token],
      ['the password in a body', password],
      ['the password of the database', resources.containers.database?.password ?? ''],
    ]);
  },
});

export function judgeSecrets(seen: ObservedLogs, known: readonly (readonly [string, string])[]) {
  mustPrint(seen);
  const text = seen.lines.join('\n');
  const isIn = (value: string) => value !== '' && formsOf(value).some((one) => text.includes(one));
  const given = known.flatMap(([kind, value]) => (isIn(value) ? [kind] : []));
  const found = [...given, ...secretsInText(text)];
  return {
    holds: found.length === 0,
    evidence: `None of ${seen.lines.length} log lines has ${known.map(([kind]) => kind).join(', ')}, or the form of a secret`,
    wrong: `In the logs: ${found.join(', ')}`,
    actual: found.join(', '),
    diagnosis: 'Whoever reads the logs has it, and logs are kept and copied.',
    fix: 'Let the logger leave out the authorization and cookie headers, bodies, and settings (pino: redact).',
    measured: { lines: seen.lines.length },
    command: seen.command,
  };
}
