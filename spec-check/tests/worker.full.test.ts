import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Report } from '../model/report.ts';

/** A program that works in the background and answers no HTTP, as its project says with `port: none`. */
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
let folder: string;

const spec = `---
image: mailer
database: none
port: none
---
# Mailer

## Success Criteria

- The container starts
- Runs as a non-root user
- Shuts down gracefully on SIGTERM
- Logs go to stdout
- Uses less than 100 MB of memory
- Works with a read-only root filesystem
- \`GET /health\` returns 200
- It says what it sends
  \`\`\`sh
  docker logs "$CONTAINER" | grep -q .
  \`\`\`
`;

const dockerfile = `ARG NODE_IMAGE=node:24-bookworm-slim
FROM \${NODE_IMAGE}
COPY worker.mjs .
USER 1000
CMD ["node", "worker.mjs"]
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-worker-'));
  await writeFile(path.join(folder, 'containerization-spec.md'), spec);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const works = `setInterval(() => console.log('sent'), 500);`;
const stops = `process.on('SIGTERM', () => process.exit(0));`;

it.each<[string, string, RegExp | undefined, Record<string, string>]>([
  ['works, and stops when it is told to', works + stops, undefined, {}],
  ['has no handler', works, /^Still running 10.0 s/, { 'graceful-shutdown': 'FAIL' }],
  [
    'ends after a while',
    `${works}${stops}setTimeout(() => process.exit(3), 4500);`,
    /exit code 3/,
    // Whether the restriction or the shutdown was to blame is not asked of one that ends anyway.
    { starts: 'FAIL', 'memory-under': 'FAIL', 'read-only': 'FAIL' },
  ],
  [
    'writes into its own image',
    `import fs from 'node:fs';${stops}setInterval(() => fs.appendFileSync('/tmp/x', 'x') || console.log('x'), 500);`,
    /writes to a file of its own image/,
    { 'read-only': 'FAIL' },
  ],
  [
    'keeps all that it ever saw',
    `const all = [];${stops}setInterval(() => all.push(Buffer.alloc(3e7, 1)) && console.log('x'), 500);`,
    /a while later \(port: none\)/,
    { 'memory-under': 'FAIL' },
  ],
])(
  'a worker that %s',
  async (_title, worker, says, wrong) => {
    await writeFile(path.join(folder, 'worker.mjs'), worker);
    await writeFile(path.join(folder, 'Dockerfile'), dockerfile);
    const { stdout } = await execa('node', [cli, '--format', 'json', '--allow-exec'], {
      cwd: folder,
      reject: false,
      timeout: 280_000,
    });
    const report: Report = JSON.parse(stdout);
    const checks = report.items.flatMap((item) => item.checks);
    const others = Object.fromEntries(
      checks.flatMap(({ check, status }) => (status === 'PASS' ? [] : [[check, status]])),
    );
    expect(others).toEqual({ health: 'AMBIGUOUS', ...wrong });
    if (says) expect(checks.find(({ status }) => status === 'FAIL')?.evidence).toMatch(says);
  },
  300_000,
);
