import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'label, metadata, image metadata, oci label, annotation',
  senses: [
    {
      says: '{label}+ label label_set|present|contains|image',
      with: 'image container docker ours dockerfile label every now present label_set contains reachable own',
      params: { keys: '{label}+' },
    },
  ],
  examples: [
    'The image has the OCI labels source, version and revision',
    'The label `org.opencontainers.image.version` is set',
    'A `maintainer` label is set on the image',
  ],
};
