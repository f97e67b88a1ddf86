import { Ambiguous } from '../model/verdict.ts';

/** Why a promise about the database of a project with `database: none` is not decided. */
export const noDatabase = (): Ambiguous =>
  new Ambiguous(
    'The project says that it has no database (database: none)',
    'Say in the front matter which one it has: database: postgres, mysql, or $NAME with a URL.',
  );
