import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'start command, command',
  with: 'image container dockerfile docker used stated present system it',
  senses: [
    { says: 'cmd-instruction {list}', with: 'line argument', params: { cmd: '{list}' } },
    {
      says: 'cmd-instruction {code}',
      with: 'run start app ours instruction-name',
      params: (values) => {
        const commands = values.all('code').filter((one) => !/^(?:CMD|ENTRYPOINT)$/.test(one));
        return commands.length === 1 && !values.has('{list}') ? { contains: commands[0] } : [];
      },
    },
  ],
  examples: ['`CMD ["node", "server.js"]`', 'The default command is `node dist/main.js`'],
};
