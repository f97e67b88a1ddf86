/** The server cannot be had here; says what to do. */
export class PostgresError extends Error {
  readonly code: 'postgres-not-packaged' | 'postgres-in-use' | 'postgres-failed';
  readonly hint: string;

  constructor(code: PostgresError['code'], message: string, hint: string) {
    super(message);
    this.name = 'PostgresError';
    this.code = code;
    this.hint = hint;
  }
}
