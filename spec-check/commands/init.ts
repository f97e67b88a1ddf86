import { mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { findEngine } from '../docker/engine.ts';
import { shownByDockerfile } from '../init/dockerfile.ts';
import { firstSpec } from '../init/first-spec.ts';
import { shownByImage } from '../init/image.ts';
import { readProject } from '../init/project.ts';
import type { Shown } from '../init/shown.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { commandName } from '../model/command-name.ts';
import { describeImage } from '../resources/image.ts';
import { reasonOf, refusal } from './refusals.ts';
import { interruption } from './run/interruption.ts';

/** What the command line gives, as commander reads it. */
export interface InitOptions {
  readonly dockerfile: string;
  readonly image?: string;
  readonly dryRun: boolean;
}

/** `spec-check init`: writes a first spec, and says what to type next. Throws, and has written nothing, where it cannot. */
export async function init(
  file: string,
  { dockerfile, image, dryRun }: InitOptions,
): Promise<void> {
  const shown = image === undefined ? await readDockerfile(dockerfile) : await readImage(image);
  const text = firstSpec(shown, await readProject(process.cwd(), shown));
  if (dryRun) {
    process.stdout.write(text);
    process.stderr.write(`Nothing was written. To write it: ${typed('init', file, image)}\n`);
    return;
  }
  await write(file, text);
  const promises = interpret(parseSpec(Buffer.from(text), file), checks, new Date()).filter(
    ({ verdict }) => verdict !== 'context',
  );
  process.stdout.write(
    [
      `Wrote ${file}: ${promises.length} promises, from ${image === undefined ? dockerfile : `the image ${image}`}.`,
      '',
      'Next:',
      `  ${typed('explain', file)}   what each line will be taken for; needs no Docker`,
      `  ${typed('check', file, image)}   proves every line`,
      '',
      'That is not all there is to promise. For example:',
      ...(shown.bytes === undefined ? ['  - [ ] Image size is under 200MB'] : []),
      ...(text.includes('CRUD')
        ? []
        : ['  - [ ] All CRUD endpoints work when running in the container']),
      ...(text.includes('at `/') ? [] : ['  - [ ] Health check endpoint responds at `/health`']),
      '  - [ ] Shuts down gracefully on SIGTERM',
      '',
    ].join('\n'),
  );
}

function typed(command: string, file: string, image?: string): string {
  return `${commandName} ${command} ${file}${image === undefined ? '' : ` --image ${image}`}`;
}

async function readDockerfile(file: string): Promise<Shown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw refusal('dockerfile-unreadable', { file, reason: reasonOf(error) });
  }
  const shown = shownByDockerfile(text);
  if (shown === undefined) throw refusal('no-from', { file });
  return shown;
}

async function readImage(reference: string): Promise<Shown> {
  const interrupt = interruption();
  try {
    const log = (line: string) => process.stderr.write(`${line}\n`);
    const { docker } = await findEngine({ log, signal: interrupt.signal });
    const described = await describeImage(docker, reference, interrupt.signal).catch((error) => {
      throw refusal('no-such-image', { reference, said: (error as Error).message });
    });
    return shownByImage(described);
  } finally {
    interrupt.stop();
  }
}

/** A new file in a folder that is made when it is missing; never over one that is there. */
async function write(file: string, text: string): Promise<void> {
  let made: string | undefined;
  let folderIsThere = false;
  try {
    made = await mkdir(path.dirname(file), { recursive: true });
    folderIsThere = true;
    await using created = await open(file, 'wx');
    made ??= file;
    await created.writeFile(text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && folderIsThere) throw refusal('spec-exists', { file });
    if (made !== undefined) await rm(made, { recursive: true, force: true });
    throw refusal('spec-unwritable', { file, reason: reasonOf(error) });
  }
}
