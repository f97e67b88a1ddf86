import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { hasPhrase } from '../../dockerfile/phrase.ts';
import { defineCheck, inspectCommand } from '../../model/check.ts';

/** Programs that answer; `npm ci` is run by the build. */
const serves = /^(?:node|bun|deno run|java|npm start|\w+corn|python3? (?!manage))\b(?=.* )/;

/** The instruction itself, `exec`, and what somebody runs beside the container. */
const outside =
  /^(?:CMD|ENTRYPOINT|docker|podman|nerdctl|kubectl|helm|curl|wget|trivy|grype|syft|cosign|hadolint|git|make|gh|export|exec)\b|^(?![A-Z]+ )(?:[\w-]+|.*(?:<[a-z]|\b(?:build|(?:py)?test|lint)\b).*)$/;

export const cmd = defineCheck({
  title: 'The command that the image starts',
  proof: "CMD and ENTRYPOINT in the image's configuration, as docker inspect shows them.",
  instruction: 'CMD',
  language: {
    with: 'image container dockerfile docker used stated present system it default entrypoint',
    rather: 'cmd-instruction argument',
    senses: [
      {
        says: 'cmd-instruction {list}',
        with: 'argument start run app ours process',
        // `contains` is what both start together.
        params: ({ one, has }) =>
          has('entrypoint') ? { contains: one('list')?.join(' ') } : { cmd: one('list') },
      },
      {
        says: 'cmd-instruction {code}+',
        unless: 'copy install env-line',
        with: 'run start app ours instruction-name',
        params: ({ all, has }) => {
          const commands = all('code').filter((one) => !outside.test(one));
          return commands.length === 1 && !has('{list}') && !has('healthcheck')
            ? { contains: commands[0] }
            : [];
        },
      },
      { says: 'entrypoint {code}', unless: '{list}', with: 'run', params: { contains: '{code}' } },
      {
        says: 'run|start {code}',
        with: 'ours app process',
        unless: 'dockerfile',
        params: ({ one }) => (serves.test(one('code') ?? '') ? { contains: one('code') } : []),
      },
    ],
    examples: ['`CMD ["node", "server.js"]`', 'The default command is `node dist/main.js`'],
  },
  faults: [
    ['another file', 'bad-dockerfile', 'contains="node main.js"', /does not start with node main/],
    ['another CMD', 'sham-dockerfile', 'cmd=["node","server.js"]', /does not start with CMD/],
  ],
  goodShapes: [
    ['good-dockerfile', 'cmd=["node","server.js"]'],
    ['good-dockerfile', 'contains="node server.js"'],
  ],
  params: z
    .strictObject({
      cmd: z.array(z.string().min(1)).min(1).optional().describe('CMD, word for word'),
      contains: z.string().min(1).optional().describe('What stands in ENTRYPOINT and CMD together'),
    })
    .describe('Any CMD or ENTRYPOINT when both are left out'),
  describe: (params) => `the image starts with ${commandOf(params)}`,
  needs: ['image'],
  run: (params, { image: { config, reference } }) => {
    const { cmd: words, contains } = params;
    const { Entrypoint, Cmd } = config;
    const started = [...Entrypoint, ...Cmd];
    const isIn = contains === undefined || hasPhrase(started.join(' '), contains);
    const isSame = words === undefined || isDeepStrictEqual(words, Cmd);
    return {
      holds: started.length > 0 && isSame && isIn,
      evidence: `ENTRYPOINT ${JSON.stringify(Entrypoint)} CMD ${JSON.stringify(Cmd)}`,
      wrong: `The image does not start with ${commandOf(params)}`,
      fix: 'Correct CMD in the last stage, or the command in the spec.',
      command: inspectCommand(reference, 'Entrypoint', 'Cmd'),
    };
  },
});

const commandOf = ({ cmd, contains = 'a command' }: { cmd?: string[]; contains?: string }) =>
  cmd === undefined ? contains : `CMD ${JSON.stringify(cmd)}`;
