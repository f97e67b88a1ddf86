import pc from 'picocolors';
import { criticalPath, type RunRecord, seconds } from './record.ts';

/** `--timings`: what ran when, and the chain that decided how long all of it took. `width` in columns. */
export function timings({ spans }: Pick<RunRecord, 'spans'>, width: number): string {
  const path = criticalPath(spans);
  const total = Math.max(1, ...spans.map(({ end }) => end));
  const name = Math.max(...spans.map((span) => span.name.length));
  const room = Math.max(20, width - name - 24);
  const lines = spans.map((span) => {
    const before = Math.round((span.start / total) * room);
    const long = Math.max(1, Math.round(((span.end - span.start) / total) * room));
    const bar = ' '.repeat(Math.min(before, room - 1)) + '━'.repeat(long);
    const [mark, paint] = path.includes(span) ? ['*', pc.bold] : [' ', pc.dim];
    return paint(
      `${mark} ${span.name.padEnd(name)} ${seconds(span.start).padStart(7)} ${seconds(span.end - span.start).padStart(7)}  ${bar}`,
    );
  });
  return [
    `  ${'what'.padEnd(name)} ${'from'.padStart(7)} ${'took'.padStart(7)}`,
    ...lines,
    `* decides how long the run takes: ${path.map((span) => `${span.name} ${seconds(span.end - span.start)}`).join(' → ')}`,
  ].join('\n');
}
