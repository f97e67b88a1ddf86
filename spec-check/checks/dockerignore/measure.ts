import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type IgnoreRules, ignoreRules } from '../../dockerfile/dockerignore.ts';
import { judged } from '../../model/judged.ts';
import type { Dockerfile } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';

/** The folder that is sent to a builder, and what its .dockerignore lets through. */
export interface BuildContext {
  /** Its path from the folder, and its text; undefined when there is none. */
  readonly ignoreFile: { readonly name: string; readonly text: string } | undefined;
  /** Files and folders that are sent, as paths from the folder. */
  readonly sent: readonly string[];
}

/** Reads the folder. BuildKit takes `NAME.dockerignore` beside a Dockerfile first; the classic builder does not know it. */
export async function readContext({
  path: file,
  context,
}: Pick<Dockerfile, 'path' | 'context'>): Promise<BuildContext> {
  const text = (name: string) => readFile(name, 'utf8').catch(() => undefined);
  const own = await text(`${file}.dockerignore`);
  const name = own === undefined ? '.dockerignore' : path.relative(context, `${file}.dockerignore`);
  const read = own ?? (await text(path.join(context, '.dockerignore')));
  const rules = ignoreRules(read ?? '');
  return {
    ignoreFile: read === undefined ? undefined : { name, text: read },
    sent: await sentFrom(context, '', rules),
  };
}

async function sentFrom(context: string, folder: string, rules: IgnoreRules): Promise<string[]> {
  const entries = await readdir(path.join(context, folder), { withFileTypes: true });
  const sent = await Promise.all(
    entries.map(async (entry) => {
      const name = path.posix.join(folder, entry.name);
      const isOut = rules.ignores(name);
      if (entry.isDirectory() && (!isOut || rules.bringsBack)) {
        const below = await sentFrom(context, name, rules);
        return isOut ? below : [name, ...below];
      }
      return isOut ? [] : [name];
    }),
  );
  return sent.flat();
}

/** Whether the file is there and keeps these entries out, or any when none are named. */
export function judgeContext(
  entries: readonly string[] | undefined,
  { ignoreFile, sent }: BuildContext,
): Verdict {
  const rules = ignoreRules(ignoreFile?.text ?? '');
  const leaks = (entries ?? []).flatMap((entry) => leaksOf(entry, rules, sent));
  const wanted = entries?.join(', ') ?? 'something';
  return judged({
    holds: ignoreFile !== undefined && rules.count > 0 && leaks.length === 0,
    evidence: `${ignoreFile?.name} keeps ${wanted} out with ${rules.count} rules; ${sent.length} files and folders are sent`,
    wrong:
      ignoreFile === undefined
        ? 'There is no .dockerignore'
        : rules.count === 0
          ? `${ignoreFile.name} keeps nothing out`
          : `${ignoreFile.name} lets through: ${leaks.slice(0, 5).join(', ')}`,
    expected: `a .dockerignore that keeps ${wanted} out`,
    fix: `Add to .dockerignore, a line each: ${entries?.join(', ') ?? '.git, node_modules, .env'}`,
    measured: { sent: sent.length },
    command: 'cat .dockerignore',
  });
}

/** Names that an entry means and that are sent: what is in the folder now, at any depth for a plain name; else probes at the root. */
function leaksOf(entry: string, { ignores }: IgnoreRules, sent: readonly string[]): string[] {
  const plain = entry.replace(/^(?:\.?\/)+|\/+$/g, '');
  const isPattern = /[*?[]/.test(plain);
  const pattern = ignoreRules(isPattern || plain.includes('/') ? plain : `**/${plain}`);
  const real = sent.filter((file) => pattern.ignores(file));
  const probe = plain.replaceAll('**/', 'probe/').replace(/\*+/g, 'probe').replaceAll('?', 'p');
  const probes = isPattern ? [probe] : [probe, `${probe}/probe`];
  return real.length > 0 ? real : probes.filter((name) => !name.includes('[') && !ignores(name));
}
