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
  accepts: [
    ['Exposes port 8080', { port: 8080 }],
    ['`EXPOSE 3000`', { port: 3000 }],
    ['Port 8000 exposed', { port: 8000 }],
    ['The container exposes port 5000 for the Flask application', { port: 5000 }],
    ['EXPOSE 4000 in the Dockerfile', { port: 4000 }],
  ],
  refuses: [
    'Port 8000 is not exposed',
    'Exposes port 8000 only on localhost',
    'Database exposes port 5432',
    'Exposes 8 endpoints',
  ],
};
