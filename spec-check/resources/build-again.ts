import { lastLines } from '../model/format.ts';
import type { Build } from '../model/resources.ts';
import { Ambiguous, ImageFault } from '../model/verdict.ts';

/** Builds the same tree once more. Throws Ambiguous for an image that was given, ImageFault when the build fails this time. */
export async function buildAgain(
  build: Build,
  cache: 'cold' | 'warm',
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly ms: number; readonly command: string }> {
  if (build.kind === 'given')
    throw new Ambiguous('An image was given, and nothing is built', 'Run without --image.');
  if (build.kind === 'broken') throw new Error('the build fails');
  const { id, ms, output } = await build.again(cache, signal);
  const command = `${build.command}${cache === 'cold' ? ' --no-cache' : ''}`;
  if (id !== undefined) return { id, ms, command };
  throw new ImageFault({
    evidence: 'The same build fails the second time',
    expected: 'a build that ends well',
    actual: lastLines(output, 5),
    fix: 'The last lines say which step fails.',
    command,
  });
}
