import { checks } from '../checks/index.ts';
import { parseSpec } from './document/parse-spec.ts';
import { interpret } from './interpret.ts';

const verdictOf = (line: string, database: string) => {
  const text = `---\nport: 8000\n${database && `database: ${database}\n`}---\n# A\n\n## Success Criteria\n\n- ${line}\n`;
  const spec = parseSpec(Buffer.from(text), 'spec.md');
  return interpret(spec, checks, new Date(0)).map(({ verdict }) => verdict);
};

describe('a line that names a kind of database', () => {
  it.each([
    ['Container connects to MySQL with the provided DATABASE_URL', 'mysql'],
    ['The API connects to MariaDB using `DATABASE_URL`', 'mysql'],
    ['Container can connect to the MySQL database', 'mysql'],
    ['`/ready` returns 503 when MySQL is down', 'mysql'],
    ['Container connects to PostgreSQL with the provided DATABASE_URL', ''],
    ['Container connects to PostgreSQL with the provided DATABASE_URL', 'postgres'],
    ['Container can connect to Neon database with provided DATABASE_URL', '$DB'],
    ['Container can connect to the database', 'mysql'],
  ])('is checked where the project has it: %s (%s)', (line, database) => {
    expect(verdictOf(line, database)).toEqual(['checkable']);
  });

  it.each([
    ['Container connects to MySQL with the provided DATABASE_URL', ''],
    ['Container connects to MariaDB', 'postgres'],
    ['Container connects to MySQL', '$DB'],
    ['`/ready` returns 503 when MySQL is down', ''],
    ['Container connects to PostgreSQL with the provided DATABASE_URL', 'mysql'],
    ['Container can connect to Neon database with provided DATABASE_URL', 'mysql'],
    ['`/ready` returns 503 when Postgres is down', 'mysql'],
    ['It keeps its rows\n  <!-- check: database neon=true -->', 'mysql'],
  ])('is a question where it has another: %s (%s)', (line, database) => {
    expect(verdictOf(line, database)).toEqual(['ambiguous']);
  });
});
