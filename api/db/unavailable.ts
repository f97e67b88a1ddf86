import { types } from 'node:util';
import postgres from 'postgres';

/** What became of a call that has no answer: a change was not made, or it may have been. */
export type Outcome = 'not_applied' | 'unknown';

/** The database cannot answer now: not reachable, restarting, out of connections, or too slow. */
export class DatabaseUnavailable extends Error {
  /** PostgreSQL's, the driver's, or one of ours: `57P01`, `ECONNREFUSED`, `DEADLINE`, `NO_TLS`. */
  readonly code: string;
  readonly outcome: Outcome;
  /** The connection has not even answered to the call's cancellation. */
  readonly silent: boolean;

  constructor(code: string, outcome: Outcome = 'not_applied', silent = false) {
    super(`The database ${reasons[code] ?? 'cannot be reached'} (${code}).`);
    this.name = 'DatabaseUnavailable';
    this.code = code;
    this.outcome = outcome;
    this.silent = silent;
  }
}

export class Deadline extends Error {
  readonly code = 'DEADLINE';
}

/** The code of an error that says the database is away; undefined when it answered, and when a defect of ours threw. */
export function unavailableCode(error: unknown): string | undefined {
  const { code, answered } = originOf(error);
  if (code === undefined) return undefined;
  if (answered) return unavailableStates.test(code) ? code : undefined;
  // All else that a driver throws comes from its connection.
  return defects.test(code) ? undefined : code;
}

/** SQLSTATEs by PostgreSQL's names for them (its documentation, appendix A). */
export const sqlState = { readOnlyTransaction: '25006', uniqueViolation: '23505' } as const;

/** SQLSTATEs: connection, resources, intervention, authorization, read-only, "not now". */
const unavailableStates = /^(08|53|57|28|3D)|^(25006|40001|40P01|55P03)$/;

/** Codes that Node and the driver give to wrong calls. */
const defects = /^(ERR_(?!TLS|SSL|SOCKET)|UNDEFINED_VALUE|NOT_TAGGED_CALL|MAX_PARAMETERS_EXCEEDED)/;

/** Drizzle wraps the driver's error; a refusal by IPv4 and IPv6 both is a list of errors without a message. */
export function originOf(error: unknown): Origin {
  if (!types.isNativeError(error)) return { answered: false, refused: false };
  if (error.cause !== undefined) return originOf(error.cause);
  if ('errors' in error && Array.isArray(error.errors)) return originOf(error.errors[0]);
  if (handshakeCut.test(error.message)) return { code: 'NO_TLS', answered: false, refused: false };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const answered = error instanceof postgres.PostgresError;
  // After FATAL the connection is gone, and what it had committed before is not known.
  return { ...code, answered, refused: answered && error.severity === 'ERROR' };
}

interface Origin {
  readonly code?: string;
  readonly answered: boolean;
  /** The server has taken back all that the call did. */
  readonly refused: boolean;
}

/** Node's message, under ECONNRESET, when a server without TLS is sent a handshake. */
const handshakeCut = /disconnected before secure TLS connection/;

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections: nothing listens at the host and port of DATABASE_URL',
  ENOTFOUND: 'cannot be found: the host in DATABASE_URL is not known here',
  EAI_AGAIN: 'cannot be found: the host in DATABASE_URL cannot be looked up now',
  CONNECT_TIMEOUT: 'does not answer at the host and port of DATABASE_URL',
  DEADLINE: 'does not answer in time',
  BUSY: 'has not had a connection free in time',
  NOT_MIGRATED: 'has not been migrated: run the command `migrate`',
  INCOMPLETE: 'answered with rows missing',
  NO_TLS: 'ends the connection instead of encrypting it: it may have no TLS (sslmode=prefer)',
  '28P01': 'refuses the user or the password in DATABASE_URL',
  '28000': 'refuses the user in DATABASE_URL, or demands TLS (sslmode=require)',
  '3D000': 'named in DATABASE_URL does not exist on its server',
  '53300': 'has no connection left',
  '53100': 'has no disk space left',
  '57P01': 'is being stopped or restarted',
  '57P03': 'is starting or stopping',
  [sqlState.readOnlyTransaction]: 'is read-only: it may have failed over',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that no known authority signed (sslrootcert)',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of an unknown authority (sslrootcert)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate of an unknown authority (sslrootcert)',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host than the one in DATABASE_URL',
};
