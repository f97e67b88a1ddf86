import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'dockerfile image container docker ours system it instruction file package production-dependency dependency reproducible build now use';

export const language: CheckLanguage = {
  topics: ['dockerfile instructions'],
  senses: [
    {
      says: 'install|run|use {code}+ package|install|dependency',
      with: `${around} pip`,
      params: (values: Values) => instruction('RUN', values),
    },
    {
      says: 'copy {file}+',
      with: `${around} first`,
      params: (values: Values) => instruction('COPY', values),
    },
  ],
  accepts: [
    [
      'System MUST run `npm ci` to install dependencies',
      { instruction: 'RUN', contains: 'npm ci' },
    ],
    ['Uses `uv` to install packages', { instruction: 'RUN', contains: 'uv' }],
    [
      'Copy `package.json` and `package-lock.json` files',
      { instruction: 'COPY', contains: ['package.json', 'package-lock.json'] },
    ],
  ],
  refuses: ['Does not run `npm install`', 'CI runs `npm ci`', 'Copy the README'],
};

function instruction(name: string, values: Values) {
  const contains = values.all(name === 'COPY' ? 'file' : 'code');
  return { instruction: name, contains: contains.length === 1 ? contains[0] : contains };
}
