import { testLanguage } from '../tests/test-language.ts';
import { architecture } from './check.ts';

testLanguage(architecture, {
  accepts: [
    ['The image runs on Apple Silicon', { platforms: ['linux/arm64'] }],
    ['Runs on x86-64 and ARM64', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['Published for both amd64 and arm64', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['Runs on ARM64 and x86', { platforms: ['linux/arm64', 'linux/amd64'] }],
    ['Multi-arch: amd64 + arm64 (Raspberry Pi 4)', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['Works on Apple Silicon and Intel Macs', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['Image builds (arm64)', { platforms: ['linux/arm64'] }],
    [
      'Supports multi-architecture builds (amd64, arm64)',
      { platforms: ['linux/amd64', 'linux/arm64'] },
    ],
    ['Multi-arch manifest for amd64 and arm64', { platforms: ['linux/amd64', 'linux/arm64'] }],
    [
      'Works on both Intel and Apple Silicon without issues',
      { platforms: ['linux/amd64', 'linux/arm64'] },
    ],
    ['Multi-arch build (amd64/arm64)', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['The image is built for linux/amd64', { platforms: ['linux/amd64'] }],
    ['Image architecture is arm64', { platforms: ['linux/arm64'] }],
    ['The image supports amd64 and arm64', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['Runs on arm64', { platforms: ['linux/arm64'] }],
    ['Works on both amd64 and arm64', { platforms: ['linux/amd64', 'linux/arm64'] }],
  ],
  refuses: [
    'Multi-arch images built and tested (amd64 + arm64)',
    'Works on Intel, not on Apple Silicon',
    'Multi-arch build (amd64 or arm64)',
    'Container builds on arm64',
    'Runs on arm64 with emulation',
    'Does not run on arm64',
    'The image is built for amd64 or arm64',
    'Multi-arch images are built',
    'CI runs on arm64',
    'Works on amd64 and not arm64',
  ],
});
