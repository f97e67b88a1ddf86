import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['exposed port', 'expose', 'port exposure', 'exposed ports'],
  senses: [
    {
      says: 'expose {port}',
      with: 'image container app dockerfile docker ours system it port manner correctly now instruction argument line present',
      params: (values: Values) => ({ port: values.one('port') }),
    },
  ],
  examples: [
    'Exposes port 8080',
    '`EXPOSE 3000`',
    'Port 8000 exposed',
    'The container exposes port 5000 for the Flask application',
  ],
};
