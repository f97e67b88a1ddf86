// A process that starts the API and passes signals on, as the small init programs do.
import { spawn } from 'node:child_process';

const child = spawn(process.execPath, ['server.mjs'], { stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT']))
  process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
