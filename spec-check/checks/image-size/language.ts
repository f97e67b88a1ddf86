import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics:
    'image size, size, container size, image size limit, image, final image size, docker image size',
  with: 'image size container system it docker ours unpacked compressed stay keep target now weigh small optimized limit',
  senses: [
    { says: '{bytes} size', with: 'app', params: bounds },
    { says: '{bytes} image', with: 'disk answer dockerfile', params: bounds },
    { says: '{bytes} compressed', with: 'registry', params: bounds },
    { says: '{bytes} container weigh disk', params: bounds },
    { says: '{bytes-only} limit size|image|compressed', with: 'disk', params: limit },
    { says: '{bytes}', with: 'unpacked', headless: true, params: bounds },
    { says: '{bytes} app|system', asks: 'The size of the image, or the memory that it takes?' },
    { says: '{bytes-only} size', asks: 'The size as a limit, or exactly? Say it: "at most"' },
  ],
  examples: ['Image size under 200 MB', 'Compressed image size below 80 MB'],
};

function bounds(values: Values) {
  const all = (values.one('bytes') ?? []).map(({ op, value }) => ({
    op,
    bytes: value,
    basis: basis(values),
  }));
  // "Reduced to over 200 MB" is a difference, or a slip.
  return values.has('optimized') && all.some(({ op }) => op.startsWith('>')) ? [] : all;
}

function limit(values: Values) {
  return { op: '<=', bytes: Math.round(values.one('bytes-only') ?? 0), basis: basis(values) };
}

function basis(values: Values) {
  return values.has('compressed') ? 'compressed' : 'unpacked';
}
