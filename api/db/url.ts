import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';

/** A PostgreSQL connection string, in the terms of the driver. */
export interface DatabaseUrl {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** How to encrypt; `prefer`: if the server can; false: never. */
  readonly tls: ConnectionOptions | 'prefer' | false;
  /** Settings sent when a connection opens. */
  readonly startup: Readonly<Record<string, string>>;
  /** Parameters that were left out because servers and poolers refuse what they do not know. */
  readonly ignored: readonly string[];
}

export type DatabaseUrlResult =
  | { readonly ok: true; readonly url: DatabaseUrl }
  /** What is wrong, to be read after the variable's name; holds nothing of the string, which has a password. */
  | { readonly ok: false; readonly problem: string };

/** Reads a connection string of any provider; the driver prints a bad one with its password. */
export function readDatabaseUrl(text: string): DatabaseUrlResult {
  try {
    return { ok: true, url: parse(text) };
  } catch (error) {
    // The words of any other error may hold a part of the string.
    return { ok: false, problem: error instanceof Refusal ? error.message : malformed };
  }
}

/** What is wrong, in words for the person who set it. */
class Refusal extends Error {}

function parse(text: string): DatabaseUrl {
  const url = new URL(text);
  if (!/^postgres(ql)?:$/.test(url.protocol))
    throw new Refusal('must start with postgres:// or postgresql://');
  if (url.hostname === '') throw new Refusal('must name a host');
  const [user = '', password = '', database = ''] = [
    url.username,
    url.password,
    url.pathname.slice(1),
  ].map(decodeURIComponent);
  if (user === '') throw new Refusal('must name a user');

  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const neon = host.endsWith('.neon.tech');
  const { application_name = 'task-api', options } = Object.fromEntries(url.searchParams);
  const understood = [...parameters, ...(neon ? ['options'] : [])];
  return {
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    user,
    password,
    database: database || user,
    tls: readTls(url.searchParams, host, neon),
    // Neon finds the endpoint by it where a client sends no server name.
    startup: { application_name, ...(neon && options !== undefined ? { options } : {}) },
    ignored: [...new Set(url.searchParams.keys())].filter((name) => !understood.includes(name)),
  };
}

const malformed =
  'is no valid URL (write it without quotes, and # / ? @ % in the password as %23 %2F %3F %40 %25)';

const parameters = ['sslmode', 'sslrootcert', 'channel_binding', 'application_name'];

/** libpq's words: how far each goes in verifying the server. */
const verification: Readonly<
  Record<string, 'never' | 'prefer' | 'encrypt' | 'authority' | 'full'>
> = {
  disable: 'never',
  allow: 'prefer',
  prefer: 'prefer',
  require: 'encrypt',
  'verify-ca': 'authority',
  'verify-full': 'full',
};

/** As libpq does, but for strings that promise more than `require`: those are verified. */
function readTls(parameters: URLSearchParams, host: string, neon: boolean): DatabaseUrl['tls'] {
  const mode = verification[parameters.get('sslmode') ?? 'prefer'];
  if (mode === undefined)
    throw new Refusal(`has an unknown sslmode: use ${Object.keys(verification).join(', ')}`);
  const ca = readAuthority(parameters.get('sslrootcert'));
  // The driver cannot bind the password to the channel, so the certificate has to prove the server.
  const full = mode === 'full' || neon || parameters.get('channel_binding') === 'require';
  if (!full && mode === 'never') return false;
  if (!full && mode === 'prefer') return 'prefer';
  return {
    rejectUnauthorized: full || mode === 'authority' || ca !== undefined,
    ...(ca === undefined ? {} : { ca }),
    // With the host of the URL: Node would check an address against "localhost".
    checkServerIdentity: (_host, certificate) =>
      full ? checkServerIdentity(host, certificate) : undefined,
  };
}

function readAuthority(file: string | null): string | undefined {
  // `system` is libpq's word for the authorities that the platform trusts.
  if (file === null || file === 'system') return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(`names an sslrootcert that cannot be read (${code})`);
  }
}
