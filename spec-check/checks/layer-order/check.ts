import path from 'node:path';
import * as z from 'zod';
import { chainOf, commandsOf, copied, type Stage, type Step } from '../../dockerfile/read.ts';
import { copiesAll, fromContext } from '../../dockerfile/review/cache.ts';
import { installsProject } from '../../dockerfile/review/packages.ts';
import { stagesOf, usedStages } from '../../dockerfile/used-stages.ts';
import { Ambiguous, defineCheck, type Verdict } from '../../model/check.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** Dependencies are installed before the code is copied. */
export const layerOrder = defineCheck({
  id: 'layer-order',
  title: 'Dependencies are installed before the code is copied',
  proof:
    'The Dockerfile as a parser reads it: in every stage of the build that installs what a manifest lists, no COPY or ADD before it brings the whole tree, a folder of code or a source file, and one brings the manifest.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({}),
  describe: () => 'manifests are copied and dependencies installed before the code is copied',
  needs: ['build'],
  run: async (_params, { build }) => judgeOrder(usedStages(stagesOf(build))),
});

export function judgeOrder(stages: readonly Stage[]): Verdict {
  const command = "grep -nE '^(FROM|COPY|ADD|RUN)' Dockerfile";
  const installs = stages.flatMap((stage) => {
    const chain = chainOf(stage);
    const at = chain.findIndex(isInstall);
    const step = chain[at];
    return step !== undefined && stage.steps.includes(step)
      ? [{ step, copies: chain.slice(0, at).filter(fromContext) }]
      : [];
  });
  if (installs.length === 0) {
    throw new Ambiguous(
      'No instruction of the build installs what a manifest lists (npm ci, pip install -r, …)',
      'Write the order out that is meant, as a check of dockerfile-instruction.',
    );
  }
  for (const { step, copies } of installs) {
    const early = copies.find((copy) => copiesAll(copy) || copied(copy).sources.some(isCode));
    if (early !== undefined || copies.length === 0) {
      return {
        status: 'FAIL',
        evidence:
          early === undefined
            ? `No manifest is copied before line ${step.line} installs dependencies`
            : `Line ${early.line} copies code (${copied(early).sources.join(', ')}) before line ${step.line} installs dependencies`,
        expected: 'manifests copied, dependencies installed, then the code copied',
        actual: [...copies, step].map(({ keyword, text }) => `${keyword} ${text}`).join('; '),
        diagnosis: 'Every change of the code installs all dependencies again.',
        fix: 'Copy manifest and lock file, install, then copy the rest.',
        command,
      };
    }
  }
  const lines = installs.map(({ step }) => step.line).join(', ');
  return {
    status: 'PASS',
    evidence: `Dependencies are installed (line ${lines}) with only ${installs
      .flatMap(({ copies }) => copies.flatMap((copy) => copied(copy).sources))
      .join(', ')} copied before`,
    command,
  };
}

function isInstall(step: Step): boolean {
  return step.keyword === 'RUN' && commandsOf(step).some(installsProject);
}

/** Code by its name: a manifest has none of these endings, and stands in no such folder. */
function isCode(source: string): boolean {
  const name = path.posix.basename(source);
  if (/^(?:setup|conftest)\.py$|^build\.rs$|config\.[cm]?[jt]s$/.test(name)) return false;
  return (
    /\.(?:[cm]?[jt]sx?|py|go|rb|java|kt|php|rs|cs|ex|exs|scala)$/.test(name) ||
    /^(?:src|app|lib|api|server|source|internal|cmd|pkg)$/.test(name)
  );
}
