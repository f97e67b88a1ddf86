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

/**
 * Reads a connection string of any provider. Read here and not by the driver, which hands every
 * parameter to the server (`channel_binding`, `schema`: error 42704) and prints the whole string,
 * with its password, when it is malformed.
 */
export function readDatabaseUrl(text: string): DatabaseUrlResult {
  const url = URL.parse(text);
  if (url === null) return { ok: false, problem: malformed };
  if (!/^postgres(ql)?:$/.test(url.protocol)) {
    return { ok: false, problem: 'must start with postgres:// or postgresql://' };
  }
  if (url.hostname === '') return { ok: false, problem: 'must name a host' };
  const decoded = decode([url.username, url.password, url.pathname.slice(1)]);
  if (decoded === undefined) return { ok: false, problem: malformed };
  const [user = '', password = '', database = ''] = decoded;
  if (user === '') return { ok: false, problem: 'must name a user' };

  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const neon = host.endsWith('.neon.tech');
  const tls = readTls(url.searchParams, host, neon);
  if (typeof tls === 'string' && tls !== 'prefer') return { ok: false, problem: tls };

  const { application_name = 'task-api', options } = Object.fromEntries(url.searchParams);
  const understood = [...parameters, ...(neon ? ['options'] : [])];
  return {
    ok: true,
    url: {
      host,
      port: url.port === '' ? 5432 : Number(url.port),
      user,
      password,
      database: database || user,
      tls,
      // Neon finds the endpoint by it where a client sends no server name.
      startup: { application_name, ...(neon && options !== undefined ? { options } : {}) },
      ignored: [...new Set(url.searchParams.keys())].filter((name) => !understood.includes(name)),
    },
  };
}

const malformed =
  'is no valid URL (write it without quotes, and # / ? @ % in the password as %23 %2F %3F %40 %25)';

const parameters = ['sslmode', 'sslrootcert', 'channel_binding', 'application_name'];

function decode(parts: readonly string[]): string[] | undefined {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

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

/** As libpq does, but for strings that promise more than `require`: those are verified. Else a problem. */
function readTls(
  parameters: URLSearchParams,
  host: string,
  neon: boolean,
): DatabaseUrl['tls'] | string {
  const mode = verification[parameters.get('sslmode') ?? 'prefer'];
  if (mode === undefined) {
    return `has an unknown sslmode: use ${Object.keys(verification).join(', ')}`;
  }
  const ca = readAuthority(parameters.get('sslrootcert'));
  if (!ca.ok) return ca.problem;
  // The driver cannot bind the password to the channel, so the certificate has to prove the server.
  const full = mode === 'full' || neon || parameters.get('channel_binding') === 'require';
  if (!full && mode === 'never') return false;
  if (!full && mode === 'prefer') return 'prefer';
  return {
    rejectUnauthorized: full || mode === 'authority' || ca.text !== undefined,
    ...(ca.text === undefined ? {} : { ca: ca.text }),
    // With the host of the URL: Node would check an address against "localhost".
    checkServerIdentity: (_host, certificate) =>
      full ? checkServerIdentity(host, certificate) : undefined,
  };
}

function readAuthority(
  file: string | null,
): { ok: true; text?: string } | { ok: false; problem: string } {
  // `system` is libpq's word for the authorities that the platform trusts.
  if (file === null || file === 'system') return { ok: true };
  try {
    return { ok: true, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ok: false, problem: `names an sslrootcert that cannot be read (${code})` };
  }
}
