import { existsSync, globSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { copied, fromContext, readStages } from '../dockerfile/read.ts';
import { readDockerfileFacts } from '../init/dockerfile-facts.ts';
import { firstSpec } from '../init/first-spec.ts';
import { readProject } from '../init/project.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { commandName } from '../model/command-name.ts';
import { SpecError } from '../model/spec.ts';
import { readNamed, reasonOf } from './run/reason-of.ts';

/** `spec-check init`: writes a first spec, and says what to type next. Throws, and has written nothing, where it cannot. */
export async function init(file: string, { dockerfile: named }: { readonly dockerfile?: string }) {
  const below = existsSync('Dockerfile') ? [] : globSync('{*,*/*}/Dockerfile', { exclude });
  const dockerfile = named ?? (below.length === 1 ? below.join() : 'Dockerfile');
  const hint =
    below.length > 1
      ? `Name one of ${below.sort().join(', ')} with --dockerfile; images: in its front matter takes the others.`
      : 'Name it with --dockerfile FILE. A spec written by hand can be checked on an image.';
  const instructions = String(await readNamed('dockerfile', dockerfile, hint));
  const facts = readDockerfileFacts(instructions);
  if (facts === undefined)
    throw new SpecError('no-from', `${dockerfile} has no FROM: it shows no image.`, {
      hint: 'Begin it with the image to build on: FROM node:24-bookworm-slim',
    });
  const folder = path.dirname(dockerfile);
  const context = isContext(folder, instructions) ? folder : '.';
  const place = folder === '.' ? {} : { dockerfile, context };
  const text = firstSpec(facts, await readProject(path.resolve(context), facts), place);
  await write(file, text);
  const items = interpret(parseSpec(Buffer.from(text), file), checks, new Date());
  const promises = items.filter(({ verdict }) => verdict !== 'context').length;
  process.stdout.write(`Wrote ${file}: ${promises} promises, from ${dockerfile}.

Next:
  ${commandName} explain ${file}   what each line will be taken for; needs no Docker
  ${commandName} check ${file}   proves every line
  ${commandName} review ${file}   what there is to promise beside it
`);
}

const exclude = (name: string) => /^\.|node_modules/.test(name);

/** Whether a Dockerfile is built from its own folder: what it copies is there. */
function isContext(folder: string, instructions: string): boolean {
  const copies = readStages(instructions).flatMap(({ steps }) => steps.filter(fromContext));
  const sources = copies.flatMap((step) => copied(step).sources);
  const isThere = (source: string) => globSync(path.join(folder, source)).length > 0;
  return sources.every((source) => /^\.?\/?$/.test(source) || isThere(source));
}

/** A new file in a folder that is made when it is missing; never over one that is there. */
async function write(file: string, text: string): Promise<void> {
  let made: string | undefined;
  try {
    made = await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && syscall === 'open')
      throw new SpecError('spec-exists', `${file} is there already, and is not overwritten.`, {
        hint: `Name another file: ${commandName} init specs/other.md`,
      });
    const begun = made ?? (syscall === 'write' ? file : undefined);
    if (begun !== undefined) await rm(begun, { recursive: true, force: true });
    throw new SpecError('spec-unwritable', `${file} cannot be written: ${reasonOf(error)}.`, {
      hint: 'Nothing of it has changed. Name a file that may be written.',
    });
  }
}
