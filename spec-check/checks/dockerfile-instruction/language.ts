import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'dockerfile docker system it instruction file package production-dependency dependency reproducible build now use';

export const language: CheckLanguage = {
  topics: ['dockerfile instructions'],
  senses: [
    {
      says: 'install|run|use {code}+ package|install|dependency|pip',
      with: `${around} pip`,
      params: (values: Values) => instruction('RUN', values),
    },
    {
      says: 'copy {file}+',
      with: around,
      params: (values: Values) => instruction('COPY', values),
    },
  ],
  examples: [
    'System MUST run `npm ci` to install dependencies',
    'Uses `uv` to install packages',
    'Copy `package.json` and `package-lock.json` files',
  ],
};

function instruction(name: string, values: Values) {
  const said =
    name === 'COPY' ? values.all('file').filter((one) => !one.startsWith('/')) : values.all('code');
  return said.length === 0 ? [] : { instruction: name, contains: said };
}
