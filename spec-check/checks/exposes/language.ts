import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'exposed port, expose, port exposure',
  senses: [
    {
      says: 'expose {port}',
      with: 'image container app dockerfile docker ours system it port manner correctly now instruction argument line present',
      params: { port: '{port}' },
    },
  ],
  examples: [
    'Exposes port 8080',
    '`EXPOSE 3000`',
    'Port 8000 exposed',
    'The container exposes port 5000 for the Flask application',
  ],
};
