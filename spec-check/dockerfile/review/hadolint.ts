import { execa } from 'execa';
import * as z from 'zod';
import { type Finding, inReadingOrder, type Level } from '../../model/finding.ts';

/** What hadolint says of a Dockerfile, with the configuration of its folder; nothing where it is not installed. */
export async function hadolint(file: string, folder: string): Promise<Finding[]> {
  const ran = await execa('hadolint', ['--no-fail', '--format', 'json', file], {
    cwd: folder,
    reject: false,
    timeout: 30_000,
  });
  if (ran.code === 'ENOENT') return [];
  const found = ran.exitCode === 0 ? parseHadolint(ran.stdout) : undefined;
  return (
    found ?? [
      {
        code: 'hadolint-failed',
        level: 'note',
        line: null,
        message: `hadolint is installed and could not read the Dockerfile: ${(ran.stderr || ran.shortMessage || 'no JSON').trim().split('\n')[0]}`,
        fix: 'Try it by hand: hadolint Dockerfile',
      },
    ]
  );
}

const output = z.array(
  z.object({ code: z.string(), level: z.string(), line: z.int(), message: z.string() }),
);

/** Findings from what `hadolint --format json` prints; undefined when it is something else. */
export function parseHadolint(stdout: string): Finding[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(stdout);
  } catch {
    return undefined;
  }
  const parsed = output.safeParse(json);
  if (!parsed.success) return undefined;
  return parsed.data.map(({ code, level, line, message }) => ({
    code,
    level: levels[level] ?? 'note',
    line,
    message: `hadolint: ${message}`,
    fix: code.startsWith('SC')
      ? `https://www.shellcheck.net/wiki/${code}`
      : `https://github.com/hadolint/hadolint/wiki/${code}`,
  }));
}

/** Never an error: the exit code must not depend on what happens to be installed. */
const levels: Readonly<Record<string, Level>> = { error: 'warning', warning: 'warning' };

/** Both lists, without what hadolint says a second time about a line. */
export function withHadolint(ours: readonly Finding[], theirs: readonly Finding[]): Finding[] {
  const added = theirs.filter(
    ({ code, line }) =>
      !ours.some((known) => known.line === line && same[known.code]?.includes(code)),
  );
  return inReadingOrder([...ours, ...added]);
}

/** Rules of hadolint that say what one of ours says. */
const same: Readonly<Record<string, readonly string[]>> = {
  'root-user': ['DL3002'],
  'latest-tag': ['DL3006', 'DL3007'],
  'secret-in-env': ['DL3064'],
  'secret-arg': ['DL3064'],
  'add-local': ['DL3020'],
  'add-url': ['DL3020'],
  sudo: ['DL3004'],
  'pipe-to-shell': ['DL4006'],
  'apt-recommends': ['DL3015'],
  'apt-lists': ['DL3009'],
  'apk-cache': ['DL3019'],
  'dnf-cache': ['DL3032', 'DL3040'],
  'npm-cache': ['DL3060'],
  'pip-cache': ['DL3042'],
  'shell-form': ['DL3025'],
};
