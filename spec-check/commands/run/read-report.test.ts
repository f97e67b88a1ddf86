import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sampleRun } from '../../report/tests/sample-run.ts';
import { readBaseline } from './read-report.ts';

const { report } = sampleRun;
const told = { version: '1.0.0', complete: true, dockerfile: null, commit: null, pushed: null };
const finishedAt = (finished: string, spec = report.spec.path) => ({
  ...report,
  spec: { ...report.spec, path: spec },
  run: { ...told, finished },
});

it('reads the reports of a spec out of a folder, the newest last, and passes by everything else', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'baseline-test-'));
  try {
    await mkdir(path.join(folder, 'deeper'));
    const files = {
      'a.json': JSON.stringify(finishedAt('2026-03-01T00:00:00.000Z')),
      'deeper/b.json': JSON.stringify(finishedAt('2026-01-01T00:00:00.000Z')),
      'c.json': JSON.stringify(finishedAt('2026-02-01T00:00:00.000Z')),
      'other.json': JSON.stringify(finishedAt('2026-04-01T00:00:00.000Z', 'other.md')),
      'package.json': '{}',
      'cut.json': '{"schema":',
      'old.json': JSON.stringify(report),
    };
    for (const [name, text] of Object.entries(files))
      await writeFile(path.join(folder, name), text);
    const read = await readBaseline(folder, report.spec.path);
    expect(read.map(({ run }) => run?.finished.slice(0, 7))).toEqual([
      undefined,
      '2026-01',
      '2026-02',
      '2026-03',
    ]);
    expect(await readBaseline(path.join(folder, 'other.json'), report.spec.path)).toHaveLength(1);
    await expect(readBaseline(path.join(folder, 'cut.json'), '')).rejects.toMatchObject({
      code: 'bad-report',
    });
    await expect(readBaseline(path.join(folder, 'none'), '')).rejects.toMatchObject({
      code: 'bad-report',
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
