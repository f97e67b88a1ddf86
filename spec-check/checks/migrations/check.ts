import { until } from '../../api-client/exchange.ts';
import { defineCheck } from '../../model/check.ts';
import type { Tables } from '../../model/tables.ts';

export const migrations = defineCheck({
  title: 'Migrations run when the container starts',
  proof:
    'A container on an empty database makes tables before anybody asks it for more than its first answer; a second one on the same database starts as well, and changes no column.',
  language: {
    with: 'app container ours system it database runtime manner start automatically every now succeed use',
    senses: [{ says: 'migration run|use runtime|start', given: 'start container app' }],
    examples: ['Migrations run at startup', 'Migrations run automatically on start'],
  },
  faults: [
    ['no table', 'in-memory', '', /makes no table/],
    ['a new column', 'logs-failures', '', /A second start changes columns: public.todo.extra/],
  ],
  goodShapes: [['observable']],
  describe: () => 'a start on an empty database makes the tables, a second one changes nothing',
  needs: ['containers', 'database'],
  run: async (_params, { containers, database }, { signal }) => {
    const { urlInContainer, tables } = await database.another();
    const env = { DATABASE_URL: urlInContainer };
    const start = async () => {
      await using container = await containers.launch({ purpose: 'migrations', env }, signal);
      await container.answers(signal);
      // An API may answer before its migrations are through: two looks in a row must agree.
      let columns: readonly string[] = [];
      const isSettled = async () => {
        const before = columns.join();
        columns = await columnsOf(tables);
        return (columns.length > 0 && columns.join() === before) || undefined;
      };
      await until(isSettled, { ms: 10_000, every: 1000 }, signal);
      return { columns, command: container.command };
    };
    const before = await columnsOf(tables);
    const first = await start();
    const second = first.columns.length > 0 ? await start() : first;
    return judgeMigrations(before, first.columns, second.columns, first.command);
  },
});

/** `public.tasks.title text` of every table that is no part of the server. */
async function columnsOf({ read }: Tables): Promise<readonly string[]> {
  const rows = await read(`
    select concat(table_schema, '.', table_name, '.', column_name, ' ', data_type)
    from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema', 'performance_schema')
    order by 1`);
  if (typeof rows === 'string') throw new Error(rows);
  return rows.map(String);
}

export function judgeMigrations(
  before: readonly string[],
  first: readonly string[],
  second: readonly string[],
  command: string,
) {
  if (before.length > 0) throw new Error('the database that was to be empty has tables');
  const tables = [...new Set(first.map((column) => column.split('.').slice(0, 2).join('.')))];
  const changed = [...new Set(first).symmetricDifference(new Set(second))];
  return {
    holds: tables.length > 0 && changed.length === 0,
    evidence: `A start on an empty database makes ${tables.join(', ')}; a second start changes nothing`,
    wrong:
      tables.length === 0
        ? 'A start on an empty database makes no table'
        : `A second start changes columns: ${changed.join(', ')}`,
    fix: 'Run the migrations when the program starts, each of them once.',
    command,
  };
}
