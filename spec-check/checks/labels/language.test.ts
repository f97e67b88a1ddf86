import { testLanguage } from '../tests/test-language.ts';
import { labels, saysNothing } from './check.ts';

testLanguage(labels, {
  accepts: [
    [
      'Images must have specific labels (maintainer, version, team)',
      { keys: ['maintainer', 'version', 'team'] },
    ],
    [
      '`docker inspect` shows label `org.opencontainers.image.version=v1.4.0`',
      { keys: ['org.opencontainers.image.version'], value: 'v1.4.0' },
    ],
    ['`org.opencontainers.image.source` is set', { keys: ['org.opencontainers.image.source'] }],
    ['Image metadata includes git commit SHA', { keys: ['org.opencontainers.image.revision'] }],
    [
      'Labels: `org.opencontainers.image.url`, `org.opencontainers.image.vendor`',
      { keys: ['org.opencontainers.image.url', 'org.opencontainers.image.vendor'] },
    ],
    [
      'The image has the OCI labels source, version and revision',
      {
        keys: [
          'org.opencontainers.image.source',
          'org.opencontainers.image.version',
          'org.opencontainers.image.revision',
        ],
      },
    ],
    [
      'The label `org.opencontainers.image.version` is set',
      { keys: ['org.opencontainers.image.version'] },
    ],
    ['A `maintainer` label is set on the image', { keys: ['maintainer'] }],
  ],
  refuses: [
    '`docker inspect` shows no label `org.opencontainers.image.version=v1.4.0`',
    'Nodes must have specific labels (zone, team)',
    'Labels (maintainer, version, team) on pods',

    '`org.opencontainers.image.source` is not set',
    'The image is built from the git commit',
    'Labels are set',
    'The label `org.opencontainers.image.version` is not set',
    'GitHub labels `bug` and `feature` are set',
    'The label of the button is set',
  ],
});

it.each(['#{VERSION}#', '0000000', 'dirty', '{{VERSION}}'])('a label says nothing: %s', (value) => {
  expect(saysNothing(value)).toBe(true);
});

it.each(['1.4.0', '0.0.0', 'ab12cd3'])('a label says something: %s', (value) => {
  expect(saysNothing(value)).toBe(false);
});
