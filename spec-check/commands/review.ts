import { existsSync } from 'node:fs';
import { checks } from '../checks/index.ts';
import { reviewDockerfile } from '../dockerfile/review/dockerfile-review.ts';
import { reviewSpec } from '../language/review/spec-review.ts';
import { reviewJson, reviewText } from '../report/review.ts';
import { readSpec } from './run/read-spec.ts';
import { readNamed } from './run/reason-of.ts';

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
  const hint = 'Make it readable, or go to the folder of the Dockerfile.';
  const told = { code: 'dockerfile-unreadable', what: 'a Dockerfile', hint };
  return existsSync(file) ? String(await readNamed(file, told)) : undefined;
}
