import path from 'node:path';
import { Keyword } from 'dockerfile-ast';
import { closest } from 'fastest-levenshtein';
import * as z from 'zod';
import { readStages } from '../../dockerfile/read.ts';
import { defineCheck } from '../../model/check.ts';
import { baseStandIn, lastLines } from '../../model/format.ts';
import { Ambiguous, type Verdict } from '../../model/verdict.ts';

export const builds = defineCheck({
  title: 'The Dockerfile builds',
  proof:
    'A real build of the current tree; on failure the instruction, its line and the last output.',
  language: {
    implied: true,
    with: '{dockerfile} {stage} manner correctly now work actor clone project-root docker-build build-target docker it locally command used ours file present image container dockerfile valid',
    given:
      'actor run build command docker-build clone image dockerfile file change require target project-root registry',
    params: { dockerfile: '{dockerfile}', target: '{stage}' },
    senses: [
      {
        says: 'build|build-target image|container|docker|dockerfile|docker-build|build-target',
        with: 'succeed answer resource_create carry system app tag',
      },
      { says: 'run|call docker-build succeed|finish|work|answer|manner', unless: 'docker-run' },
      { says: 'dockerfile answer image|container', with: 'build', unless: 'ours' },
      { says: 'docker-build|build fail', not: 1 },
      { says: 'build-done', unless: 'locally' },
      { says: 'build manner', headless: true },
      { says: 'dockerfile valid' },
      { says: 'image resource_create manner', unless: 'actor' },
    ],
    examples: ['Container builds successfully without errors', '`docker build` succeeds'],
  },
  faults: [
    ['line 12 fails', 'build-fails', '', /Line 12 .* fails: RUN node[\s\S]*about to fail/],
    ['a file to copy is missing', 'missing-file', '', /Line 3 [\s\S]*not in the build context/],
  ],
  params: z.strictObject({
    dockerfile: z.string().optional().describe('The Dockerfile, where the sentence names one'),
    target: z.string().optional().describe('The stage to build, where the sentence names one'),
  }),
  describe: ({ dockerfile, target }) =>
    `a real build of ${target ? `the stage ${target} of ` : ''}${dockerfile ?? 'this Dockerfile'} ends without an error`,
  needs: ['build'],
  run: ({ dockerfile, target }, { build }): Verdict => {
    if (build.kind === 'given')
      throw new Error(
        `nothing was built, because --image names an image that exists (${build.reference}). Run without --image to build the Dockerfile.`,
      );
    const { path: own, text, target: stage = readStages(text).at(-1)?.name } = build.dockerfile;
    const isOther = dockerfile && path.resolve(dockerfile) !== path.resolve(own);
    const other = isOther ? `dockerfile: ${dockerfile}` : `target: ${target}`;
    if (isOther || (target && target.toLowerCase() !== stage?.toLowerCase()))
      throw new Ambiguous(
        `The sentence names ${isOther ? dockerfile : `the stage ${target}`}, and ${isOther ? path.relative('', own) : 'another one'} is built`,
        `Say in the front matter which one is checked: ${other}`,
      );
    const { command } = build;
    if (build.kind === 'built') {
      const { seconds, name, buildArgs } = build;
      const file = path.relative('', build.dockerfile.path);
      const from = file === 'Dockerfile' ? '' : ` from ${file}`;
      return {
        status: 'PASS',
        evidence: `Built${from} in ${seconds.toFixed(1)} s as ${name}`,
        measured: { seconds },
        command,
        standIn: baseStandIn(buildArgs),
      };
    }
    const { line, instruction, output } = build;
    const [first = '', ...more] = instruction.split('\n');
    const failing = more.length > 0 ? `${first.replace(/\\\s*$/, '').trim()} …` : first;
    return {
      status: 'FAIL',
      evidence: `${line === undefined ? 'The Dockerfile' : `Line ${line} of the Dockerfile`} ${failing === '' ? 'cannot be built' : `fails: ${failing}`}`,
      actual: lastLines(output, 10),
      diagnosis:
        misspelt(output) ??
        causes.find(([sign]) => sign.test(output))?.[1] ??
        `${first.trim().split(/\s/)[0] || 'The build'} ends with an error.`,
      fix: `Correct ${line === undefined ? 'the instruction' : `line ${line}`}; its own last words are above.`,
      measured: line === undefined ? undefined : { line },
      command,
    };
  },
});

/** Words of builders, shells and package managers; the more particular first. */
const causes: readonly (readonly [sign: RegExp, cause: string])[] = [
  [
    /npm (?:ERR!|error) .*(?:package-lock\.json|lock file).*(?:in sync|sync)/i,
    'package-lock.json is behind package.json: run npm install and commit it.',
  ],
  [
    /(?:COPY|ADD) failed: (?:file )?(?:not found|stat)|failed to (?:compute cache key|calculate checksum).*not found/i,
    'A file that is copied is not in the build context: it does not exist, or .dockerignore leaves it out.',
  ],
  [
    /pull access denied|manifest unknown|manifest for .* not found|repository does not exist/i,
    'The base image does not exist under this name, or needs docker login.',
  ],
  [
    /: not found$|command not found|executable file not found/im,
    'A command that RUN calls is not in the image at that point.',
  ],
  [/Dockerfile\b.*\bcannot be empty|file with no instructions/i, 'It is empty: begin with FROM.'],
  [
    /permission denied|EACCES/i,
    'The user at that point may not do this: USER comes too early, or a file belongs to another.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|Temporary failure in name resolution|could not resolve|no such host/i,
    'A host on the network cannot be found from inside the build.',
  ],
];

/** `FORM node:24` */
function misspelt(output: string): string | undefined {
  const [, word] = /unknown instruction: (\w+)/i.exec(output) ?? [];
  const near = word && closest(word.toUpperCase(), Object.values(Keyword));
  return near && `${word} is no instruction of a Dockerfile. Did you mean ${near}?`;
}
