import path from 'node:path';
import { copied, type Step } from '../../dockerfile/read.ts';
import { projectInstall } from '../../dockerfile/review/packages.ts';
import { stagesOf, usedStages } from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';
import { Ambiguous } from '../../model/verdict.ts';

export const layerOrder = defineCheck({
  title: 'Dependencies are installed before the code is copied',
  proof:
    'The Dockerfile as a parser reads it: in every stage of the build that installs what a manifest lists, no COPY or ADD before it brings the whole tree, a folder of code or a source file, and one brings the manifest.',
  language: {
    given: 'change only',
    with: 'run layer dockerfile image docker ours system it instruction dependency production-dependency file package install copy first later cache separate build app code-file argument use optimized {file} {code} now stage improve pip change resource_update only work order change-rate full',
    senses: [
      { says: 'layer-order' },
      { says: 'layer-cache use|improve|optimized' },
      { says: 'layer|instruction|dockerfile|command order cache|first|change-rate' },
      {
        says: 'dependency|package|production-dependency|{file} copy|install first file|app|cache|line',
      },
      { says: 'install dependency|package separate layer' },
      { says: '{file} copy first install dependency' },
      { says: 'change|resource_update|file invalidate layer|cache|dependency', not: 1 },
      { says: 'change|resource_update reuse|layer-cache layer|cache|dependency' },
    ],
    examples: ['Layer order (dependencies before source)', 'Layers ordered for caching'],
  },
  faults: [
    ['the whole tree first', 'bad-dockerfile', '', /Line \d+ copies code .* before line \d+/],
    ['a source file first', 'sham-dockerfile', '', /copies code .package.json, server.js/],
  ],
  goodShapes: [['good-dockerfile']],
  needs: ['build'],
  run: (_params, { build }) => {
    const installs = usedStages(stagesOf(build)).flatMap((stage) => projectInstall(stage) ?? []);
    if (installs.length === 0)
      throw new Ambiguous(
        'No instruction of the build installs what a manifest lists (npm ci, pip install -r, …)',
        'Write the order out that is meant, as a check of dockerfile-instruction.',
      );
    const bringsCode = (copy: Step) => sourcesOf(copy).some(isCode);
    const wrong = installs.find(({ copies }) => copies.length === 0 || copies.some(bringsCode));
    const early = wrong?.copies.find(bringsCode);
    const manifests = installs.flatMap(({ copies }) => copies.flatMap(sourcesOf)).join(', ');
    return {
      holds: wrong === undefined,
      evidence: `Only ${manifests} is copied before dependencies are installed (line ${installs.map(({ install }) => install.line).join(', ')})`,
      wrong:
        early === undefined
          ? `No manifest is copied before line ${wrong?.install.line} installs dependencies`
          : `Line ${early.line} copies code (${sourcesOf(early).join(', ')}) before line ${wrong?.install.line} installs dependencies`,
      diagnosis: 'Every change of the code installs all dependencies again.',
      fix: 'Copy manifest and lock file, install, then copy the rest.',
      command: "grep -nE '^(FROM|COPY|ADD|RUN)' Dockerfile",
    };
  },
});

const sourcesOf = (step: Step) => copied(step).sources;

function isCode(source: string): boolean {
  const name = path.posix.basename(source);
  if (/^(?:setup|conftest)\.py$|^build\.rs$|config\.[cm]?[jt]s$/.test(name)) return false;
  return (
    /^(?:\.|\*|\/|src|app|lib|api|server|source|internal|cmd|pkg)?$/.test(name) ||
    /\.(?:[cm]?[jt]sx?|py|go|rb|java|kt|php|rs|cs|ex|exs|scala)$/.test(name)
  );
}
