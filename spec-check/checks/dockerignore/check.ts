import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { ignoreRules } from '../../dockerfile/dockerignore.ts';
import { dockerfileOf } from '../../dockerfile/used-stages.ts';
import { defineCheck, listOf } from '../../model/check.ts';
import { counted } from '../../model/format.ts';

export const dockerignore = defineCheck({
  title: 'A .dockerignore keeps files out of the build',
  proof:
    'The file that the build reads, evaluated as the builder does: for the names themselves, for a probe below each and for every file that is in the folder now.',
  language: {
    with: 'use dockerignore file build-context it every carry exist correctly present resource_create now exclude project-root keep out-of execution locally',
    params: ({ all, has }) =>
      has('unnamed') ? [] : { entries: all('file').filter((one) => one !== '.dockerignore') },
    senses: [
      { says: 'dockerignore exist|resource_create|configuration|use|project-root', params: {} },
      { says: 'dockerignore', asks: 'Is it there? Or: "`.dockerignore` excludes `.git`"' },
      { says: 'dockerignore exclude|with|:|for|( {file}+', with: 'unneeded copy write listing' },
      { says: 'dockerignore listing {file}+', with: 'unneeded copy write', unless: 'project-root' },
      { says: 'dockerignore copy {file}+', not: 1, with: 'or image', unless: 'exclude' },
      { says: '{file}+ carry|exist|build-context build-context', not: 1, unless: 'exclude out-of' },
      { says: '{file}+ exclude|out-of build-context|image' },
    ],
    examples: ['A `.dockerignore` file exists', '.dockerignore present'],
  },
  faults: [
    ['there is none', 'bad-dockerfile', '', /There is no .dockerignore/],
    ['a deep folder', 'sham-dockerfile', 'entries=["node_modules"]', /through: web\/node_modules/],
    ['a file is sent', 'sham-dockerfile', 'entries=["*.md",".env"]', /lets through: .env/],
  ],
  goodShapes: [['good-dockerfile'], ['good-dockerfile', 'entries=["node_modules",".env","*.log"]']],
  params: z.strictObject({
    entries: listOf(z.string().min(1)).optional().describe('All of them; anything if left out'),
  }),
  describe: ({ entries }) => `.dockerignore keeps ${entries?.join(', ') ?? 'something'} out`,
  needs: ['build'],
  run: async ({ entries }, { build }) => {
    const { path: file, context } = dockerfileOf(build);
    // BuildKit takes it first; the classic builder does not know it.
    const own = path.relative(context, `${file}.dockerignore`);
    const name = existsSync(path.join(context, own)) ? own : '.dockerignore';
    const text = await readFile(path.join(context, name), 'utf8').catch(() => undefined);
    const { ignores, count } = ignoreRules(text ?? '');
    const files = await readdir(context, { recursive: true });
    const sent = files.filter((one) => !ignores(one));
    const leaks = (entries ?? []).flatMap((entry) => leaksOf(entry, ignores, sent));
    const wanted = entries?.join(', ') ?? 'something';
    return {
      holds: count > 0 && leaks.length === 0,
      evidence: `${name} keeps ${wanted} out with ${counted(count, 'rule')}; ${sent.length} files and folders are sent`,
      wrong:
        (text === undefined && 'There is no .dockerignore') ||
        (count === 0 && `${name} keeps nothing out`) ||
        `${name} lets through: ${leaks.slice(0, 5).join(', ')}`,
      fix: `Add to .dockerignore, a line each: ${entries?.join(', ') ?? '.git, node_modules, .env'}`,
      measured: { sent: sent.length },
      command: 'cat .dockerignore',
    };
  },
});

/** Names that an entry means and that are sent: what is in the folder now, at any depth without a folder before it; else probes at the root. */
function leaksOf(entry: string, ignores: (path: string) => boolean, sent: readonly string[]) {
  const plain = entry.replace(/^(?:\.?\/)+|\/+$/g, '');
  const pattern = ignoreRules(plain.includes('/') ? plain : `**/${plain}`);
  const real = sent.filter((file) => pattern.ignores(file));
  const probe = plain.replaceAll('**/', 'probe/').replace(/\*+/g, 'probe').replaceAll('?', 'p');
  const probes = /[*?[]/.test(plain) ? [probe] : [probe, `${probe}/probe`];
  return real.length > 0 ? real : probes.filter((name) => !name.includes('[') && !ignores(name));
}
