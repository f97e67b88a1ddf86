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
  examples: [
    'The image has the OCI labels source, version and revision',
    'The label `org.opencontainers.image.version` is set',
    'A `maintainer` label is set on the image',
  ],
};
