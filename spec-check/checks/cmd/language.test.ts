import { testLanguage } from '../tests/test-language.ts';
import { cmd } from './check.ts';

testLanguage(cmd, {
  accepts: [
    ['Use `CMD ["node", "app.js"]` instead of `CMD yarn start`', { cmd: ['node', 'app.js'] }],
    ['CMD node dist/main.js', { contains: 'node dist/main.js' }],
    ['ENTRYPOINT ["node", "main.js"]', { cmd: ['node', 'main.js'] }],
    ['`CMD ["node", "server.js"]`', { cmd: ['node', 'server.js'] }],
    ['The default command is `node dist/main.js`', { contains: 'node dist/main.js' }],
  ],
  refuses: [
    'CMD node dist/main.js as non-root',
    'CMD must not use npm',
    '`HEALTHCHECK CMD curl -f localhost`',
    'CMD is not `node x.js`',
    'CMD is set',
    'The command `npm test` passes',
  ],
});
