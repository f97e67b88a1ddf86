import type { Build } from '../model/resources.ts';
import { Ambiguous } from '../model/verdict.ts';

/** Builds the same tree once more. Throws Ambiguous for an image that was given, ImageFault when the build fails this time. */
export async function buildAgain(build: Build, cache: 'cold' | 'warm', signal: AbortSignal) {
  if (build.kind === 'given')
    throw new Ambiguous('An image was given, and nothing is built', 'Run without --image.');
  if (build.kind === 'broken') throw new Error('the build fails');
  return build.again(cache, signal);
}
