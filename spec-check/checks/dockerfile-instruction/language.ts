import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'dockerfile instruction',
  with: 'dockerfile docker system it instruction file package production-dependency dependency reproducible build now use',
  senses: [
    {
      says: 'install|run|use {code}+ package|install|dependency|pip',
      with: 'pip',
      params: (values) => instruction('RUN', values),
    },
    { says: 'copy {file}+', params: (values) => instruction('COPY', values) },
  ],
  examples: ['System MUST run `npm ci` to install dependencies', 'Uses `uv` to install packages'],
};

function instruction(name: string, values: Values) {
  const said =
    name === 'COPY' ? values.all('file').filter((one) => !one.startsWith('/')) : values.all('code');
  return said.length === 0 ? [] : { instruction: name, contains: said };
}
