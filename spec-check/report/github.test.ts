import path from 'node:path';
import { github } from './github.ts';
import { sarif } from './sarif.ts';
import { sampleRun } from './tests/sample-run.ts';

/** As the runner reads a workflow command: one line, `::name properties::message`, percent-decoded. */
function read(line: string) {
  const [, name, listed = '', message = ''] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
  const decoded = (text: string) =>
    text
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%');
  const properties = Object.fromEntries(
    listed.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), decoded(pair.slice(at + 1))];
    }),
  );
  return { name, properties, message: decoded(message) };
}

describe('annotations of GitHub', () => {
  const commands = github(sampleRun).split('\n').map(read);

  it('stand once for each cause, on the line of the Dockerfile that is to blame, or of the spec', () => {
    expect(
      commands.map(({ name, properties: { file, line } }) => `${name} ${file}:${line ?? ''}`),
    ).toEqual([
      'error Dockerfile:3',
      'error specs/sample spec.md:16',
      'error specs/sample spec.md:15',
      'error specs/sample spec.md:17',
      'warning specs/sample spec.md:13',
      'notice specs/sample spec.md:',
    ]);
  });

  it('name files from the checkout, where a folder below it is checked', () => {
    const before = process.env.GITHUB_WORKSPACE;
    const folder = path.basename(process.cwd());
    process.env.GITHUB_WORKSPACE = path.dirname(process.cwd());
    try {
      const [first] = github(sampleRun).split('\n').map(read);
      expect(first?.properties.file).toBe(`${folder}/Dockerfile`);
      expect(sarif(sampleRun)).toContain(`"uri": "${folder}/specs/sample%20spec.md"`);
    } finally {
      if (before === undefined) delete process.env.GITHUB_WORKSPACE;
      else process.env.GITHUB_WORKSPACE = before;
    }
  });

  it('are at most ten, and a last word', () => {
    const [item] = sampleRun.report.items.filter(({ status }) => status === 'UNVERIFIED');
    if (item === undefined) throw new Error('Expected a promise that nothing checks');
    const items = Array.from({ length: 30 }, (_, index) => ({ ...item, id: `i${index}` }));
    const lines = github({ ...sampleRun, report: { ...sampleRun.report, items } }).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toMatch(/^::notice/);
  });

  it('hold hostile text without letting it become a command', () => {
    const [first] = commands;
    expect(first?.message).toContain('::error file=x::taken%0A');
    expect(first?.message).toContain('fix: Add USER 1000');
    expect(github(sampleRun)).not.toMatch(/^::error file=x/m);
  });
});
