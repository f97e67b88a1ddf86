import { verdictOf } from '../../model/verdict.ts';
import { judgeShell, runShell } from './measure.ts';

describe('an sh block', () => {
  const { signal } = new AbortController();
  const judged = async (source: string) =>
    verdictOf(judgeShell(source, await runShell(source, { IMAGE: 'sha256:1' }, signal)));

  it.each<[string, 'PASS' | 'FAIL', string]>([
    ['test "$IMAGE" = sha256:1', 'PASS', 'Exit code 0'],
    ['echo why >&2; exit 3', 'FAIL', 'exit code 3; why'],
    ['false\ntrue', 'FAIL', 'exit code 1'],
    ['echo "$UNSET"', 'FAIL', 'exit code'],
    ['kill -9 $$', 'FAIL', 'exit code none'],
  ])('%j', async (source, status, says) => {
    const verdict = await judged(source);
    expect(verdict.status).toBe(status);
    expect(verdict.status === 'FAIL' ? verdict.actual : verdict.evidence).toContain(says);
  });

  it('ends with the run, and so does what it started', async () => {
    const interrupt = new AbortController();
    const running = runShell('sleep 60 & wait', {}, interrupt.signal);
    setTimeout(() => interrupt.abort(new Error('interrupted')), 100);
    await expect(running).rejects.toThrow('interrupted');
  });
});
