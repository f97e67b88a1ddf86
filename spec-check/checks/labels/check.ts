import * as z from 'zod';
import { ociLabels } from '../../language/values.ts';
import { defineCheck, inspectCommand, listOf, type Values } from '../../model/check.ts';

const revision = ['org.opencontainers.image.revision'];

export const labels = defineCheck({
  title: 'Labels of the image',
  proof:
    'From the image\'s configuration: each label is there, and its value says something (not empty, not "unknown", no template that nobody filled in, no name that moves such as HEAD).',
  instruction: 'LABEL',
  language: {
    with: 'image container docker ours dockerfile label every now present label_set contains reachable own argument-line read attach full show docker-ps',
    senses: [
      { says: '{label}+ label label_set|present|contains|image|show|:', params: named },
      { says: 'commit label label_set|present|contains|image|:', params: { keys: revision } },
    ],
    examples: ['The image has the OCI labels source, version and revision'],
  },
  faults: [
    ['no labels', 'accepts-anything', 'keys=org.opencontainers.image.source', /has no label org/],
    ['empty', 'never-recovers', 'keys=org.opencontainers.image.revision', /another or an empty/],
  ],
  params: z.strictObject({
    keys: listOf(z.string().min(1)).describe('Full names: `org.opencontainers.image.version`'),
    value: z.string().optional().describe('Of each; any that says something if left out'),
  }),
  describe: ({ keys, value }) =>
    `the image has ${keys.length === 1 ? 'the label' : 'the labels'} ${keys.join(', ')}${value === undefined ? '' : ` with the value ${value}`}`,
  needs: ['image'],
  run: ({ keys, value }, { image: { config, reference } }) => {
    const wrong = keys.filter((key) =>
      value === undefined ? saysNothing(config.Labels[key]) : config.Labels[key] !== value,
    );
    const missing = wrong.filter((key) => config.Labels[key] === undefined);
    return {
      holds: wrong.length === 0,
      evidence: keys.map((key) => `${key}=${config.Labels[key] ?? '(none)'}`).join(', '),
      wrong:
        missing.length > 0
          ? `The image has no label ${missing.join(', ')}`
          : `Labels with another or an empty value: ${wrong.join(', ')}`,
      fix: `Add to the last stage: ${wrong.map((key) => `LABEL ${key}="${value ?? '…'}"`).join(' and ')}`,
      command: inspectCommand(reference, 'Labels'),
    };
  },
});

/** Names of the OCI stand for the full ones, where all are; and the value that one has. */
function named({ all }: Values) {
  const names = all('label').map((one) => one.split('='));
  const isOci = names.every(([key = '']) => ociLabels.test(key));
  return names.some(([, value]) => value !== undefined)
    ? names.map(([key, value]) => ({ keys: [key], value }))
    : { keys: names.map(([key]) => (isOci ? `org.opencontainers.image.${key}` : key)) };
}

/** Whether a label is not there, or holds what a build leaves when nobody gave a value, a name that moves, or a template. */
export const saysNothing = (label = ''): boolean =>
  /^(?:|unknown|none|null|undefined|todo|tbd|fixme|change-?me|n\/a|-|\.\.\.|dev|local|HEAD|(?:refs\/heads\/)?(?:main|master|trunk)|version|revision|commit|sha|0{7,40}|dirty)$|#\{\w+\}|\{\{.*\}\}|\$\{?\w+\}?|\$\(.*\)|^<[^>]*>$|%\w+%|@\w+@|^__\w+__$/i.test(
    label.trim(),
  );
