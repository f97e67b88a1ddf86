import * as z from 'zod';
import { chainOf, type Stage, stageNamed } from '../../dockerfile/read.ts';
import { stagesOf, takenFrom, usedStages } from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';

const plain = /^(?!node|go|python|rust|alpine|debian|nginx|distroless|scratch)[a-z][\w-]*$/;

export const multiStage = defineCheck({
  title: 'The Dockerfile builds in stages',
  proof:
    'The Dockerfile as a parser reads it: the last stage takes files from a stage that it does not start from, so that the rest of that one stays out; stages that are named are part of the build.',
  instruction: 'FROM',
  language: {
    with: 'image container dockerfile docker ours system it use present build build-stage final-stage stage separate now instruction with runtime small base-image correctly execution work',
    senses: [
      {
        says: 'multi-stage',
        params: ({ has }) =>
          (has('dev-dependency') && !has('separate')) || (has('stage-list') && has('{code}'))
            ? []
            : {},
        with: 'only attach dev-dependency write first later compile dependency start app copy install file production-dependency resource_create manner conform registry pattern',
      },
      { says: 'build-stage final-stage separate|stage' },
      {
        says: 'stage-list {code}+',
        with: '{number} {count} multi-stage resource_create contains answer',
        params: ({ all }) => {
          const stages = all('code');
          const count = all('number')[0] ?? all('count')[0]?.[0]?.value ?? stages.length;
          return stages.length === count && stages.every((one) => plain.test(one))
            ? { stages }
            : [];
        },
      },
    ],
    examples: ['Multi-stage build', 'Uses a multi-stage Dockerfile'],
  },
  faults: [
    ['one stage', 'bad-dockerfile', '', /The Dockerfile has one stage/],
    ['it builds on the first', 'sham-dockerfile', '', /takes nothing from a stage/],
  ],
  goodShapes: [['good-dockerfile', 'stages=["build","runtime"]']],
  params: z.strictObject({
    stages: z.array(z.string().min(1)).min(1).optional().describe('Names that its stages have'),
  }),
  describe: ({ stages }) =>
    `the Dockerfile has stages that the last one takes files from${stages === undefined ? '' : `: ${stages.join(', ')}`}`,
  needs: ['build'],
  run: ({ stages: names }, { build }) => {
    const stages = stagesOf(build);
    const last = stages.at(-1);
    const used = usedStages(stages);
    const sources = chainOf(last)
      .flatMap(takenFrom)
      .flatMap((name) => stageNamed(stages.slice(0, -1), name) ?? [])
      .filter((stage) => !startsFrom(last, stage));
    const missing =
      names?.filter((name) => !used.some((stage) => stage.name === name.toLowerCase())) ?? [];
    const listed = (some: readonly Stage[]) =>
      some.map((stage) => stage.name ?? `stage ${stages.indexOf(stage)}`).join(', ');
    return {
      holds: sources.length > 0 && missing.length === 0,
      evidence: `${used.length} stages (${listed(used)}); the last takes files from ${listed(sources)}`,
      wrong:
        stages.length === 1
          ? 'The Dockerfile has one stage'
          : sources.length === 0
            ? `The last of ${stages.length} stages takes nothing from a stage that it does not start from`
            : `No stage of the build is called ${missing.join(', ')}`,
      actual: stages.map((stage) => `FROM ${stage.image ?? '?'} (line ${stage.line})`).join(', '),
      fix: 'Build in a stage of its own (FROM … AS build), and take the result: COPY --from=build.',
      command: "grep -nE '^(FROM|COPY --from)' Dockerfile",
    };
  },
});

const startsFrom = (stage: Stage | undefined, other: Stage): boolean =>
  stage !== undefined && (stage === other || startsFrom(stage.parent, other));
