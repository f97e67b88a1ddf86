import { checks } from '../../checks/index.ts';
import type { Interpretation } from '../../model/spec.ts';
import { parseSpec } from '../document/parse-spec.ts';
import { interpret } from '../interpret.ts';

/** One line below a heading, read as part of a whole spec. */
export function read(sentence: string, heading = 'Success Criteria', below = ''): Interpretation {
  const text = `# Task API\n\n## Success Criteria\n\n- [ ] Container builds\n\n## ${heading}\n\n${below === '' ? '' : `### ${below}\n\n`}- ${heading === 'Success Criteria' ? '[ ] ' : ''}${sentence}\n`;
  const items = interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date('2026-01-01'));
  const last = items.at(-1);
  if (last === undefined) throw new Error('No item was read.');
  return last;
}

export function meaning({ verdict, checks: requests }: Interpretation): unknown {
  return verdict === 'checkable' ? requests.map(({ check, params }) => [check, params]) : verdict;
}

export const size = (op: string, bytes: number, basis = 'unpacked') => [
  ['image-size', { op, bytes, basis }],
];
export const nonRoot = [['non-root', { root: false }]];
export const health = (params: object) => [['health', params]];
export const shutdown = (withinMs = 10_000) => [['graceful-shutdown', { withinMs }]];
export const starts = (op: string, ms: number) => [['starts-within', { op, ms }]];
export const responds = (path: string, op: string, ms: number) => [
  ['responds-within', { path, op, ms, method: 'GET' }],
];
export const memory = (op: string, bytes: number) => [['memory-under', { op, bytes }]];
export const database = (params: object) => [
  ['database', { variable: 'DATABASE_URL', neon: false, survives: [], ...params }],
];
