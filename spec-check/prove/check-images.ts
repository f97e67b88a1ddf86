import { generateKeyPairSync, hash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { findEngine } from '../docker/engine.ts';
import { builtTag, ownedTag } from '../docker/labels.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import { readStages } from '../dockerfile/read.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { type Lie, lyingProxy } from '../measuring/lying-proxy.ts';
import type { Docker } from '../model/docker.ts';
import type { Variant } from '../model/fault.ts';
import type { Report } from '../model/report.ts';
import { nodeBaseImage } from '../offline/base-image.ts';
import { sharedNetwork } from '../resources/engine.ts';
import { localRegistry } from '../resources/registry.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { atATime } from '../run/all-of.ts';
import { optionsInSpec, planRun } from '../run/plan.ts';
import { run } from '../run/run.ts';
import { Secrets } from '../secrets/redact.ts';
import { faultyImages } from './images.ts';
import { goodImages } from './shapes.ts';

const here = import.meta.dirname;

/** Builds every image named and runs all of spec-check on each, with its promises. Nothing is left when this returns. */
export async function checkImages(
  wanted: readonly (readonly [name: string, cases: readonly { promise: string }[]])[],
  { signal, progress }: Pick<ResourceContext, 'signal' | 'progress'>,
) {
  await using scope = new AsyncDisposableStack();
  const work = await temporaryFolder('prove', scope);
  const { docker } = await findEngine({ log: progress, signal });
  const tag = ownedTag(randomBytes(4).toString('hex'));
  const base = await nodeBaseImage({ docker, log: progress, signal });
  const context = await makeContext(path.join(work, 'context'));
  const dockerfile = await readFile(path.join(context, 'Dockerfile'), 'utf8');
  const stages = readStages(dockerfile).map((stage) => stage.name);
  const images = wanted.map((_one, index) => `fault-${index}:${builtTag}`);
  scope.defer(async () => {
    await docker.run(['rmi', '--force', ...images], { timeout: 60_000 });
  });

  const results = new Map<string, { report: Report; output: string }>();
  // Each waits for its containers more than it computes.
  await atATime(4, [...wanted.entries()], async ([index, [name, cases]]) => {
    signal.throwIfAborted();
    const variant: Variant = { ...faultyImages[name], ...goodImages[name] };
    const project = path.join(here, 'projects', variant.project ?? name);
    const isProject = existsSync(project);
    const { target = stages.find((stage) => stage === name) ?? 'good', platform } = variant;
    const stage = { target, platform, buildArgs: { FAULT: name, ...variant.args } };
    let { frontMatter } = variant;
    if (variant.previous !== undefined) {
      const previous = `spec-check/prove-${index}:${tag}`;
      const args = { ...base.buildArgs, FAULT: variant.previous };
      const given = Object.entries(args).map(([name, value]) => `--build-arg=${name}=${value}`);
      const build = ['build', '--quiet', '--target', 'good', '--tag', previous, ...given, context];
      await docker.read(build, { timeout: 180_000, signal });
      images.push(previous);
      frontMatter = `previous: ${previous}`;
    }
    const spec = parseSpec(specOf(cases, frontMatter), 'spec.md');
    const items = interpret(spec, checks, new Date());
    const events: string[] = [];
    const report = await run(planRun(spec, items, { only: [], skip: [] }), {
      context: {
        runId: randomBytes(4).toString('hex'),
        options: {
          context: isProject ? project : context,
          name: `fault-${index}`,
          dockerfile: path.join(isProject ? project : context, 'Dockerfile'),
          settings: { ...spec.defaults, ...(isProject ? {} : stage) },
          ...optionsInSpec(items),
          registry:
            variant.registry &&
            (await forgetfulRegistry(variant.registry, docker, { signal, progress }, scope)),
          allowExec: true,
          // Twenty containers may start at once, on a small machine.
          timeout: 20_000,
        },
        signal,
        secrets: new Secrets(),
      },
      strict: false,
      emit: (event) => events.push(JSON.stringify(event)),
    });
    results.set(name, { report, output: events.join('\n') });
    progress(`${results.size} of ${wanted.length} images: ${name}`);
  });
  return results;
}

function specOf(cases: readonly { promise: string }[], frontMatter: string | undefined) {
  const front = frontMatter === undefined ? '' : `---\n${frontMatter}\n---\n\n`;
  const lines = cases.map(({ promise }) => `- [ ] ${promise}\n`).join('');
  return Buffer.from(`${front}# Proof\n\n## Success Criteria\n\n${lines}`);
}

/** The stand-in API with its one dependency, a key that nobody else has, and the head of a program for S/390. */
export async function makeContext(folder: string): Promise<string> {
  await cp(path.join(here, 'image'), folder, { recursive: true });
  const driver = 'node_modules/postgres';
  await cp(path.join(here, '../..', driver), path.join(folder, driver), { recursive: true });
  const program = Buffer.alloc(64);
  program.write('\x7fELF\x02\x02\x01', 'latin1');
  program.writeUInt16BE(22, 18);
  await writeFile(path.join(folder, 'program'), program, { mode: 0o755 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(path.join(folder, 'id_ed25519'), key);
  return folder;
}

/** The local registry, which takes every push and says so: one that `forgets` has no image then, one that `swaps` has another. */
async function forgetfulRegistry(
  kind: 'forgets' | 'swaps',
  docker: Docker,
  context: Pick<ResourceContext, 'signal' | 'progress'>,
  scope: AsyncDisposableStack,
): Promise<string> {
  const network = await sharedNetwork(docker, context.signal);
  const { address } = await localRegistry({ docker, network }, context);
  const lie: Lie = async (asked, forward) => {
    const other = { ...JSON.parse(asked.text), annotations: { swapped: 'yes' } };
    if (kind === 'swaps') await forward({ ...asked, text: JSON.stringify(other) });
    const digest = `sha256:${hash('sha256', asked.text)}`;
    return { status: 201, headers: { 'docker-content-digest': digest }, text: '' };
  };
  const liesTo = (method: string, path: string) =>
    method === 'PUT' && path.includes('/manifests/') ? [lie] : [];
  const { port } = new URL(await lyingProxy(() => `http://${address}`, liesTo, scope));
  return `localhost:${port}/${kind}`;
}
