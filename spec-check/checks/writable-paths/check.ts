import * as z from 'zod';
import { defineCheck, type Fail } from '../../model/check.ts';
import {
  judgeRestricted,
  observeRestricted,
  writableOnly,
} from '../../resources/restricted-run.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** Only some paths are written to. */
export const writablePaths = defineCheck({
  id: 'writable-paths',
  title: 'Only some paths are written to',
  proof:
    'The image declares no other VOLUME; a container that could write anywhere changed no other file; one whose file system is read-only but for these paths, as docker inspect confirms, starts, answers, and creates a row.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({
    only: z
      .union([z.array(z.string().startsWith('/')).min(1), z.string().startsWith('/')])
      .transform((paths) => (typeof paths === 'string' ? [paths] : paths))
      .transform((paths) => paths.map((path) => path.replace(/(?<=.)\/+$/, '')))
      .describe('The paths that may be written to'),
  }),
  describe: ({ only }) => `only ${only.join(', ')} is written to`,
  needs: ['engine', 'image', 'files', 'containers', 'container'],
  run: async ({ only }, { engine, image, files, containers, container }, { signal }) => {
    const restriction = writableOnly(only, (path) => files.entries.has(path));
    const parts = { docker: engine.docker, containers, shared: container, hints: image.api ?? {} };
    const seen = await observeRestricted(restriction, parts, signal);
    // After it, because the container without the restriction was used as well.
    const changes = await engine.docker.read(['diff', container.id], { signal });
    return (
      failOfVolume(only, image.config.volumes) ??
      failOfChange(only, changes, container.name) ??
      judgeRestricted(restriction, seen, image)
    );
  },
});

const expected = (only: readonly string[]) => `nothing is written outside of ${only.join(', ')}`;
const isWithin = (only: readonly string[], path: string) =>
  only.some((folder) => folder === '/' || path === folder || path.startsWith(`${folder}/`));

export function failOfVolume(
  only: readonly string[],
  volumes: readonly string[],
): Fail | undefined {
  const other = volumes.filter((path) => !isWithin(only, path.replace(/(?<=.)\/+$/, '')));
  if (other.length === 0) return undefined;
  return {
    status: 'FAIL',
    evidence: `The image declares a VOLUME on ${other.join(', ')}, which stays writable`,
    expected: expected(only),
    actual: `VOLUME ${volumes.join(', ')}`,
    fix: `Remove VOLUME ${other.join(' ')} from the Dockerfile, or name the path in the spec.`,
  };
}

/** `changes` is what docker diff prints: `C /app`, `A /app/cache`. */
export function failOfChange(
  only: readonly string[],
  changes: string,
  container: string,
): Fail | undefined {
  const changed = changes.split('\n').flatMap((line) => /^[ACD] (\/.*)$/.exec(line)?.[1] ?? []);
  // A folder is changed by whatever changes in it.
  const own = changed.filter((path) => !changed.some((other) => other.startsWith(`${path}/`)));
  const elsewhere = own.filter((path) => !isWithin(only, path));
  if (elsewhere.length === 0) return undefined;
  return {
    status: 'FAIL',
    evidence: `A container wrote to ${elsewhere.slice(0, 3).join(', ')}`,
    expected: expected(only),
    actual: elsewhere.slice(0, 10).join(', '),
    fix: `Write below ${only.join(', ')}, or name the path in the spec.`,
    command: `docker diff ${container}`,
  };
}
