import type { Database } from '../../model/resources.ts';
import { judgedBy } from '../../model/verdict.ts';
import { type DatabaseClaim, type DatabaseFacts, events } from './measure.ts';

export function judgeDatabase(
  { variable, survives, neon: isNeon }: DatabaseClaim,
  { row, value, request, mixed, after }: DatabaseFacts,
  { shownUrl, standIn, neon }: Pick<Database, 'shownUrl' | 'standIn' | 'neon'>,
  command: string,
) {
  const missing = survives.find((event) => !after.has(event));
  if (missing !== undefined) throw new Error(`the look after ${events[missing]} is missing`);
  const lost = survives.find((event) => after.get(event) !== undefined);
  const survived = survives.map((event) => events[event]).join(' and ');
  const unreadable = ', known by its id and by when it was written: its text is not readable there';
  return judgedBy(
    [
      row === undefined && [
        `What the API creates is not in the database of ${variable}`,
        `Connect to the database that ${variable} names.`,
        `It keeps its items in memory, in a file, or in a database of its own: ${variable} is not used.`,
      ],
      mixed !== undefined && [
        `With another ${variable} it does not use the other database`,
        `Take host, port, user, password and database name from ${variable}.`,
        `The URL is fixed in the image, or only partly read: ${variable} does not decide.`,
      ],
      lost && [
        `Items are changed, doubled or gone after ${events[lost]}: ${after.get(lost)}`,
        'Only add what is missing at the start: migrations, never drop or truncate.',
        'The start empties or rebuilds the tables, or the API reads from somewhere else than it writes.',
      ],
    ],
    {
      evidence: [
        `A row created through the API is in table ${row?.table} of ${shownUrl}${row?.readable ? '' : unreadable}`,
        `another ${variable} reaches another database (by its user and name)`,
        ...(survived ? [`each of three items survives ${survived} with all its fields`] : []),
      ].join('; '),
      actual: `${request}; ${row === undefined ? `no table has ${value}` : (mixed ?? (lost && after.get(lost)))}`,
      ...(row && { measured: { table: row.table } }),
      command,
      standIn:
        isNeon && !neon
          ? `${standIn ?? shownUrl} instead of Neon, with a certificate that no authority signed; for the real one: DATABASE_URL=postgres://…neon.tech/…`
          : undefined,
    },
  );
}
