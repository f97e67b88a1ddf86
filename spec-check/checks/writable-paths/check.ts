import * as z from 'zod';
import { proveRestricted, writableOnly } from '../../measuring/restricted-run.ts';
import { defineCheck, listOf } from '../../model/check.ts';
import type { Fail } from '../../model/verdict.ts';

export const writablePaths = defineCheck({
  title: 'Only some paths are written to',
  proof:
    'The image declares no other VOLUME; a container that could write anywhere changed no other file; one whose file system is read-only but for these paths, as docker inspect confirms, starts, answers, and creates a row.',
  language: {
    with: 'image container app process ours system it file now docker write survive need',
    params: { only: '{path}+' },
    senses: [{ says: 'only write|writable {path}+' }, { says: 'write out-of {path}+', not: 1 }],
    examples: ['Writes only to `/data` and `/tmp`', 'Only `/tmp` is writable'],
  },
  faults: [
    ['it writes elsewhere at the start', 'in-memory', 'only=["/data"]', /wrote to \/tmp\/started/],
    ['a log file', 'drops-requests', 'only=["/var/log"]', /wrote to \/tmp\/access.log|EROFS/],
  ],
  goodShapes: [['observable', 'only=["/tmp"]']],
  params: z.strictObject({
    only: listOf(z.string().startsWith('/'))
      .transform((paths) => paths.map((path) => path.replace(/(?<=.)\/+$/, '')))
      .describe('The paths that may be written to'),
  }),
  describe: ({ only }) => `only ${only.join(', ')} is written to`,
  needs: ['engine', 'image', 'files', 'containers', 'container'],
  run: async ({ only }, resources, { signal }) => {
    const { engine, image, files, container } = resources;
    const restriction = writableOnly(only, (path) => files.entries.has(path));
    const verdict = await proveRestricted(restriction, resources, signal);
    // After it, because the container without the restriction was used as well.
    const changes = await engine.docker.read(['diff', container.id], { signal });
    const seen = { volumes: image.config.Volumes, changes };
    return failOfWrites(only, seen, container.name) ?? verdict;
  },
});

const isWithin = (only: readonly string[], path: string) =>
  only.some((folder) => folder === '/' || path === folder || path.startsWith(`${folder}/`));

/** `changes` is what docker diff prints: `C /app`, `A /app/cache`. A VOLUME stays writable, whatever the file system is. */
export function failOfWrites(
  only: readonly string[],
  { volumes, changes }: { readonly volumes: readonly string[]; readonly changes: string },
  container: string,
): Fail | undefined {
  const changed = changes.split('\n').flatMap((line) => /^[ACD] (\/.*)$/.exec(line)?.[1] ?? []);
  // A folder is changed by whatever changes in it.
  const own = changed.filter((path) => !changed.some((other) => other.startsWith(`${path}/`)));
  const written = own.filter((path) => !isWithin(only, path)).slice(0, 5);
  const open = volumes.filter((path) => !isWithin(only, path.replace(/(?<=.)\/+$/, '')));
  if (written.length + open.length === 0) return undefined;
  return {
    status: 'FAIL',
    evidence:
      open.length > 0
        ? `The image declares a VOLUME on ${open.join(', ')}, which stays writable`
        : `A container wrote to ${written.join(', ')}`,
    actual: [...open.map((path) => `VOLUME ${path}`), ...written].join(', '),
    fix: `Write below ${only.join(', ')} only, or name the path in the spec.`,
    command: `docker diff ${container}`,
  };
}
