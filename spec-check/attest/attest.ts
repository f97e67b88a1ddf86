import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import { connectRegistry, jsonOf } from '../docker/registry/client.ts';
import { repositoryOf } from '../docker/registry/refused.ts';
import { referenceParts } from '../dockerfile/reference.ts';
import type { Report } from '../model/report.ts';
import { SpecError } from '../model/spec.ts';
import { sealed } from './envelope.ts';
import { attach } from './referrers.ts';
import { statementOf } from './statement.ts';

/** Asks the registry which image that is now; `pinned` is what to deploy. Throws SpecError when there is none, or MachineFault. */
export async function registryImage(reference: string, signal: AbortSignal) {
  const { name, tag = 'latest', digest = tag } = referenceParts(reference);
  const registry = connectRegistry(repositoryOf(name), signal);
  const found = await registry.content('manifests', digest);
  if (found !== undefined) return { ...found, registry, pinned: `${name}@${found.digest}` };
  throw new SpecError('no-such-image', `The registry has no image ${reference}.`, {
    hint: 'Correct the name, or push it first: spec-check push',
  });
}

/** Signs what the report says of the image that its run pushed, or of `pushed`, and stores it beside that. */
export async function attest(
  report: Report,
  key: KeyObject,
  { pushed = report.run?.pushed, signal }: { pushed?: string | null; signal: AbortSignal },
) {
  if (!pushed)
    throw new SpecError('not-pushed', 'Nothing is attested: the run pushed no image.', {
      hint: 'Check with --registry, or let spec-check push do it: --report REPORT.json --attest KEY',
    });
  const statement = statementOf(report, pushed);
  const { registry, digest, mediaType, body } = await registryImage(pushed, signal);
  const { data } = index.safeParse(jsonOf(body));
  // Provenance of BuildKit is listed as an image for an unknown system.
  if (data && data.manifests.filter(({ platform }) => platform?.os !== 'unknown').length !== 1)
    throw new SpecError('several-images', `${pushed} is several images, and a run proves one.`, {
      hint: 'Push an image of one platform.',
    });
  const subject = { mediaType, digest, size: body.length };
  await attach(registry, subject, sealed(statement, key));
  return `${pushed} is attested: ${statement.predicate.result}`;
}

const index = z.object({
  manifests: z.array(z.object({ platform: z.object({ os: z.string() }).nullish() })),
});
