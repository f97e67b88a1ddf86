import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Who may import whom, types included, and no circle. Read from the import lines, because the tools that
 * do this ask a TypeScript compiler for its API, and TypeScript 7 has none yet.
 */
const root = path.join(import.meta.dirname, '../..');

const beneathRun = [
  'model',
  'docker',
  'dockerfile',
  'secrets',
  'api-client',
  'language',
  'offline',
];
const beneathChecks = [...beneathRun, 'diagnosis', 'image-files', 'resources', 'measuring'];
const beneathCommands = [...beneathChecks, 'checks', 'run'];

/** The rooms of spec-check, and the other rooms that each may import from. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  docker: ['model'],
  // Its review knows placeholders from secrets.
  dockerfile: ['model', 'secrets'],
  secrets: ['model'],
  'api-client': ['model'],
  language: ['model'],
  diagnosis: ['docker', 'api-client', 'model'],
  offline: ['docker', 'model'],
  'image-files': ['docker', 'model'],
  resources: [...beneathRun.filter((room) => room !== 'language'), 'diagnosis', 'image-files'],
  measuring: ['api-client', 'model'],
  checks: beneathChecks,
  run: [...beneathChecks, 'checks', 'package.json'],
  report: ['model'],
  prove: beneathCommands,
  mutate: beneathCommands,
  push: beneathCommands,
  attest: beneathCommands,
  init: beneathCommands,
  docs: [...beneathCommands, 'commands', 'report', 'prove'],
  commands: [
    ...beneathCommands,
    ...['report', 'prove', 'mutate', 'push', 'attest', 'init', 'package.json'],
  ],
  package: ['checks', 'language', 'model'],
};

/** Files at the top of spec-check, and what each may import. */
const atTop: Readonly<Record<string, readonly string[]>> = {
  'spec-check/cli.ts': ['commands', 'report', 'model'],
  'spec-check/bin.mjs': ['bootstrap.mjs'],
  'spec-check/bootstrap.mjs': [],
};

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter(
      (file) =>
        /(?<!\.test)\.(?:ts|mjs|cjs)$/.test(file) && !/\/(?:tests|dist)\/|node_modules/.test(file),
    );
}

/** `import`, `import type`, `export … from`, `import()`: whatever is written behind them in quotes. */
function importsOf(file: string, text = readFileSync(path.join(root, file), 'utf8')): string[] {
  const code = text.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  return [...code.matchAll(/(?:\bfrom|\bimport\(|\bimport)\s*['"](\.[^'"]+)['"]/g)].map(
    ([, target = '']) => path.normalize(path.join(path.dirname(file), target)),
  );
}

/** `spec-check/run/pool.ts` → `run`; a check is a room of its own: `checks/port`. */
function roomOf(file: string): string {
  const [half = '', room = '', inner = ''] = file.split('/');
  if (half !== 'spec-check') return half;
  return room === 'checks' && !inner.includes('.') ? `checks/${inner}` : room;
}

const all = ['api', 'bench', 'spec-check'].flatMap(sources);

it('sees every way of importing', () => {
  const text = `import type { A } from './a.ts';\nexport { b } from '../b.ts';\nimport './c.ts';\nconst d = await import('./d.ts');\n// import './no.ts'\n`;
  expect(importsOf('spec-check/run/x.ts', text)).toEqual(
    ['run/a.ts', 'b.ts', 'run/c.ts', 'run/d.ts'].map((file) => `spec-check/${file}`),
  );
  expect(all.length).toBeGreaterThan(250);
});

it.each(all.filter((file) => file.startsWith('spec-check/')))('%s imports what it may', (file) => {
  const room = roomOf(file);
  const [outer = ''] = room.split('/');
  const allowed = file in atTop ? atTop[file] : mayImport[outer];
  const refused = importsOf(file).filter((target) => {
    const other = roomOf(target);
    if (!target.startsWith('spec-check/')) return true;
    if (other === room || (outer === 'checks' && room === 'checks')) return false;
    // A check knows no other check.
    if (outer === 'checks' && other.startsWith('checks')) return true;
    return allowed?.includes(other.split('/')[0] ?? '') !== true;
  });
  expect({ allowed: allowed !== undefined, refused }).toEqual({ allowed: true, refused: [] });
});

it('neither half knows the other, and nothing imports bench', () => {
  const crossing = all.flatMap((file) =>
    importsOf(file)
      .filter((target) => roomOf(file) !== 'bench' && target.split('/')[0] !== file.split('/')[0])
      .map((target) => `${file} → ${target}`),
  );
  expect(crossing).toEqual([]);
});

it('no file is part of a circle', () => {
  const targets = new Map(all.map((file) => [file, importsOf(file)]));
  const finished = new Set<string>();
  const walk = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    for (const target of targets.get(file) ?? []) {
      const circle = walk(target, [...trail, file]);
      if (circle !== undefined) return circle;
    }
    finished.add(file);
    return undefined;
  };
  expect(all.map((file) => walk(file, [])).find((circle) => circle !== undefined)).toBeUndefined();
});

// Concepts of the language share words with ids (`multi-stage`), so language/ is left out here.
it('no file outside checks/ names the id of a check', () => {
  const ids = readdirSync(path.join(root, 'spec-check/checks'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes('-'))
    .map(({ name }) => name);
  const code = (file: string) =>
    readFileSync(path.join(root, file), 'utf8').replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  const pattern = new RegExp(`['"\`](?:${ids.join('|')})['"\`]`);
  const naming = all
    .filter(
      (file) => file.startsWith('spec-check/') && !/^spec-check\/(?:checks|language)\//.test(file),
    )
    .filter((file) => pattern.test(code(file)));
  expect(naming).toEqual([]);
});

it('every fault that an image of prove names is one that its server has', () => {
  const read = (file: string) => readFileSync(path.join(root, 'spec-check/prove', file), 'utf8');
  const texts = ['images.ts', 'shapes.ts', 'image/Dockerfile'].map(read).join('\n');
  const named = texts.matchAll(/(?:FAULT(?:: '|=)|doing\(\s*')([a-z\d,-]+)/g);
  const names = [...named].flatMap(([, list = '']) => list.split(','));
  const server = read('image/server.mjs');
  expect(names.length).toBeGreaterThan(70);
  expect(names.filter((name) => !server.includes(`'${name}'`))).toEqual([]);
});
