import { testLanguage } from '../tests/test-language.ts';
import { cmd } from './check.ts';

testLanguage(cmd, {
  accepts: [
    ['`CMD ["node", "server.js"]`', { cmd: ['node', 'server.js'] }],
    ['The default command is `node dist/main.js`', { contains: 'node dist/main.js' }],
  ],
  refuses: ['CMD is not `node x.js`', 'CMD is set', 'The command `npm test` passes'],
});
