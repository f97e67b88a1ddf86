import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { svg } from './svg.ts';

/**
 * `npm run docs:picture`: runs `npm run spec:check` for real and draws what it prints on a terminal of
 * 120 columns. Fails, and draws nothing, when a line does not hold.
 */
const folder = import.meta.dirname;
const project = path.dirname(path.dirname(folder));
const columns = 120;

const { stdout } = await execa('node', ['spec-check/bin.mjs'], {
  cwd: project,
  // What is piped is as wide as the picture; its colours have to be asked for.
  env: { FORCE_COLOR: '1' },
  stdin: 'ignore',
  stderr: 'inherit',
  timeout: 10 * 60_000,
});
const plain = stripVTControlCharacters(stdout).trimEnd().split('\n');
await writeFile(
  path.join(folder, 'run.svg'),
  `${svg(stdout, columns, {
    title: 'What npm run spec:check prints: Success Criterion, Status, Evidence',
    description: plain.at(-1) ?? '',
  })}\n`,
);
process.stdout.write(`${plain.length} lines in spec-check/docs/run.svg\n`);
