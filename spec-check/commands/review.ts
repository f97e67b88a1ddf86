import { existsSync } from 'node:fs';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { reviewDockerfile } from '../dockerfile/review/dockerfile-review.ts';
import { reviewSpec } from '../language/review/spec-review.ts';
import { type Settings, settingsOf } from '../model/settings.ts';
import { SpecError } from '../model/spec.ts';
import { reviewJson, reviewText } from '../report/review.ts';
import { print } from './run/print.ts';
import { findBuild } from './run/project.ts';
import { readSpec } from './run/read-spec.ts';
import { readNamed } from './run/reason-of.ts';

/** `spec-check review`: what a careful reader says of the spec and the Dockerfile of each image. Returns the exit code. */
export async function review(file: string, { format }: { format: 'table' | 'json' }) {
  const { spec, items } = await readSpec(file);
  const dockerfiles = await dockerfilesOf(spec.defaults, file);
  const found = {
    spec: { path: spec.path, title: spec.title },
    dockerfiles: dockerfiles.map(({ file }) => file),
    findings: [
      ...reviewSpec(spec, items, checks).map((finding) => ({ file: spec.path, ...finding })),
      ...dockerfiles.flatMap(({ file, source, ignore }) =>
        reviewDockerfile(source, ignore).map((finding) => ({ file, ...finding })),
      ),
    ],
  };
  const json = reviewJson(found);
  print(format, json, reviewText(found));
  return json.exitCode;
}

/** Each Dockerfile that is there, once, also when several images are built from it. */
async function dockerfilesOf(settings: Settings, spec: string) {
  const contexts = new Map<string, string>();
  for (const name of [undefined, ...Object.keys(settings.images ?? {})])
    try {
      const { dockerfile, context } = await findBuild(settingsOf(settings, name), spec);
      contexts.set(dockerfile, context);
    } catch (error) {
      if (!(error instanceof SpecError && error.code === 'no-dockerfile')) throw error;
    }
  return Promise.all(
    [...contexts].map(async ([dockerfile, context]) => ({
      file: path.relative('', dockerfile),
      source: (await readIfThere(dockerfile)) ?? '',
      // BuildKit prefers the one named after the Dockerfile.
      ignore:
        (await readIfThere(`${dockerfile}.dockerignore`)) ??
        (await readIfThere(path.join(context, '.dockerignore'))),
    })),
  );
}

async function readIfThere(file: string): Promise<string | undefined> {
  const hint = 'Make it readable, or go to the folder of the Dockerfile.';
  return existsSync(file) ? String(await readNamed('dockerfile', file, hint)) : undefined;
}
