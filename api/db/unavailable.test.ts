import { DrizzleQueryError } from 'drizzle-orm';
import postgres from 'postgres';
import { DatabaseUnavailable, Deadline, unavailableCode } from './unavailable.ts';

/** The constructor takes the fields of the server's message; the types do not say so. */
const PostgresError = postgres.PostgresError as unknown as new (fields: object) => Error;
const answered = (code: string) => new PostgresError({ code, message: 'told by the server' });
const failed = (code: string) => Object.assign(new Error('told by the driver'), { code });
const wrapped = (cause: Error) => new DrizzleQueryError('select "secret"', ['secret'], cause);

describe('an error says that the database is away', () => {
  it.each([
    ['08006', answered('08006')],
    ['28P01', answered('28P01')],
    ['3D000', answered('3D000')],
    ['53300', answered('53300')],
    ['53100', answered('53100')],
    ['57P01', wrapped(answered('57P01'))],
    ['57014', wrapped(answered('57014'))],
    ['55P03', wrapped(answered('55P03'))],
    ['40001', wrapped(answered('40001'))],
    ['40P01', wrapped(answered('40P01'))],
    ['25006', wrapped(answered('25006'))],
    ['ECONNREFUSED', failed('ECONNREFUSED')],
    ['ECONNREFUSED', wrapped(new AggregateError([failed('ECONNREFUSED'), failed('ECONNREFUSED')]))],
    ['CONNECTION_CLOSED', wrapped(failed('CONNECTION_CLOSED'))],
    ['CONNECT_TIMEOUT', failed('CONNECT_TIMEOUT')],
    ['ERR_TLS_CERT_ALTNAME_INVALID', failed('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['DEADLINE', new Deadline()],
    [
      'NO_TLS',
      Object.assign(
        new Error(
          'Client network socket disconnected before secure TLS connection was established',
        ),
        { code: 'ECONNRESET' },
      ),
    ],
    ['ECONNRESET', failed('ECONNRESET')],
  ])('by %s', (code, error) => {
    expect(unavailableCode(error)).toBe(code);
  });

  it.each([
    ['a unique violation', wrapped(answered('23505'))],
    ['a syntax error', answered('42601')],
    ['a defect', new TypeError('x is not a function')],
    ['a wrong call of Node', failed('ERR_INVALID_ARG_TYPE')],
    ['a wrong call of the driver', wrapped(failed('UNDEFINED_VALUE'))],
    ['no error at all', 'thrown text'],
  ])('but not by %s', (_, error) => {
    expect(unavailableCode(error)).toBeUndefined();
  });
});

it('DatabaseAway says in words what the code means', () => {
  expect(new DatabaseUnavailable('28P01').message).toBe(
    'The database refuses the user or the password in DATABASE_URL (28P01).',
  );
  expect(new DatabaseUnavailable('EPIPE').message).toBe('The database cannot be reached (EPIPE).');
});
