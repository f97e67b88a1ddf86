import type { Facts } from './facts.ts';
import type { Lie } from './lying-proxy.ts';

/** Something that goes wrong with images and APIs. */
interface Common {
  /** `it runs as root` */
  readonly fault: string;
  /** What a spec would have to promise, as a check understands it; undefined where the image has no place for the fault. */
  readonly promise: (facts: Facts) => string | undefined;
  /** Scored apart: the proposals for the others are made without looking at it. */
  readonly heldOut?: true;
}

/** Made by a few lines of a Dockerfile that starts from the image. */
export interface ImageFault extends Common {
  readonly change: (facts: Facts) => Change;
}

/** What is done to the image, in this order. */
export interface Change {
  /** Files by absolute path; a number is a size in bytes. */
  readonly files?: Readonly<Record<string, string | number>>;
  readonly lines?: readonly string[];
  /** A script that starts the program, which is in `"$@"`. */
  readonly start?: string;
}

/** Made by a proxy before the API. */
export interface ApiFault extends Common {
  readonly of: readonly RequestKind[];
  readonly lie: Lie;
}

export type MutantFault = ImageFault | ApiFault;

export type RequestKind =
  | 'create'
  | 'list'
  | 'read'
  | 'update'
  | 'delete'
  | 'probe'
  | 'metrics'
  | 'document'
  | 'other';

/** What a request is about. */
export function kindOf(
  method: string,
  path: string,
  { collections, probes, document }: Pick<Facts, 'collections' | 'probes' | 'document'>,
): RequestKind {
  const [plain = ''] = path.split('?');
  if (probes.includes(plain)) return 'probe';
  if (plain === document) return 'document';
  if (plain === '/metrics') return 'metrics';
  for (const collection of collections) {
    const pattern = collection.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]*\}/g, '[^/]+');
    const [, below] = new RegExp(`^${pattern}(/[^/]+)?/?$`).exec(plain) ?? [];
    if (below === undefined && !new RegExp(`^${pattern}/?$`).test(plain)) continue;
    return (below === undefined ? ofCollection : ofItem)[method] ?? 'other';
  }
  return 'other';
}

const ofCollection: Readonly<Record<string, RequestKind>> = { GET: 'list', POST: 'create' };
const ofItem: Readonly<Record<string, RequestKind>> = {
  GET: 'read',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};
