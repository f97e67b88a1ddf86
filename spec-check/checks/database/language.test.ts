import { testLanguage } from '../tests/test-language.ts';
import { database } from './check.ts';

testLanguage(database, {
  accepts: [
    ['Database survives a container restart', { survives: ['restart'] }],
    ['Booking data survives a container restart', { survives: ['restart'] }],
    ['Connects to a managed PostgreSQL database via DB_URL', { variable: 'DB_URL' }],
    [
      'After the container is removed and created again, all tasks are still there',
      { survives: ['recreation'] },
    ],
    [
      'Data persisting correctly in Neon DB',
      { variable: 'DATABASE_URL', neon: false, survives: [] },
    ],
    ['Reads from the Postgres in `DB_URL`', { variable: 'DB_URL' }],
    ['Tasks are stored in Postgres'],
    ['Data stored in Postgres survives restart', { survives: ['restart'] }],
    ['Data persists in the database across container restarts', { survives: ['restart'] }],
    [
      'Works with an external Postgres via DATABASE_URL',
      { variable: 'DATABASE_URL', neon: false, survives: [] },
    ],
    ['**Resilience**: Data survives a container restart', { survives: ['restart'] }],
    [
      'Invoices created before `docker restart` are still there afterwards',
      { survives: ['restart'] },
    ],
    ['After a restart, previously stored notes can still be listed', { survives: ['restart'] }],
    ['Die Daten überstehen einen Neustart des Containers', { survives: ['restart'] }],
    ['Data survives `docker rm` and a new `docker run`', { survives: ['recreation'] }],
    [
      'Dados persistem após restart',
      { variable: 'DATABASE_URL', neon: false, survives: ['restart'] },
    ],
    ['No data is lost when the container is replaced', { survives: ['recreation'] }],
    ['Tasks survive `docker rm` and `docker run`', { survives: ['recreation'] }],
    [
      'Container can connect to Neon database with provided DATABASE_URL',
      { variable: 'DATABASE_URL', neon: true, survives: [] },
    ],
    [
      'Data survives a container restart',
      { variable: 'DATABASE_URL', neon: false, survives: ['restart'] },
    ],
    [
      'Tasks persist when the container is recreated',
      { variable: 'DATABASE_URL', neon: false, survives: ['recreation'] },
    ],
    ['Database connection works', { variable: 'DATABASE_URL', neon: false, survives: [] }],
    [
      'No data is lost when the container restarts',
      { variable: 'DATABASE_URL', neon: false, survives: ['restart'] },
    ],
    [
      'The API connects to PostgreSQL using `DB_URL`',
      { variable: 'DB_URL', neon: false, survives: [] },
    ],
  ],
  refuses: [
    'Configure environment variables and database connections',
    'Database survives a restart of the host',
    'Redis data survives a container restart',
    'MySQL data survives a container restart',
    'Session data survives a container restart',
    'Data stored in the database survives a database restart',
    'The database works with Postgres',
    'Data persists in the database across database restarts',
    'Data survives restarts of the database container',
    'Data survives `docker restart db`',
    'Data survives `docker rm -f my-postgres` and a new `docker run`',
    'Previously, data was lost when the container restarts',
    'Die Daten müssen einen Neustart nicht überstehen',
    'Database connections released',
    'Dados não persistem após restart',
    'Data does not survive restart',
    'Los datos no sobreviven a un reinicio',
    'Data survives a database restart',
    'Logs survive a container restart',
    'Container cannot connect to the database',
    'Connects to Redis',
    'Data survives the loss of the database server',
    'Sessions survive a container restart',
  ],
});
