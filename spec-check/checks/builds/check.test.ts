import path from 'node:path';
import { verdictOf } from '../tests/run-check.ts';
import { builds } from './check.ts';

describe('builds', () => {
  const dockerfile = { path: path.resolve('Dockerfile'), text: '', context: '/x' };
  const command = 'docker build .';
  const judgeBuild = (build: object) => verdictOf(builds, {}, { build });
  it('passes a build, and says what stood in for its base', async () => {
    const built = {
      kind: 'built',
      reference: 'sha256:1',
      name: 'api:1',
      seconds: 1.25,
      command,
      dockerfile,
      again: () => Promise.reject(new Error('built once')),
    } as const;
    expect(await judgeBuild({ ...built, buildArgs: {} })).toEqual({
      status: 'PASS',
      evidence: 'Built in 1.3 s as api:1',
      measured: { seconds: 1.25 },
      command,
    });
    const other = { ...dockerfile, path: path.resolve('web/Dockerfile') };
    expect(await judgeBuild({ ...built, buildArgs: {}, dockerfile: other })).toMatchObject({
      evidence: `Built from ${path.join('web', 'Dockerfile')} in 1.3 s as api:1`,
    });
    expect(await judgeBuild({ ...built, buildArgs: { NODE_IMAGE: 'mine:1' } })).toMatchObject({
      standIn: expect.stringContaining('NODE_IMAGE=mine:1'),
    });
  });
  it('proves the stage that is built, and no other', async () => {
    const text = 'FROM a AS one\nFROM b AS final\n';
    const judge = (named: string, target?: string) =>
      verdictOf(
        builds,
        { target: named },
        {
          build: {
            kind: 'built',
            seconds: 1,
            buildArgs: {},
            dockerfile: { ...dockerfile, text, target },
          },
        },
      );
    expect(await judge('final')).toMatchObject({ status: 'PASS' });
    expect(await judge('one', 'one')).toMatchObject({ status: 'PASS' });
    await expect(judge('one')).rejects.toThrow('the stage one');
    await expect(judge('final', 'one')).rejects.toThrow('the stage final');
  });
  it('fails with the instruction, its line and the last words', async () => {
    const verdict = await judgeBuild({
      kind: 'broken',
      command,
      dockerfile,
      instruction: 'RUN npm ci && \\\n  npm test',
      line: 12,
      output: `${'x\n'.repeat(50)}npm error code E404\n`,
    });
    expect(verdict).toMatchObject({
      status: 'FAIL',
      evidence: 'Line 12 of the Dockerfile fails: RUN npm ci && …',
      actual: expect.stringMatching(/npm error code E404$/),
    });
  });
  it('says nothing of an image that was not built here', async () => {
    await expect(judgeBuild({ kind: 'given', reference: 'api:1' })).rejects.toThrow('--image');
  });
});
