import * as z from 'zod';
import { hasPhrase } from '../../dockerfile/phrase.ts';
import { commandsOf, expand, type Stage, type Step } from '../../dockerfile/read.ts';
import { stagesOf, usedStages } from '../../dockerfile/used-stages.ts';
import { defineCheck, listOf, type Values } from '../../model/check.ts';

export const dockerfileInstruction = defineCheck({
  title: 'The Dockerfile has an instruction',
  proof:
    'The Dockerfile as a parser reads it, without comments and without what a RUN only prints; the stages that the build uses. A promise that it is not there looks at all stages.',
  language: {
    with: 'contains image dockerfile docker system it instruction file package production-dependency dependency reproducible build now use runtime-name instruction-name every build-stage',
    params: (values) => instructionIn('RUN', values),
    senses: [
      {
        says: 'install|run|use {code}+ package|installer|dependency|pip',
        // "`curl` is installed in the image" names a package, `session.Store` a class.
        params: (values) =>
          (values.has('image') && !values.has('dependency')) ||
          values.all('code').some((one) => /\.[A-Z]/.test(one))
            ? []
            : instructionIn('RUN', values),
      },
      {
        says: 'installer {code}+',
        with: 'install run',
        rather: 'installer use pip install',
        params: (values) =>
          values.count('installer') === values.count('{code}') ? instructionIn('RUN', values) : [],
      },
      {
        says: 'pip {tool} install|use dependency|package',
        params: { instruction: 'RUN', contains: '{tool}' },
      },
      { says: 'build-stage run {code}+' },
      { says: 'dockerfile build with|via|through {code}+', with: 'ours', unless: 'docker-build' },
      {
        says: 'copy line {code}+',
        with: 'argument present',
        unless: 'first later',
        params: ({ one }) => ({ instruction: 'COPY', contains: one('code')?.replace('COPY ', '') }),
      },
      {
        says: 'cache-mount',
        with: 'pip tool carry registry',
        params: { instruction: 'RUN', contains: '--mount=type=cache' },
      },
      { says: 'add-line', not: 1, params: { instruction: 'ADD', absent: true } },
      {
        says: 'expose|label instruction-name {code} present|use|exist',
        params: ({ one }) =>
          /^[A-Z]+$/.test(one('code') ?? '') ? { instruction: one('code') } : [],
      },
      { says: 'user instruction-name instruction', params: { instruction: 'USER' } },
      { says: 'copy {file}+', unless: 'first', params: (values) => instructionIn('COPY', values) },
    ],
    examples: ['System MUST run `npm ci` to install dependencies', 'Uses `uv` to install packages'],
  },
  faults: [
    ['only printed', 'bad-dockerfile', 'instruction=RUN contains=poetry', /No RUN .* has poetry/],
    ['it is a comment', 'bad-dockerfile', 'instruction=USER', /No USER of the build/],
    ['it is there', 'bad-dockerfile', 'instruction=ADD absent=true', /The Dockerfile has ADD/],
  ],
  goodShapes: [
    ['good-dockerfile', 'instruction=COPY contains=["package.json","server.js"]'],
    ['good-dockerfile', 'contains="npm ci"'],
    ['good-dockerfile', 'instruction=ADD absent=true'],
  ],
  params: z
    .strictObject({
      instruction: z
        .string()
        .regex(/^[A-Za-z]+$/)
        .transform((name) => name.toUpperCase())
        .optional()
        .describe('`RUN`, `COPY`, …; any when it is left out'),
      contains: listOf(z.string().min(1)).optional().describe('In one instruction or in several'),
      absent: z.boolean().default(false).describe('It must not be there'),
    })
    .refine(
      ({ instruction, contains }) => instruction !== undefined || contains !== undefined,
      'expected an instruction or words of one',
    ),
  describe: ({ instruction, contains, absent }) =>
    `the Dockerfile has ${absent ? 'no ' : ''}${wordsOf(instruction, contains)}`,
  needs: ['build'],
  run: ({ instruction, contains = [''], absent }, { build }) => {
    const wanted = wordsOf(instruction, contains);
    const stages = stagesOf(build);
    const steps = (absent ? stages : usedStages(stages))
      .flatMap(stepsOf)
      .filter(({ keyword }) => instruction === undefined || keyword === instruction);
    const placeOf = (words: string) =>
      steps.find(({ texts }) => texts.some((text) => hasPhrase(text, words)));
    const places = contains.flatMap((words) => placeOf(words) ?? []);
    const lines = places.map(({ keyword, line }) => `${keyword} in line ${line}`).join(', ');
    const missing = contains.filter((words) => placeOf(words) === undefined);
    return {
      holds: absent ? lines === '' : missing.length === 0,
      evidence: absent ? `No instruction has ${wanted}` : `${wanted}: ${lines}`,
      wrong: absent
        ? `The Dockerfile has ${wanted}: ${lines}`
        : `No ${instruction ?? 'instruction'} of the build has ${missing.filter(Boolean).join(', ') || 'that keyword'}`,
      actual:
        lines || steps.map(({ keyword, texts }) => `${keyword} ${texts[0]}`).join('; ') || 'none',
      fix: absent ? 'Remove it.' : 'Add it to a stage that the build uses.',
      command: `grep -n '${instruction ?? contains[0]}' Dockerfile`,
    };
  },
});

const wordsOf = (instruction = '', contains: readonly string[] = []): string =>
  [instruction, contains.join(' and ')].filter(Boolean).join(' ');

/** Every instruction, and what it does: as written and with its variables filled in. */
function stepsOf(stage: Stage) {
  const settings: Record<string, string> = {};
  const from = `${stage.image ?? ''}${stage.name === undefined ? '' : ` AS ${stage.name}`}`;
  return [
    { keyword: 'FROM', line: stage.line, texts: [from] },
    ...stage.steps.map((step) => {
      for (const [name, value] of step.settings) if (value !== null) settings[name] ??= value;
      const text = [...step.flags, textOf(step)].join(' ').trim();
      return { keyword: step.keyword, line: step.line, texts: [text, expand(text, settings)] };
    }),
  ];
}

/** A RUN is what its commands do: not what they print, nor a comment behind them. */
function textOf(step: Step): string {
  if (step.keyword !== 'RUN') return step.exec?.join(' ') ?? step.text;
  return commandsOf(step)
    .map((command) => command.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((command) => command !== '' && !/^(?:echo|printf|true|:)(?:\s|$)/.test(command))
    .join(' && ');
}

function instructionIn(name: string, values: Values) {
  const all = values.all(name === 'COPY' ? 'file' : 'code');
  // What is installed from is named by no command but pip's.
  const named =
    name === 'RUN' ? /(?:^|\/)Dockerfile$|^\S+\.(?:toml|lock|json)$/ : /(?:^|\/)Dockerfile$/;
  // `RUN npm ci` is the keyword, and what stands behind it.
  const said = new Set(all.map((one) => one.replace(/^(?:RUN|COPY) /, '')));
  const words = [...said].filter((one) => !named.test(one));
  // Where it is copied to is proven in the image, and nobody needs a Dockerfile to copy a sample.
  const into = name === 'COPY' && (values.has('to') || words.some((one) => /^\/|^\.env/.test(one)));
  return into || words.length === 0 ? [] : { instruction: name, contains: words };
}
