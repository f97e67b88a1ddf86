import type { LaunchOptions } from '../model/resources.ts';
import type { Settings } from '../model/settings.ts';
import { Secrets } from '../secrets/redact.ts';
import { runCommand } from './containers.ts';

const secrets = new Secrets();
secrets.add('k-123456');

/** What a person is shown for a project with these settings. */
function shown(settings: Settings, launch: Omit<LaunchOptions, 'purpose'> = {}, how = '--rm') {
  const image = { reference: 'api:1', port: 3000 };
  // Only what a command is made of.
  const options = { settings, required: ['JWT_SECRET'] } as never;
  return runCommand(image, { options, secrets }, launch, how);
}

it.each<[string, Settings, Omit<LaunchOptions, 'purpose'>, string]>([
  ['nothing else', {}, {}, '-e JWT_SECRET -e DATABASE_URL -p 3000:3000 api:1'],
  ['no database', { database: 'none' }, {}, '-e JWT_SECRET -p 3000:3000 api:1'],
  [
    'literals as they are, parts of the database and secrets by their names',
    { env: { LOG: 'info', DB_HOST: '${database.host}', KEY: 'k-123456', JWT_SECRET: 'a b$c' } },
    {},
    "-e 'JWT_SECRET=a b$c' -e DATABASE_URL -e LOG=info -e DB_HOST -e KEY -p 3000:3000 api:1",
  ],
  [
    'what one check adds or takes away',
    { env: { LOG: 'info', PORT: '3000' } },
    { env: { PORT: '18765', LOG: null, DATABASE_URL: '' }, port: 18_765, options: ['--read-only'] },
    '-e JWT_SECRET -e DATABASE_URL= -e PORT=18765 --read-only -p 18765:18765 api:1',
  ],
  [
    'arguments and folders',
    { database: 'none', start: ['serve', '--name', 'a b'], tmpfs: ['/tmp'], memory: '256m' },
    { elsewhere: { reference: 'api:0', shownPort: 8001 } },
    "-e JWT_SECRET --memory 256m --tmpfs /tmp -p 8001:3000 api:0 serve --name 'a b'",
  ],
])('shows %s', (_, settings, launch, expected) => {
  expect(shown(settings, launch)).toBe(`docker run --rm ${expected}`);
});

it('says how it is run', () => {
  expect(shown({}, {}, '--detach --name look')).toMatch(/^docker run --detach --name look -e/);
});
