import * as z from 'zod';
import { executablesOf } from '../../image-files/paths.ts';
import { defineCheck } from '../../model/check.ts';
import type { ImageFiles } from '../../model/resources.ts';

export const runtimeVersion = defineCheck({
  title: "The version of the language's runtime",
  proof:
    'Every program of that name in the image says its own version, started as the entry point of a container: all of them have the numbers that are named.',
  language: {
    with: 'image container app dockerfile docker ours system it runtime-version runtime version now stated',
    params: ({ one }) => ({ runtime: one('runtime')?.[0], version: one('runtime')?.[1] }),
    senses: [
      { says: '{runtime} use|run|used|present|version|ours', unless: 'base-image' },
      { says: '{runtime} install image|container|dockerfile', unless: 'base-image' },
    ],
    examples: ['Uses Node 20', 'Runs on Python 3.12'],
  },
  faults: [
    ['another version', 'ignores-url', 'runtime=node version=20', /The image has \/.*node 24/],
    ['not in the image', 'bad-files', 'runtime=python version=3', /has no python/],
  ],
  goodShapes: [['usual', 'runtime=node version=24']],
  params: z.strictObject({
    runtime: z
      .string()
      .transform((name) => aliases[name.toLowerCase()] ?? name.toLowerCase())
      .pipe(
        z.enum(['node', 'python', 'java', 'ruby', 'go', 'php', 'dotnet', 'deno', 'bun', 'nginx']),
      )
      .describe('`node`, `python`, `java`, `ruby`, `go`, `php`, `dotnet`, `deno`, `bun`, `nginx`'),
    version: z
      .union([z.string().regex(/^v?\d+(?:\.\d+)*(?:\.x|\+)?$/), z.number()])
      .transform((version) => String(version).replace(/^v|\.x$/g, ''))
      .describe('The numbers that are named: `24`, `3.13`; `20+` for that or a later one'),
  }),
  describe: ({ runtime, version }) => `${runtime} in the image has version ${version}`,
  needs: ['engine', 'image', 'files'],
  run: async ({ runtime, version }, { engine, image, files }, { signal }) => {
    const question = questions[runtime] ?? '--version';
    const versions = await Promise.all(
      programsOf(runtime, files).map(async (program) => {
        const run = ['run', '--rm', '--network', 'none', '--entrypoint', program, image.id];
        const limits = { signal, timeout: 20_000 };
        const { exitCode, all } = await engine.docker.run([...run, question], limits);
        const [actual] = (exitCode === 0 && /\d+(?:\.\d+)+/.exec(all)) || [];
        if (actual === undefined) throw new Error(`${program} does not say its version`);
        return { program, actual };
      }),
    );
    const list = versions.map(({ program, actual }) => `${program} ${actual}`).join(', ');
    // `3.1` is not in 3.13; Java says 1.8 for 8.
    const fits = versions.map(({ actual }) => `${actual.replace(/^1\.(?=8\.)/, '')}.`);
    return {
      holds: fits.length > 0 && fits.every((numbers) => isWanted(numbers, version)),
      evidence: `The image has ${list || `no ${runtime}`}`,
      fix: `Start the last stage from an image with ${runtime} ${version}, or correct the spec.`,
      command: `docker run --rm --entrypoint ${versions[0]?.program ?? runtime} ${image.reference} ${question}`,
    };
  },
});

/** `3.11.2.` against `3.11` or `3.9+`. */
const isWanted = (numbers: string, version: string): boolean =>
  version.endsWith('+')
    ? numbers.localeCompare(version.slice(0, -1), 'en', { numeric: true }) >= 0
    : numbers.startsWith(`${version}.`);

const aliases: Readonly<Record<string, string>> = {
  ...{ nodejs: 'node', 'node.js': 'node', python3: 'python', golang: 'go', '.net': 'dotnet' },
  ...{ jre: 'java', jdk: 'java', openjdk: 'java' },
};

/** What makes a program say its version, where that is not --version. */
const questions: Readonly<Record<string, string>> = {
  java: '-version',
  go: 'version',
  dotnet: '--list-runtimes',
  nginx: '-v',
};

/** Programs of that name, each once, links followed: `node`, `python3.13`. */
export function programsOf(runtime: string, files: ImageFiles): readonly string[] {
  const named = new RegExp(`^${runtime}(?:\\d+(?:\\.\\d+)*)?$`);
  const found = executablesOf(files).filter(({ name }) => named.test(name));
  return [...new Set(found.map(({ target }) => target))].slice(0, 5);
}
