import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Found, scanner } from '../scan.ts';

// Made at test time: no secret stands in this file.
export const made = () =>
  `k${randomBytes(5).toString('hex')}-q7R-${randomBytes(4).toString('hex')}`;
export const hex = () => `${randomBytes(15).toString('hex')}a1`;
export const token = () =>
  ['gh', 'p_', randomBytes(40).toString('hex').slice(0, 28), 'Zk4mQ8vT'].join('');
export const pem = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString();
export const der = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({
    format: 'der',
    type: 'sec1',
  });
export const ecKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
/** As ssh-keygen writes one: lengths between its parts make rows of A. */
export const openssh = () => {
  const parts = ['none', 'none', '', '\0\0\0\x01', 'ecdsa-sha2-nistp256', 'nistp256'];
  const lengths = parts.flatMap((part) => [Buffer.from([0, 0, 0, part.length]), Buffer.from(part)]);
  const body = [Buffer.from('openssh-key-v1\0'), ...lengths, randomBytes(190), Buffer.alloc(9)];
  const lines =
    Buffer.concat(body)
      .toString('base64')
      .match(/.{1,70}/g) ?? [];
  return [
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    ...lines,
    '-----END OPENSSH PRIVATE KEY-----',
  ].join('\n');
};
export const wrapped = (label: string, bytes: Buffer) =>
  [
    `-----BEGIN ${label}-----`,
    ...(bytes.toString('base64').match(/.{1,64}/g) ?? []),
    `-----END ${label}-----`,
  ]
    .map((line) => `  "${line}\\n"`)
    .join(' +\n');
export const base64 = (text: string) => Buffer.from(text).toString('base64');

async function collect(search: AsyncIterable<Found>): Promise<Found[]> {
  const all: Found[] = [];
  for await (const one of search) all.push(one);
  return all;
}

export async function found(path: string, content: string | Buffer): Promise<string[]> {
  const all = await collect(scanner([])(path, Readable.from([Buffer.from(content as string)])));
  return all.flatMap((one) => ('kind' in one ? [`${one.kind} in ${one.path}`] : []));
}

export const closedIn = async (path: string, content: Buffer) =>
  (await collect(scanner([])(path, Readable.from([content])))).filter((one) => 'closed' in one);
