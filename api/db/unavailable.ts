import { types } from 'node:util';
import postgres from 'postgres';

/** The database cannot answer now: not reachable, restarting, out of connections, or too slow. */
export class DatabaseUnavailable extends Error {
  /** PostgreSQL's, the driver's, or one of ours: `57P01`, `ECONNREFUSED`, `DEADLINE`, `NO_TLS`. */
  readonly code: string;

  constructor(code: string) {
    super(`The database ${reasons[code] ?? 'cannot be reached'} (${code}).`);
    this.name = 'DatabaseAway';
    this.code = code;
  }
}

/** A call took longer than it may. */
export class Deadline extends Error {
  readonly code = 'DEADLINE';
}

/** The code of an error that says the database is away; undefined when it answered, and when a defect of ours threw. */
export function awayCode(error: unknown): string | undefined {
  const { code, answered } = originOf(error);
  if (code === undefined) return undefined;
  if (answered) return awayStates.test(code) ? code : undefined;
  // All else that a driver throws comes from its connection.
  return defects.test(code) ? undefined : code;
}

/** SQLSTATE: connection, resources, intervention (shutdown), authorization, no such database; read-only after a failover. */
const awayStates = /^(08|53|57|28|3D)|^25006$/;

/** Codes that Node and the driver give to wrong calls. */
const defects = /^(ERR_(?!TLS|SSL|SOCKET)|UNDEFINED_VALUE|NOT_TAGGED_CALL|MAX_PARAMETERS_EXCEEDED)/;

/** Drizzle wraps the driver's error; a refusal by IPv4 and IPv6 both is a list of errors without a message. */
function originOf(error: unknown): { readonly code?: string; readonly answered: boolean } {
  if (!types.isNativeError(error)) return { answered: false };
  if (error.cause !== undefined) return originOf(error.cause);
  if ('errors' in error && Array.isArray(error.errors)) return originOf(error.errors[0]);
  if (handshakeCut.test(error.message)) return { code: 'NO_TLS', answered: false };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { ...code, answered: error instanceof postgres.PostgresError };
}

/** Node's words, under ECONNRESET: so ends a server without TLS that is sent a handshake all the same. */
const handshakeCut = /disconnected before secure TLS connection/;

/** What the usual codes mean to the person who reads the log. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections: nothing listens at the host and port of DATABASE_URL',
  ENOTFOUND: 'cannot be found: the host in DATABASE_URL is not known here',
  EAI_AGAIN: 'cannot be found: the host in DATABASE_URL cannot be looked up now',
  CONNECT_TIMEOUT: 'does not answer at the host and port of DATABASE_URL',
  DEADLINE: 'does not answer in time',
  INCOMPLETE: 'answered with rows missing',
  NO_TLS: 'ends the connection instead of encrypting it: it may have no TLS (sslmode=prefer)',
  '28P01': 'refuses the user or the password in DATABASE_URL',
  '28000': 'refuses the user in DATABASE_URL, or demands TLS (sslmode=require)',
  '3D000': 'named in DATABASE_URL does not exist on its server',
  '53300': 'has no connection left',
  '53100': 'has no disk space left',
  '57P01': 'is being stopped or restarted',
  '57P03': 'is starting or stopping',
  '25006': 'is read-only: it may have failed over',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that no known authority signed (sslrootcert)',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of an unknown authority (sslrootcert)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate of an unknown authority (sslrootcert)',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host than the one in DATABASE_URL',
};
