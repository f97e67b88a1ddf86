import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container docker ours dockerfile label every now present label_set contains reachable own';

export const language: CheckLanguage = {
  topics: ['labels', 'metadata', 'image metadata', 'oci labels', 'annotations'],
  senses: [
    {
      says: '{label}+ label label_set|present|contains|image',
      with: around,
      params: (values: Values) => ({ keys: values.all('label') }),
    },
  ],
  accepts: [
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
    'Labels are set',
    'The label `org.opencontainers.image.version` is not set',
    'GitHub labels `bug` and `feature` are set',
    'The label of the button is set',
  ],
};
