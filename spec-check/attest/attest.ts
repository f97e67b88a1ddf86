import * as z from 'zod';
import { connectRegistry } from '../docker/registry/client.ts';
import { repositoryOf } from '../docker/registry/refused.ts';
import { referenceParts } from '../dockerfile/reference.ts';
import { fromJson } from '../model/from-json.ts';
import type { Report } from '../model/report.ts';
import { SpecError } from '../model/spec.ts';
import { readKey, sealed } from './envelope.ts';
import { keylessSeal } from './keyless.ts';
import { attach } from './referrers.ts';
import { statementOf } from './statement.ts';

/** The file of a private key, or `keyless`, and the environment variable that holds its password. */
export interface KeyOptions {
  readonly attest?: string;
  readonly keyPassword?: string | undefined;
}

/** Reads the key, or looks for the identity, before minutes are spent; gives what signs a report about the image that its run pushed, or `pushed`, and stores that beside it. */
export async function attesterOf({ attest: file, keyPassword }: KeyOptions) {
  if (file === undefined) return undefined;
  const key = file === 'keyless' ? undefined : await readKey(file, 'PRIVATE', keyPassword);
  const seal = key ? (statement: object) => sealed(statement, key) : await keylessSeal();
  return async (report: Report, signal: AbortSignal, pushed = report.run?.pushed) => {
    if (!pushed) throw refused('the run pushed no image', 'Check with --registry.');
    const statement = statementOf(report, pushed);
    const { registry, digest, mediaType, body } = await registryImage(pushed, signal);
    const listed = fromJson(index, body)?.manifests;
    // Provenance of BuildKit is listed as an image for an unknown system.
    const images = listed?.filter(({ platform }) => platform?.os !== 'unknown');
    if (images && images.length !== 1)
      throw refused(`${pushed} is several images`, 'Push an image of one platform.');
    await attach(registry, { mediaType, digest, size: body.length }, await seal(statement));
    return `${pushed} is attested: ${statement.predicate.result}`;
  };
}

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

const platform = z.object({ os: z.string() }).nullish();
const index = z.object({ manifests: z.array(z.object({ platform })) });

const refused = (why: string, hint: string): SpecError =>
  new SpecError('not-attested', `Nothing is attested: ${why}.`, { hint });
