import { hash } from 'node:crypto';
import * as z from 'zod';
import { MachineFault } from '../../model/docker.ts';
import { fromJson } from '../../model/from-json.ts';
import { explainRefusal, loginOf } from './login.ts';
import type { Repository } from './refused.ts';

export type RegistryClient = ReturnType<typeof connectRegistry>;

/** One repository over HTTP, without an engine, with what `docker login` keeps. Throws MachineFault. */
export function connectRegistry(repository: Repository, signal: AbortSignal) {
  const { host, kind, path } = repository;
  const isHere = /^(?:localhost|127\.0\.0\.1)(?::|$)/.test(host);
  const server = kind === 'Docker Hub' ? 'registry-1.docker.io' : host;
  const base = new URL(`${isHere ? 'http' : 'https'}://${server}/v2/${path}/`);
  let authorization: string | undefined;

  async function send(url: URL, init: RequestInit) {
    const headers = new Headers(init.headers);
    headers.set('accept-encoding', 'identity');
    if (authorization && url.origin === base.origin) headers.set('authorization', authorization);
    const limited = AbortSignal.any([signal, AbortSignal.timeout(60_000)]);
    const response = await fetch(url, { ...init, headers, signal: limited });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > largest) throw new Error(`an answer of more than ${largest} bytes`);
      chunks.push(chunk);
    }
    return { status: response.status, headers: response.headers, body: Buffer.concat(chunks) };
  }

  /** https://distribution.github.io/distribution/spec/auth/token/ */
  async function authorize(challenge: string): Promise<string | undefined> {
    authorization = undefined;
    const login = await loginOf(repository);
    const basic = login && `Basic ${login}`;
    if (/^basic/i.test(challenge)) return basic;
    const { realm = '', ...asked } = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    );
    // The password goes to the server that the registry names, and only over TLS.
    if (!isHere && !realm.startsWith('https:')) return undefined;
    const url = new URL(realm);
    for (const key of ['service', 'scope']) url.searchParams.set(key, asked[key] ?? '');
    const { body } = await send(url, { headers: { ...(basic && { authorization: basic }) } });
    const answer = fromJson(tokenAnswer, body);
    if (answer === undefined) throw new Error('no token for the login');
    return `Bearer ${answer.token ?? answer.access_token}`;
  }

  /** Undefined with a status of `absent`; others from 400 on throw. `where` is below the repository, or an address of the registry's. */
  async function request(where: string, init: RequestInit = {}, absent: readonly number[] = [404]) {
    const url = new URL(where, base);
    try {
      let answer = await send(url, init);
      if (answer.status === 401) {
        authorization = await authorize(answer.headers.get('www-authenticate') ?? '');
        answer = await send(url, init);
      }
      if (absent.includes(answer.status)) return undefined;
      if (answer.status < 400) return answer;
      // Only the error code is shown: the rest of the answer may hold anything.
      const [code = ''] = /\b[A-Z]{3,}(?:_[A-Z]+)*\b/.exec(answer.body.toString()) ?? [];
      throw new Error(`HTTP status ${answer.status} ${code}`);
    } catch (error) {
      signal.throwIfAborted();
      // fetch gives the reason of a failure as its cause.
      const { cause = '' } = error as { cause?: unknown };
      const failure = `${init.method ?? 'GET'} ${url.pathname}: ${error} ${cause}`;
      throw await explainRefusal(failure.replaceAll('\n', ' '), repository);
    }
  }

  return {
    request,
    /** A manifest by its tag or digest, or a blob by its digest; the bytes are verified. */
    async content(kind: 'manifests' | 'blobs', reference: string) {
      const accept = manifests.join(', ');
      const answer = await request(`${kind}/${reference}`, { headers: { accept } });
      if (answer === undefined) return undefined;
      const { body, headers } = answer;
      const digest = `sha256:${hash('sha256', body)}`;
      const claimed = headers.get('docker-content-digest') ?? digest;
      if (digest === (reference.startsWith('sha256:') ? reference : claimed))
        return { digest, mediaType: headers.get('content-type') ?? '', body };
      throw new MachineFault(
        'registry-altered',
        `${host} gives other bytes than those of ${reference}.`,
        'Ask again; if it stays so, look at the registry, its disk, and the proxy before it.',
      );
    },
  };
}

/** Bytes of one answer: registries must take manifests of 4 MiB. */
const largest = 4 * 1024 * 1024;

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';
const dockerType = 'application/vnd.docker.distribution.manifest';
const manifests = [ociManifest, ociIndex, `${dockerType}.v2+json`, `${dockerType}.list.v2+json`];

const tokenAnswer = z
  .object({ token: z.string().optional(), access_token: z.string().optional() })
  .refine(({ token, access_token }) => token ?? access_token);
