import { testLanguage } from '../tests/test-language.ts';
import { imageSize } from './check.ts';

testLanguage(imageSize, {
  accepts: [
    [
      'Image stays under 60 MB when compressed',
      { op: '<', bytes: 60_000_000, basis: 'compressed' },
    ],
    [
      'Image size under 200MB [Source: docs/prd.md:254]',
      { op: '<', bytes: 200_000_000, basis: 'unpacked' },
    ],
    ['The container weighs less than 120 MB', { op: '<', bytes: 120_000_000, basis: 'unpacked' }],
    ["L'image fait moins de 200 Mo", { op: '<', bytes: 200_000_000, basis: 'unpacked' }],
    ['La imagen pesa menos de 250 MB', { op: '<', bytes: 250_000_000, basis: 'unpacked' }],
    ['Image size 22.8MB (≤25MB)', { op: '<=', bytes: 25_000_000, basis: 'unpacked' }],
    [
      'System MUST produce a container image smaller than 190MB to minimize transfer and storage overhead',
      { op: '<', bytes: 190_000_000 },
    ],
    ['Das Image ist kleiner als 150 MB', { op: '<', bytes: 150_000_000 }],
    ['Docker image < 45MB (release build)', { op: '<', bytes: 45_000_000 }],
    [
      'Image under 220MB and under 90MB compressed',
      { op: '<', bytes: 220_000_000, basis: 'unpacked' },
      { op: '<', bytes: 90_000_000, basis: 'compressed' },
    ],
    [
      '`docker images shop` prints at most 310 MB',
      { op: '<=', bytes: 310_000_000, basis: 'unpacked' },
    ],
    ['Image size under 90MB (small footprint)', { op: '<', bytes: 90_000_000, basis: 'unpacked' }],
    [
      'Multi-stage build shrinks the image to < 90MB',
      { op: '<', bytes: 90_000_000, basis: 'unpacked' },
    ],
    ['Image size is reasonable (< 300MB)', { op: '<', bytes: 300_000_000, basis: 'unpacked' }],
    [
      'Image size under 300MB (optimized with a slim base)',
      { op: '<', bytes: 300_000_000, basis: 'unpacked' },
    ],
    ['Image size under 200 MB', { op: '<', bytes: 200_000_000, basis: 'unpacked' }],
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
    [
      'Image size is under 200 MB: `docker images api --format "{{.Size}}"`',
      { op: '<', bytes: 200_000_000, basis: 'unpacked' },
    ],
    [
      'Image size reduced: `docker images api` shows ≤1.4GB',
      { op: '<=', bytes: 1_400_000_000, basis: 'unpacked' },
    ],
  ],
  refuses: [
    'Next release: image under 200 MB',
    'Image is compressed when pushed',
    'Image size under 200MB [Source: only for arm64]',
    'Image size 22.8MB (under 25MB in CI)',
    'La base de datos pesa menos de 250 MB',
    'Docker image < 45MB (debug build)',
    'FR-2 (Frontend): image size under 90 MB',
    'Image size under 200MB (the builder image)',
    'Image size is under 500MB (optimized with compression)',
    'Image size is reasonable (around 400MB)',
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
    'Image size under 200 MB (`docker images` shows 210 MB)',
  ],
});
