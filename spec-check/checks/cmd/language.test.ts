import { testLanguage } from '../tests/test-language.ts';
import { cmd } from './check.ts';

testLanguage(cmd, {
  accepts: [
    ['Uses `CMD ["node", "main.js"]` (production mode)', { cmd: ['node', 'main.js'] }],
    ['The image entrypoint is `start.sh`', { contains: 'start.sh' }],
    ['Entry point: `python -m src`', { contains: 'python -m src' }],
    ['Starts the application using node index.js.', { contains: 'node index.js' }],
    [
      'The app runs with uvicorn main:app --host 0.0.0.0 --port 8080 in production mode',
      { contains: 'uvicorn main:app --host 0.0.0.0 --port 8080' },
    ],
    ['App starts with `uvicorn main:app`', { contains: 'uvicorn main:app' }],
    ['Container runs `node dist/index.js`', { contains: 'node dist/index.js' }],
    ['`ENTRYPOINT ["/app/server"]`', { contains: '/app/server' }],
    ['Use `CMD ["node", "app.js"]` instead of `CMD yarn start`', { cmd: ['node', 'app.js'] }],
    ['The `Dockerfile` run command must be `node x.js`', { contains: 'node x.js' }],
    ['CMD node dist/main.js', { contains: 'node dist/main.js' }],
    ['ENTRYPOINT ["node", "main.js"]', { contains: 'node main.js' }],
    ['`CMD ["node", "server.js"]`', { cmd: ['node', 'server.js'] }],
    ['The default command is `node dist/main.js`', { contains: 'node dist/main.js' }],
  ],
  refuses: [
    'The entrypoint MUST `exec` the final command',
    '**Command**: `trivy image shop:distroless`',
    '**Command**: `curl http://localhost:8080/ready`',
    '**Command**: `docker run --rm --user 1000950000:0 shop:distroless`',
    '`--chown=node:node` on COPY commands',
    'The worker container runs `node worker.js`',
    'App runs `python manage.py migrate`',
    'CI runs `node dist/index.js`',
    'Dockerfile runs `node dist/index.js`',
    'ENTRYPOINT is not ["/app/server"]',
    'CMD node dist/main.js as non-root',
    'CMD must not use npm',
    '`HEALTHCHECK CMD curl -f localhost`',
    'CMD is not `node x.js`',
    'CMD is set',
    'The `Dockerfile` must define a default command',
    'The command `npm test` passes',
  ],
});
