import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Docker } from '../../docker/docker.ts';
import { ownedTag } from '../../docker/labels.ts';
import { temporaryFolder } from '../../docker/temporary-folder.ts';
import { type Detector, detectors, hitsIn } from '../../secrets/detectors.ts';
import type { KnownSecret } from './scan.ts';

/** An image made of the one under check, with secrets that a search must find. */
export interface ControlImage extends AsyncDisposable {
  readonly reference: string;
  /** Layers that it has more than the image under check: the planted one, and one that hides it. */
  readonly extraLayers: number;
  readonly label: string;
  readonly known: KnownSecret;
  readonly planted: readonly { readonly kind: string; readonly value: string }[];
}

/**
 * Plants one secret of each kind and one known value in a file, which the next layer replaces with an
 * empty one, and one in a label. Needs nothing in the image: only COPY and LABEL.
 */
export async function plantControl(
  docker: Docker,
  imageId: string,
  signal: AbortSignal,
): Promise<ControlImage> {
  const id = randomBytes(6).toString('hex');
  const random = () =>
    randomBytes(96)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 64)
      .padEnd(64, 'a1B2c3D4');
  const samples = detectors.map((detector) => ({
    kind: detector.kind,
    value: plausible(detector, random),
  }));
  const known: KnownSecret = { kind: 'planted known value', value: random().slice(0, 32) };
  const base = `spec-check/control-base:${ownedTag(id)}`;
  const reference = `spec-check/control:${ownedTag(id)}`;
  const label = 'spec-check.control';
  const scope = new AsyncDisposableStack();
  const folder = await temporaryFolder('control', scope);
  const target = `/spec-check-control-${id}`;
  const release = async () => {
    await docker.run(['rmi', '--force', reference, base], { timeout: 30_000 });
    await scope.disposeAsync();
  };
  try {
    await writeFile(
      path.join(folder, 'secrets'),
      [known.value, ...samples.map(({ value }) => value)].join('\n'),
    );
    await writeFile(path.join(folder, 'nothing'), '');
    await writeFile(
      path.join(folder, 'Dockerfile'),
      `FROM ${base}\nCOPY secrets ${target}\nCOPY nothing ${target}\nLABEL ${label}="${known.value}"\n`,
    );
    // BuildKit takes no image id in FROM.
    await docker.read(['tag', imageId, base], { signal });
    // Not cut short: an engine that is left alone in the middle tags its result all the same.
    await docker.read(['build', '--quiet', '--force-rm', '--tag', reference, folder], {
      timeout: 120_000,
    });
    signal.throwIfAborted();
  } catch (error) {
    await release();
    throw error;
  }
  return {
    reference,
    extraLayers: 2,
    label,
    known,
    planted: [known, ...samples],
    [Symbol.asyncDispose]: release,
  };
}

/** Chance makes some look like a placeholder, as it does one of some hundred: those are drawn again. */
function plausible({ kind, sample }: Detector, random: () => string): string {
  const draws = Array.from({ length: 20 }, () => sample(random()));
  // Where none will do, the search is blind to it, and says so.
  return (
    draws.find((value) => hitsIn(value, '').some((hit) => hit.kind === kind)) ?? sample(random())
  );
}
