import { healthNames } from '../../measuring/health-paths.ts';
import type { Image } from '../../model/resources.ts';
import { Ambiguous } from '../../model/verdict.ts';

/** The one path that an image names for its health: in the command of its HEALTHCHECK, else in its document. Throws Ambiguous. */
export function probePath(
  healthcheck: Image['config']['Healthcheck'],
  documented: readonly string[],
): { readonly path: string; readonly from: string } {
  const urls = healthcheck?.Test.join(' ').matchAll(/https?:\/\/[^/\s"']+(\/[^\s"'`|;&)]*)/g) ?? [];
  const probed = [...new Set([...urls].map(([, path = '']) => path))];
  const paths = probed.length > 0 ? probed : documented.filter((path) => healthNames.test(path));
  const [path] = paths;
  if (path === undefined || paths.length > 1 || path.includes('$'))
    throw new Ambiguous(
      path === undefined
        ? 'Which endpoint? Neither HEALTHCHECK nor an OpenAPI document of the image names one'
        : `Which endpoint? The image names ${paths.join(' and ')}`,
      'Say the path: "`/health` responds".',
    );
  return {
    path,
    from: `; ${path} is what its ${probed.length > 0 ? 'HEALTHCHECK asks' : 'OpenAPI document calls so'}`,
  };
}
