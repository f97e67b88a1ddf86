import { testLanguage } from '../tests/test-language.ts';
import { migrations } from './check.ts';

testLanguage(migrations, {
  accepts: [
    ['Prisma migrations apply on first run', {}],
    ['Migrations run at startup'],
    ['Database migrations are applied on startup'],
    ['Pending migrations are applied when the container starts'],
    ['Migrations run automatically on start'],
  ],
  refuses: [
    'Migrations do not run at startup',
    'Migrations are reviewed',
    'Migrations run manually',
  ],
});
