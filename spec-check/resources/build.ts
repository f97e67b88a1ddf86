import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { imageId } from '../docker/image-id.ts';
import { builtTag } from '../docker/labels.ts';
import { machineFaultIn } from '../docker/machine-faults.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import { buildKitFeature } from '../dockerfile/buildkit.ts';
import { failedInstruction } from '../dockerfile/failed-instruction.ts';
import type { Docker } from '../model/docker.ts';
import { MachineFault } from '../model/machine-fault.ts';
import type { Build, Dockerfile } from '../model/resources.ts';
import { nodeBaseImage, proxyArguments } from '../offline/base-image.ts';
import { defineResource, type RunOptions } from './resource.ts';

/** A real build of the current tree, or the instruction that broke it. With `--image` nothing is built. */
export const build = defineResource({
  id: 'build',
  needs: ['engine'],
  limit: 15 * 60_000,
  async acquire(
    { engine: { docker } },
    { options, signal, progress, secrets },
    scope,
  ): Promise<Build> {
    if (options.image !== undefined) return { kind: 'given', reference: options.image };
    const dockerfile = await readDockerfile(options);
    const { buildArgs: given = {}, target, platform } = options.settings;
    const buildArgs = { ...(await standInBase(docker, dockerfile, progress, signal)), ...given };
    const reference = `${options.name}:${builtTag}`;
    const folder = await temporaryFolder('build', scope);
    const idFile = path.join(folder, 'image-id');

    const args = Object.entries(buildArgs).flatMap(([name, value]) => [
      '--build-arg',
      `${name}=${value}`,
    ]);
    const choices = [
      ...(target === undefined ? [] : ['--target', target]),
      ...(platform === undefined ? [] : ['--platform', platform]),
    ];
    const folderToBuild = path.relative('', options.context) || '.';
    const file = path.relative('', options.dockerfile);
    const named = file === path.join(folderToBuild, 'Dockerfile') ? [] : ['-f', file];
    const command = [
      ...['docker', 'build', ...named, '-t', reference],
      ...[...choices, ...args, folderToBuild],
    ].join(' ');
    // The classic builder would call it a mistake; where no BuildKit is, the client says so.
    const needsBuildKit = buildKitFeature(dockerfile.text) !== undefined;
    const before = await imageId(docker, reference, signal);
    const started = performance.now();
    const buildWith = (more: readonly string[], signal: AbortSignal) =>
      docker.run(
        [
          ...['build', '--force-rm', '--iidfile', idFile, ...more],
          ...['--file', options.dockerfile, ...choices],
          ...[...args, ...proxyArguments(process.env), options.context],
        ],
        {
          signal,
          timeout: build.limit,
          env: { BUILDKIT_PROGRESS: 'plain', ...(needsBuildKit && { DOCKER_BUILDKIT: '1' }) },
          onLine: step(progress),
        },
      );
    const built = await buildWith(['--tag', reference], signal);
    const output = secrets.redact(built.all);
    if (built.exitCode !== 0) {
      const fault = machineFaultIn(output) ?? (await foreignPlatform(docker, signal));
      if (fault !== undefined) throw fault;
      return {
        kind: 'broken',
        command,
        dockerfile,
        ...failedInstruction(output, dockerfile.text),
        output,
      };
    }
    const id = (await readFile(idFile, 'utf8')).trim();
    if (before !== undefined && before !== id) {
      // The build this one replaces; an engine that still uses it says no, and keeps it.
      await docker.run(['rmi', before], { signal });
    }
    const seconds = (performance.now() - started) / 1000;
    return {
      kind: 'built',
      reference: id,
      name: reference,
      seconds,
      command,
      dockerfile,
      buildArgs,
      async again(cache, signal) {
        const begun = performance.now();
        const { exitCode, all } = await buildWith(cache === 'cold' ? ['--no-cache'] : [], signal);
        const ms = performance.now() - begun;
        const other = exitCode === 0 ? (await readFile(idFile, 'utf8')).trim() : undefined;
        if (other !== undefined && other !== id)
          scope.defer(async () => void (await docker.run(['rmi', other], { timeout: 30_000 })));
        return { id: other, ms, output: secrets.redact(all) };
      },
    };
  },
});

/** The build context has no Dockerfile, or it cannot be read. */
async function readDockerfile({
  context,
  dockerfile: file,
}: Pick<RunOptions, 'context' | 'dockerfile'>): Promise<Dockerfile> {
  try {
    return { path: file, text: await readFile(file, 'utf8'), context };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `Expected a Dockerfile at ${file}, and it cannot be read (${code}). Add one, or check an image that exists with --image NAME.`,
    );
  }
}

/** Where no image registry is in reach, a Dockerfile that asks for `ARG NODE_IMAGE` gets one made from packages. */
async function standInBase(
  docker: Docker,
  dockerfile: Dockerfile,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const declared = DockerfileParser.parse(dockerfile.text)
    .getARGs()
    .some((argument) => argument.getProperty()?.getName() === 'NODE_IMAGE');
  if (!declared) return {};
  return (await nodeBaseImage({ docker, log: progress, signal })).buildArgs;
}

/** Shows the instruction that runs now: `Step 3/12 : …` of the classic builder, `#7 [build 3/5] …` of BuildKit. */
function step(progress: (line: string) => void) {
  return (line: string) => {
    const shown = /^Step \d+\/\d+ : .*/.exec(line) ?? /^#\d+ (\[.*\d+\/\d+\] .*)/.exec(line);
    if (shown === null) return;
    const text = (shown[1] ?? shown[0]).replace(/\s+/g, ' ');
    // An instruction over many lines comes as one.
    progress(`Building: ${text.length > 100 ? `${text.slice(0, 99)}…` : text}`);
  };
}

/** DOCKER_DEFAULT_PLATFORM asks for another platform than the engine's, which it has no emulation or no base for. */
async function foreignPlatform(
  docker: Docker,
  signal: AbortSignal,
): Promise<MachineFault | undefined> {
  const { DOCKER_DEFAULT_PLATFORM: wanted } = process.env;
  if (!wanted) return undefined;
  const format = '{{.Server.Os}}/{{.Server.Arch}}';
  const own = (await docker.read(['version', '--format', format], { signal })).trim();
  if (wanted === own) return undefined;
  return new MachineFault(
    'platform-foreign',
    `The build fails for ${wanted}, which DOCKER_DEFAULT_PLATFORM asks for, on an engine of ${own}.`,
    `Unset DOCKER_DEFAULT_PLATFORM, or give the engine what runs ${wanted}: docker run --privileged --rm tonistiigi/binfmt --install all`,
  );
}
