import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['start command', 'command'],
  senses: [
    {
      says: 'cmd-instruction {list}',
      with: 'line argument image container dockerfile docker used stated present system it',
      params: (values: Values) => ({ cmd: values.one('list') }),
    },
    {
      says: 'cmd-instruction {code}',
      with: 'image container dockerfile docker run stated start app ours present instruction-name used system it',
      params: (values: Values) => {
        const commands = values.all('code').filter((one) => !/^(?:CMD|ENTRYPOINT)$/.test(one));
        return commands.length === 1 && !values.has('{list}') ? { contains: commands[0] } : [];
      },
    },
  ],
  examples: ['`CMD ["node", "server.js"]`', 'The default command is `node dist/main.js`'],
};
