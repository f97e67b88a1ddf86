import { testLanguage } from '../tests/test-language.ts';
import { healthcheckCommand } from './check.ts';

testLanguage(healthcheckCommand, {
  accepts: [
    ['Health checks use `demo health` CLI command instead', { contains: 'demo health' }],
    ['HEALTHCHECK runs `/usr/local/bin/check.sh`', { contains: '/usr/local/bin/check.sh' }],
    ['Health check: `node -e "probe()"`', { contains: 'node -e "probe()"' }],
    ['`HEALTHCHECK CMD wget -q localhost/up || exit 1`', { contains: 'wget -q localhost/up' }],
    ['Health check uses `node health.js`', { contains: 'node health.js' }],
    ['HEALTHCHECK command is `wget -q localhost`', { contains: 'wget -q localhost' }],
  ],
  refuses: [
    'Health check runs every 10s',
    'HEALTHCHECK does not run `/app/check.sh`',
    'Health check: `healthy`',
    'Health check does not use `curl`',
    'Health check uses `GET /health`',
  ],
});
