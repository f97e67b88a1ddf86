import type { Bound, CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [
    'image size',
    'size',
    'container size',
    'image size limit',
    'image',
    'final image size',
    'docker image size',
  ],
  senses: [
    {
      says: '{bytes} size',
      with: 'small image container system it docker ours unpacked stay keep target optimized limit app now weigh',
      params: (values) => bounds(values, 'unpacked'),
    },
    {
      says: '{bytes} image',
      with: 'small image container system it docker ours unpacked stay keep target weigh disk size answer dockerfile optimized now limit',
      params: (values) => bounds(values, 'unpacked'),
    },
    {
      says: '{bytes} image|container weigh disk',
      with: 'docker ours unpacked now system it',
      params: (values) => bounds(values, 'unpacked'),
    },
    {
      says: '{bytes} compressed',
      with: 'image size container system it docker ours stay keep target registry now limit weigh',
      params: (values) => bounds(values, 'compressed'),
    },
    {
      says: '{bytes-only} limit size|image',
      with: 'image size container docker ours unpacked target disk stay',
      params: (values) => limit(values, 'unpacked'),
    },
    {
      says: '{bytes-only} limit compressed',
      with: 'image size container docker ours',
      params: (values) => limit(values, 'compressed'),
    },
    {
      says: '{bytes}',
      with: 'unpacked',
      headless: true,
      params: (values) => bounds(values, 'unpacked'),
    },
    {
      says: '{bytes} app|system',
      with: 'stay keep ours now weigh',
      asks: 'The size of the image, or the memory that it takes?',
    },
    {
      says: '{bytes-only} size',
      with: 'image container system it docker ours unpacked stay target',
      asks: 'The size as a limit, or exactly? Say it: "at most"',
    },
  ],
  examples: [
    'Image size under 200MB',
    'The final image is at most 200 MiB',
    'Compressed image size below 80 MB',
    'Docker image is smaller than 300 MB',
  ],
};

function bounds(values: Values, basis: 'unpacked' | 'compressed') {
  const all = (values.one('bytes') ?? []).map(({ op, value }: Bound) => ({
    op,
    bytes: value,
    basis,
  }));
  // "Reduced to over 200 MB" is a difference, or a slip.
  return values.has('optimized') && all.some(({ op }) => op.startsWith('>')) ? [] : all;
}

function limit(values: Values, basis: 'unpacked' | 'compressed') {
  return { op: '<=', bytes: Math.round(values.one('bytes-only') ?? 0), basis };
}
