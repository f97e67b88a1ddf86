import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';

export type DatabaseUrl = ReturnType<typeof readDatabaseUrl>;

/** Reads a connection string of any provider. Throws an Error that continues "DATABASE_URL …" and quotes nothing of the string, which has a password. */
export function readDatabaseUrl(text: string) {
  const url = URL.parse(text);
  if (url === null) throw new Error(malformed);
  if (!/^postgres(ql)?:$/.test(url.protocol))
    throw new Error('must start with postgres:// or postgresql://');
  if (url.hostname === '') throw new Error('must name a host');
  const parts = [url.username, url.password, url.pathname.slice(1)];
  const [user = '', password = '', database = ''] = parts.map(decoded);
  if (user === '') throw new Error('must name a user');

  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const neon = host.endsWith('.neon.tech');
  const { application_name = 'task-api', options } = Object.fromEntries(url.searchParams);
  // Settings sent when a connection opens. Neon finds the endpoint by `options` where a client sends no server name.
  const startup = { application_name, ...(neon && options !== undefined ? { options } : {}) };
  const understood = [...parameters, ...(neon ? ['options'] : [])];
  return {
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    user,
    password,
    database: database || user,
    tls: readTls(url.searchParams, host, neon),
    startup,
    /** Parameters that were left out because servers and poolers refuse what they do not know. */
    ignored: [...new Set(url.searchParams.keys())].filter((name) => !understood.includes(name)),
  };
}

const malformed =
  'is no valid URL (write it without quotes, and # / ? @ % in the password as %23 %2F %3F %40 %25)';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(malformed);
  }
}

const parameters = ['sslmode', 'sslrootcert', 'channel_binding', 'application_name'];

/** libpq's modes, from no verification of the server to a full one. */
const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** How to encrypt; `prefer`: if the server can; false: never. As libpq does, except that strings which promise more than `require` are verified. */
function readTls(parameters: URLSearchParams, host: string, neon: boolean) {
  const mode = parameters.get('sslmode') ?? 'prefer';
  if (!modes.includes(mode)) throw new Error(`has an unknown sslmode: use ${modes.join(', ')}`);
  const ca = readAuthority(parameters.get('sslrootcert'));
  // The driver cannot bind the password to the channel, so the certificate has to prove the server.
  const full = mode === 'verify-full' || neon || parameters.get('channel_binding') === 'require';
  if (!full && mode === 'disable') return false;
  if (!full && (mode === 'allow' || mode === 'prefer')) return 'prefer' as const;
  return {
    rejectUnauthorized: full || mode === 'verify-ca' || ca !== undefined,
    ...(ca === undefined ? {} : { ca }),
    // With the host of the URL: Node would check an address against "localhost".
    checkServerIdentity: (_host, certificate) =>
      full ? checkServerIdentity(host, certificate) : undefined,
  } satisfies ConnectionOptions;
}

function readAuthority(file: string | null): string | undefined {
  // `system` is libpq's word for the authorities that the platform trusts.
  if (file === null || file === 'system') return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`names an sslrootcert that cannot be read (${code})`);
  }
}
