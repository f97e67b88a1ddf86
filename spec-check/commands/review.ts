import { readFile } from 'node:fs/promises';
import { checks } from '../checks/index.ts';
import { reviewDockerfile } from '../dockerfile/review/dockerfile-review.ts';
import { reviewSpec } from '../language/review/spec-review.ts';
import { SpecError } from '../model/spec.ts';
import { reviewJson, reviewText } from '../report/review.ts';
import { readSpec } from './run/read-spec.ts';
import { reasonOf } from './run/reason-of.ts';

/** `spec-check review`: what a careful reader says of the spec and the Dockerfile here. Returns the exit code. */
export async function review(
  file: string,
  { format }: { format: 'table' | 'json' },
): Promise<number> {
  const { spec, items } = await readSpec(file);
  const dockerfile = await readIfThere('Dockerfile');
  // BuildKit prefers the one named after the Dockerfile.
  const ignore =
    (await readIfThere('Dockerfile.dockerignore')) ?? (await readIfThere('.dockerignore'));
  const ofDockerfile = dockerfile === undefined ? [] : reviewDockerfile(dockerfile, ignore);
  const found = {
    spec: { path: spec.path, title: spec.title },
    dockerfile: dockerfile === undefined ? null : { path: 'Dockerfile' },
    findings: [
      ...reviewSpec(spec, items, checks).map((finding) => ({ file: spec.path, ...finding })),
      ...ofDockerfile.map((finding) => ({ file: 'Dockerfile', ...finding })),
    ],
  };
  const json = reviewJson(found);
  const shown = format === 'json' ? JSON.stringify(json, null, 2) : reviewText(found);
  process.stdout.write(`${shown}\n`);
  return json.exitCode;
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new SpecError(
      'dockerfile-unreadable',
      `Expected a Dockerfile at ${file}, and ${reasonOf(error)}.`,
      {
        hint: 'Make it readable, or go to the folder of the Dockerfile.',
      },
    );
  });
}
