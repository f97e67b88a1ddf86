import { baseStandIn, lastLines } from '../../model/format.ts';
import type { Build } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';

/** Whether the Dockerfile builds. Throws for an image that was not built here: it says nothing of the Dockerfile. */
export function judgeBuild(build: Build): Verdict {
  switch (build.kind) {
    case 'given':
      throw new Error(
        `nothing was built, because --image names an image that exists (${build.reference}). Run without --image to build the Dockerfile.`,
      );
    case 'built': {
      const standIn = baseStandIn(build.buildArgs);
      return {
        status: 'PASS',
        evidence: `Built in ${build.seconds.toFixed(1)} s as ${build.name}`,
        measured: { seconds: build.seconds },
        command: build.command,
        ...(standIn === undefined ? {} : { standIn }),
      };
    }
    case 'broken': {
      const where =
        build.line === undefined ? 'The Dockerfile' : `Line ${build.line} of the Dockerfile`;
      return {
        status: 'FAIL',
        evidence: `${where} fails: ${firstLine(build.instruction)}`,
        expected: 'a build that ends without an error',
        actual: lastLines(build.output, 10),
        diagnosis:
          cause(build.output) ??
          `The instruction ${firstWord(build.instruction)} ends with an error.`,
        fix: `Correct ${build.line === undefined ? 'the instruction' : `line ${build.line}`}; its own last words are above.`,
        ...(build.line === undefined ? {} : { measured: { line: build.line } }),
        command: build.command,
      };
    }
  }
}

function firstLine(instruction: string): string {
  const [line = '', ...more] = instruction.split('\n');
  return more.length > 0 ? `${line.replace(/\\\s*$/, '').trim()} …` : line;
}

function firstWord(instruction: string): string {
  return instruction.trim().split(/\s/)[0] ?? '';
}

function cause(output: string): string | undefined {
  return causes.find(({ sign }) => sign.test(output))?.cause;
}

/** Words of builders, shells and package managers; the more particular first. */
const causes: readonly { readonly sign: RegExp; readonly cause: string }[] = [
  {
    sign: /npm (?:ERR!|error) .*(?:package-lock\.json|lock file).*(?:in sync|sync)/i,
    cause: 'package-lock.json is behind package.json: run npm install and commit it.',
  },
  {
    sign: /(?:COPY|ADD) failed: (?:file )?(?:not found|stat)|failed to (?:compute cache key|calculate checksum).*not found/i,
    cause:
      'A file that is copied is not in the build context: it does not exist, or .dockerignore leaves it out.',
  },
  {
    sign: /pull access denied|manifest unknown|manifest for .* not found|repository does not exist/i,
    cause: 'The base image does not exist under this name, or needs docker login.',
  },
  {
    sign: /: not found$|command not found|executable file not found/im,
    cause: 'A command that RUN calls is not in the image at that point.',
  },
  { sign: /unknown instruction/i, cause: 'It is not an instruction of the Dockerfile.' },
  {
    sign: /permission denied|EACCES/i,
    cause:
      'The user at that point may not do this: USER comes too early, or a file belongs to another.',
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN|Temporary failure in name resolution|could not resolve/i,
    cause: 'A host on the network cannot be found from inside the build.',
  },
];
