import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { reviewDockerfile } from '../dockerfile/review/dockerfile-review.ts';
import { reviewSpec } from '../language/review/spec-review.ts';
import type { Finding } from '../model/finding.ts';
import { type Review, reviewJson, reviewText } from '../report/review.ts';
import { reasonOf, refusal } from './refusals.ts';
import { readSpec } from './run/read-spec.ts';

/** `spec-check review`: what a careful reader says of the spec and the Dockerfile. Returns the exit code. */
export async function review(
  file: string,
  { format }: { format: 'table' | 'json' },
): Promise<number> {
  const { spec, items } = await readSpec(file);
  const dockerfile = await dockerfileFindings(process.cwd());
  const found: Review = {
    spec: { path: spec.path, title: spec.title },
    dockerfile: dockerfile === undefined ? null : { path: 'Dockerfile' },
    findings: [
      ...reviewSpec(spec, items, checks).map((finding) => ({ file: spec.path, ...finding })),
      ...(dockerfile ?? []).map((finding) => ({ file: 'Dockerfile', ...finding })),
    ],
  };
  const json = reviewJson(found);
  process.stdout.write(
    `${format === 'json' ? JSON.stringify(json, null, 2) : reviewText(found)}\n`,
  );
  return json.exitCode;
}

/** Undefined when the build context has no Dockerfile. */
async function dockerfileFindings(context: string): Promise<Finding[] | undefined> {
  const read = (name: string) => readIfThere(path.join(context, name));
  const text = await read('Dockerfile');
  if (text === undefined) return undefined;
  // BuildKit prefers the one named after the Dockerfile.
  const ignore = (await read('Dockerfile.dockerignore')) ?? (await read('.dockerignore'));
  return reviewDockerfile(text, ignore);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw refusal('dockerfile-unreadable', { file, reason: reasonOf(error) });
  }
}
