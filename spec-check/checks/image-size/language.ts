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
  accepts: [
    ['Image size under 200MB', { op: '<', bytes: 200_000_000, basis: 'unpacked' }],
    ['The final image is at most 200 MiB', { op: '<=', bytes: 209_715_200, basis: 'unpacked' }],
    ['Compressed image size below 80 MB', { op: '<', bytes: 80_000_000, basis: 'compressed' }],
    ['Docker image is smaller than 300 MB', { op: '<', bytes: 300_000_000, basis: 'unpacked' }],
    ['Target image size: ≤ 120MB', { op: '<=', bytes: 120_000_000, basis: 'unpacked' }],
    ['Keep the image under 90 MB', { op: '<', bytes: 90_000_000, basis: 'unpacked' }],
    ['Max image size: 180 MB', { op: '<=', bytes: 180_000_000, basis: 'unpacked' }],
    ['Image size reduced to less than 250 MB', { op: '<', bytes: 250_000_000, basis: 'unpacked' }],
    [
      'The image takes less than 1 GB of disk space',
      { op: '<', bytes: 1_000_000_000, basis: 'unpacked' },
    ],
    [
      'Image size: 150 MB or less (98 MB achieved)',
      { op: '<=', bytes: 150_000_000, basis: 'unpacked' },
    ],
    ['The image must not exceed 400 MB', { op: '<=', bytes: 400_000_000, basis: 'unpacked' }],
  ],
  refuses: [
    'Image size under 200MB unless debugging',
    'Image size 200MB smaller than the dev image',
    'Image is small',
    'Build context under 200MB',
    'Base image under 200MB',
    'node_modules under 200MB',
    'Image size reduced by at least 50MB',
    'Image size under 200MB per service',
    'Each layer under 50MB',
    'The bundle is under 200MB',
    'Image size is not limited to 200MB',
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
