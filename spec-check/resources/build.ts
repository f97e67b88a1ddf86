import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { imageId } from '../docker/inspect.ts';
import { builtTag, ownedTag } from '../docker/labels.ts';
import { machineFaultIn } from '../docker/machine-faults.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import { buildKitFeature, failedInstruction } from '../dockerfile/builders.ts';
import { MachineFault } from '../model/docker.ts';
import { lastLines } from '../model/format.ts';
import type { Build, Dockerfile } from '../model/resources.ts';
import { ImageFault } from '../model/verdict.ts';
import { nodeBaseImage, proxyArguments } from '../offline/base-image.ts';
import { clean } from '../secrets/mask.ts';
import type { Secrets } from '../secrets/redact.ts';
import { defineResource, type ResourceContext } from './resource.ts';

/** A real build of the current tree, or the instruction that broke it. With `--image` nothing is built. */
export const build = defineResource({
  needs: ['engine'],
  limit: 15 * 60_000,
  async acquire({ engine }, { runId, options, signal, progress, secrets }, scope): Promise<Build> {
    const { docker } = engine;
    if (options.image !== undefined) return { kind: 'given', reference: options.image };
    const { context, dockerfile: file } = options;
    const { buildArgs: given = {}, target, platform } = options.settings;
    const text = await readFile(file, 'utf8');
    const dockerfile: Dockerfile = { path: file, text, context, target };
    // Where no image registry is in reach, a Dockerfile that asks for `ARG NODE_IMAGE` gets one made from packages.
    const asksForBase = DockerfileParser.parse(dockerfile.text)
      .getARGs()
      .some((argument) => argument.getProperty()?.getName() === 'NODE_IMAGE');
    const base = asksForBase ? await nodeBaseImage({ docker, log: progress, signal }) : undefined;
    const buildArgs = { ...base?.buildArgs, ...given };
    const reference = `${options.name}:${builtTag}`;
    const idFile = path.join(await temporaryFolder('build', scope), 'image-id');

    const choices = [
      ...(target === undefined ? [] : ['--target', target]),
      ...(platform === undefined ? [] : ['--platform', platform]),
      ...Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ];
    const folder = path.relative('', context) || '.';
    const shown = path.relative('', file);
    const named = shown === path.join(folder, 'Dockerfile') ? [] : ['-f', shown];
    const command = ['docker', 'build', ...named, '-t', reference, ...choices, folder].join(' ');
    // The classic builder would call it a mistake; where no BuildKit is, the client says so.
    const needsBuildKit = buildKitFeature(dockerfile.text) !== undefined;
    // By a name of this run: by its id an image would go together with the one name that somebody gave it.
    const name = (which: string) => `${options.name}:${ownedTag(`${runId}${which}`)}`;
    const remove = async (name: string) =>
      void (await docker.ask('DELETE', `/images/${name}`, { timeout: 30_000 }));
    const buildWith = async (which: string, more: readonly string[], signal: AbortSignal) => {
      // Another run that builds meanwhile removes what it replaces, unless it has another name.
      scope.defer(() => remove(name(which)));
      const started = performance.now();
      const { exitCode, all } = await docker.run(
        [
          ...['build', '--force-rm', '--iidfile', idFile, '--file', file, '--tag', name(which)],
          ...[...more, ...choices, ...proxyArguments(process.env), context],
        ],
        {
          signal,
          timeout: build.limit,
          env: { BUILDKIT_PROGRESS: 'plain', ...(needsBuildKit && { DOCKER_BUILDKIT: '1' }) },
          onLine: step(progress, secrets),
        },
      );
      const ms = performance.now() - started;
      const output = secrets.redact(all.replace(chatter, ''));
      return { ms, output, id: exitCode === 0 && (await readFile(idFile, 'utf8')).trim() };
    };
    const before = await imageId(docker, reference, signal);
    const { id, ms, output } = await buildWith('now', ['--tag', reference], signal);
    if (id === false) {
      const ours = buildArgs.NODE_IMAGE?.startsWith('spec-check/') && lackingBase(output);
      const fault = machineFaultIn(output) ?? foreignPlatform(output) ?? ours;
      const failed = failedInstruction(output, dockerfile.text);
      const at = failed.instruction.split('\n', 1).join();
      if (fault) throw new MachineFault(fault.code, `${at}: ${fault.message}`, fault.hint);
      return { kind: 'broken', command, dockerfile, ...failed, output };
    }
    if (before !== undefined && before !== id) {
      await docker.run(['tag', before, name('before')], { signal });
      await remove(name('before'));
    }
    return {
      kind: 'built',
      reference: id,
      name: reference,
      seconds: ms / 1000,
      command,
      dockerfile,
      buildArgs,
      async again(cache, signal) {
        const more = cache === 'cold' ? ['--no-cache'] : [];
        const same = [command, ...more].join(' ');
        const { id: other, ms, output } = await buildWith(cache, more, signal);
        if (other === false)
          throw new ImageFault({
            evidence: 'The same build fails the second time',
            actual: lastLines(output, 5),
            fix: 'The last lines say which step fails.',
            command: same,
          });
        return { id: other, ms, command: same };
      },
    };
  },
});

/** What the classic builder says of itself, before and between what it does. */
const chatter =
  /^(?:DEPRECATED: The legacy builder|\s+Install the buildx component|\s+https:\/\/docs\.docker\.com\/go\/buildx|Sending build context).*\n*/gm;

/** Shows the instruction that runs now: `Step 3/12 : …` of the classic builder, `#7 [build 3/5] …` of BuildKit. */
const step = (progress: ResourceContext['progress'], secrets: Secrets) => (line: string) => {
  const shown = /^Step \d+\/\d+ : .*/.exec(line) ?? /^#\d+ (\[.*\d+\/\d+\] .*)/.exec(line);
  if (shown === null) return;
  // Before it is cut: half of a secret is not told from other words.
  const text = clean((shown[1] ?? shown[0]).replace(/\s+/g, ' '), secrets);
  // An instruction over many lines comes as one.
  progress(`Building: ${text.length > 100 ? `${text.slice(0, 99)}…` : text}`, true);
};

/** A shell's exit code for a command that is not there; the official base may have it. */
function lackingBase(output: string) {
  if (!/(?:non-zero|exit) code: 127\b/.test(output)) return undefined;
  return new MachineFault(
    'base-stand-in',
    `The base image made here, as no image registry is in reach, lacks a command of the Dockerfile: ${lastLines(output.replace(/^(?:The command|Removing).*\n?/gm, ''), 1)}`,
    'Run where an image registry is in reach, or name a mirror: NODE_IMAGE=mirror.example.com/node:24 in the environment.',
  );
}

/** DOCKER_DEFAULT_PLATFORM asks for another platform than the engine's, which it has no emulation or no base for. */
function foreignPlatform(output: string) {
  const { DOCKER_DEFAULT_PLATFORM: wanted } = process.env;
  const isForeign =
    /exec format error|does not match the specified platform|no match(?:ing manifest)? for/i;
  if (!wanted || !isForeign.test(output)) return undefined;
  return new MachineFault(
    'platform-foreign',
    `The build fails for ${wanted}, which DOCKER_DEFAULT_PLATFORM asks for.`,
    `Unset DOCKER_DEFAULT_PLATFORM, or give the engine what runs ${wanted}: docker run --privileged --rm tonistiigi/binfmt --install all`,
  );
}
