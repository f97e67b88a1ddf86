import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: 'healthcheck use|call|command {code}',
      with: 'image container dockerfile docker ours system it instruction instruction-name stated',
      rather: 'curl-or-wget ask',
      params: (values: Values) => {
        const commands = values
          .all('code')
          .filter(
            (one) => one !== 'HEALTHCHECK' && !one.startsWith('/') && !/^(?:GET|https?:)/.test(one),
          );
        return commands.length === 1 ? { contains: commands[0] } : [];
      },
    },
  ],
  examples: ['Health check uses `node health.js`', 'HEALTHCHECK command is `wget -q localhost`'],
};
