import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';

/** The manifest beside the stack, held against the schemas that Kubernetes publishes: no cluster runs here. */
const root = path.join(import.meta.dirname, '../..');
const file = path.join(root, 'specs/examples/swarm/kubernetes.yaml');
/** A release of Kubernetes, whose schemas the package of that version brings along. */
const version = '1.37.0';
let program: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubernetes-test-'));
  const environment = path.join(root, `.cache/kubernetes-validate-${version}`);
  program = path.join(environment, 'bin/kubernetes-validate');
  if (existsSync(program)) return;
  await execa('python3', ['-m', 'venv', environment], { timeout: 60_000 });
  const install = ['-m', 'pip', 'install', '--quiet', `kubernetes-validate==${version}`];
  await execa(path.join(environment, 'bin/python'), install, { timeout: 120_000 });
}, 200_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function validate(manifest: string, release = '1.37') {
  const options = ['--strict', '--kubernetes-version', release];
  return execa(program, [...options, manifest], { reject: false, all: true, timeout: 60_000 });
}

it.each(['1.30', '1.37'])(
  'every object of the manifest is one of Kubernetes %s',
  async (release) => {
    const { exitCode, all } = await validate(file, release);
    expect(all).not.toContain('ERROR');
    expect(exitCode).toBe(0);
    for (const kind of ['secret', 'deployment', 'poddisruptionbudget', 'service'])
      expect(all).toContain(`passed for resource ${kind}/task-api`);
  },
);

it.each([
  ['a field that does not exist', 'readOnlyRootFilesystem', 'readonlyRootFilesystem'],
  ['a value of another type', 'containerPort: 8000', 'containerPort: http'],
  ['a field that is missing', '  selector:\n    matchLabels: *labels\n  template:', '  template:'],
])('%s is refused', async (_, from, to) => {
  const text = await readFile(file, 'utf8');
  const changed = path.join(folder, 'changed.yaml');
  expect(text).toContain(from);
  await writeFile(changed, text.replace(from, to));
  const { exitCode, all } = await validate(changed);
  expect(exitCode).toBe(1);
  expect(all).toContain('did not validate for resource deployment/task-api');
});
