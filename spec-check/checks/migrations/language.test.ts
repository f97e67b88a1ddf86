import { testLanguage } from '../tests/test-language.ts';
import { migrations } from './check.ts';

testLanguage(migrations, {
  accepts: [
    ['Migrations run on an empty database'],
    ['alembic upgrade head runs on startup'],
    ['Database migrations are applied before serving traffic'],
    ['Database schema is created automatically on first start'],
    ['Tables are created on first start', {}],
    ['Migrations run on container startup', {}],
    ['Migrations are run before the app starts', {}],
    ['Prisma migrations apply on first run', {}],
    ['Migrations run at startup'],
    ['Database migrations are applied on startup'],
    ['Pending migrations are applied when the container starts'],
    ['Migrations run automatically on start'],
  ],
  refuses: [
    'Database migrations are applied before the release',
    'Tables are not created on first start',
    'Tables are created by hand',
    'Migrations run before the database starts',
    'Migrations do not run at startup',
    'Migrations are reviewed',
    'Migrations run manually',
  ],
});
