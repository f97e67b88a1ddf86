import path from 'node:path';
import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import type { Docker } from '../../model/docker.ts';
import { judged } from '../../model/judged.ts';
import type { Image, ImageFiles } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
import { executablesOf } from '../../resources/image-files.ts';
import { language } from './language.ts';

export const runtimeVersion = defineCheck({
  id: 'runtime-version',
  title: "The version of the language's runtime",
  proof:
    'Every program of that name in the image says its own version, started as the entry point of a container: all of them have the numbers that are named.',
  language,
  faults: [
    [
      'another version',
      'ignores DATABASE_URL',
      'runtime=node version=20',
      /The image has \/.*node 24/,
    ],
    ['not in the image', 'has bad files', 'runtime=python version=3', /has no python/],
  ],
  goodShapes: [['is as most are', 'runtime=node version=24']],
  params: z.strictObject({
    runtime: z
      .string()
      .transform((name) => aliases[name.toLowerCase()] ?? name.toLowerCase())
      .pipe(
        z.enum(['node', 'python', 'java', 'ruby', 'go', 'php', 'dotnet', 'deno', 'bun', 'nginx']),
      )
      .describe('`node`, `python`, `java`, `ruby`, `go`, `php`, `dotnet`, `deno`, `bun`, `nginx`'),
    version: z
      .union([z.string().regex(/^v?\d+(?:\.\d+)*(?:\.x)?$/), z.number()])
      .transform((version) => String(version).replace(/^v|\.x$/g, ''))
      .describe('The numbers that are named: `24`, `3.13`'),
  }),
  describe: ({ runtime, version }) => `${runtime} in the image has version ${version}`,
  needs: ['engine', 'image', 'files'],
  run: async (params, { engine, image, files }, { signal }) => {
    const programs = programsOf(params.runtime, files);
    const said = await Promise.all(
      programs.map(async (program) => ({
        program,
        version: await versionOf(engine.docker, image, program, params.runtime, signal),
      })),
    );
    return judgeRuntime(params, said, image.reference);
  },
});

const aliases: Readonly<Record<string, string>> = {
  nodejs: 'node',
  'node.js': 'node',
  python3: 'python',
  golang: 'go',
  '.net': 'dotnet',
  jre: 'java',
  jdk: 'java',
  openjdk: 'java',
};

const questions: Readonly<Record<string, readonly string[]>> = {
  java: ['-version'],
  go: ['version'],
  dotnet: ['--list-runtimes'],
  nginx: ['-v'],
};

/** Programs of that name, each once, links followed: `node`, `python3.13`. */
export function programsOf(runtime: string, files: ImageFiles): readonly string[] {
  const name = new RegExp(`^${runtime}(?:\\d+(?:\\.\\d+)*)?$`);
  const found = executablesOf(files).filter(({ file }) => name.test(path.posix.basename(file)));
  return [...new Set(found.map(({ target }) => target))].slice(0, 5);
}

async function versionOf(
  docker: Docker,
  { id }: Image,
  program: string,
  runtime: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { exitCode, all } = await docker.run(
    [
      ...['run', '--rm', '--network', 'none', '--entrypoint', program, id],
      ...(questions[runtime] ?? ['--version']),
    ],
    { signal, timeout: 20_000 },
  );
  return exitCode === 0 ? /\d+(?:\.\d+)+/.exec(all)?.[0] : undefined;
}

export function judgeRuntime(
  { runtime, version }: { readonly runtime: string; readonly version: string },
  said: readonly { readonly program: string; readonly version: string | undefined }[],
  reference: string,
): Verdict {
  const silent = said.find((one) => one.version === undefined);
  if (silent !== undefined) throw new Error(`${silent.program} does not say its version`);
  const shown = said.map((one) => `${one.program} ${one.version}`).join(', ');
  // `3.1` is not in 3.13; Java says 1.8 for 8.
  const hasNumbers = (actual = '') =>
    `${actual.replace(/^1\.(?=8\.)/, '')}.`.startsWith(`${version}.`);
  return judged({
    holds: said.length > 0 && said.every((one) => hasNumbers(one.version)),
    evidence: `The image has ${shown || `no ${runtime}`}`,
    expected: `${runtime} ${version}`,
    fix: `Start the last stage from an image with ${runtime} ${version}, or correct the spec.`,
    command: `docker run --rm --entrypoint ${said[0]?.program ?? runtime} ${reference} ${(questions[runtime] ?? ['--version']).join(' ')}`,
  });
}
