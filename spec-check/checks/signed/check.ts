import * as z from 'zod';
import { outputOf } from '../../measuring/installed-program.ts';
import { defineCheck } from '../../model/check.ts';
import { MachineFault } from '../../model/docker.ts';
import { Ambiguous } from '../../model/verdict.ts';

export const signed = defineCheck({
  title: 'The image is signed',
  proof:
    '`cosign verify`, where cosign is installed, with the public key that the spec names, on the digest that the registry of `--registry` has after the push. Without a key, or with a registry that stands in, it is AMBIGUOUS; without cosign an ERROR.',
  settled: (params, { signingKey }) => ({ key: signingKey, ...params }),
  language: {
    with: 'image container docker ours registry push it every now cosign signature signed valid present contains attach {file} build release pass succeed build-time',
    params: { key: '{file}' },
    senses: [{ says: 'image|container|build|cosign signed|signature' }],
    examples: ['Image is signed with cosign', 'Cosign signature on the pushed image'],
  },
  faults: [],
  unprovable: 'needs cosign',
  params: z.strictObject({
    key: z.string().optional().describe('The public key: a file, or what cosign takes for one'),
    log: z.boolean().default(true).describe('It must stand in the transparency log'),
  }),
  describe: ({ key }) => `cosign verifies a signature of ${key ?? 'the key that is to be named'}`,
  needs: ['image', 'registry', 'pushed'],
  run: async ({ key, log }, { image, registry, pushed }, { signal }) => {
    if (key === undefined)
      throw new Ambiguous(
        'Whose signature is not said',
        'Name the public key in the front matter: signingKey: cosign.pub',
      );
    if (registry.standIn !== undefined)
      throw new Ambiguous(
        `The image was pushed to ${registry.standIn}, where nobody has signed it`,
        'Name the registry in which it is signed: --registry ghcr.io/NAME',
      );
    const reference = `${registry.repository}@${pushed.digest}`;
    const options = log ? [] : ['--insecure-ignore-tlog=true'];
    const command = ['cosign', 'verify', '--key', key, ...options, reference];
    const cwd = image.dockerfile?.context ?? process.cwd();
    const verified = await outputOf(command, cwd, signal).catch((error: unknown) => {
      if (unsigned.test(String(error))) return '';
      throw error;
    });
    if (verified === undefined)
      throw new MachineFault(
        'no-cosign',
        'No signature was looked at: cosign is not installed',
        'Install it: brew install cosign; docs.sigstore.dev names other ways.',
      );
    return {
      holds: verified !== '',
      evidence: `cosign verifies a signature of ${key} on ${reference}${log ? '' : ', without the transparency log'}`,
      wrong: `cosign finds no signature of ${key} on ${reference}`,
      fix: `Sign it: cosign sign --key cosign.key ${reference}`,
      command: command.join(' '),
    };
  },
});

/** Cosign's words where it could look; other failures say nothing of the image. */
const unsigned = /no signatures found|no matching (?:signatures|attestations)/;
