import path from 'node:path';
import pc from 'picocolors';
import { counted } from '../model/format.ts';
import { type CheckResult, type Report, type ReportItem, worstFirst } from '../model/report.ts';

export type Row = ReturnType<typeof rowsOf>['rows'][number];

/** The promises in the order of the document, and what does not hold first; the substitutes used stand once beside them. */
export function rowsOf({ items, spec: { path } }: Report) {
  const substitutes: string[] = [];
  const rows = items.map((item) => {
    const used = [...new Set(item.checks.flatMap(({ substitute }) => substitute ?? []))];
    substitutes.push(...used.filter((one) => !substitutes.includes(one)));
    const numbers = used.map((one) => `[${substitutes.indexOf(one) + 1}]`);
    return {
      ...item,
      spec: item.spec ?? path,
      label: label(item),
      shown: shownStatus(item),
      // With `[1]` for each substitute.
      noted: [item.evidence, ...numbers].join(' '),
    };
  });
  const holding = worstFirst.indexOf('WAIVED');
  const rank = ({ status }: ReportItem) => Math.min(worstFirst.indexOf(status), holding);
  return { rows, worst: rows.toSorted((a, b) => rank(a) - rank(b)), substitutes };
}

/** Stands in place of the evidence of an ERROR whose cause was shown before. */
export const sameCause = 'The same cause as above';

/** How each format shows a status: a sign that is told apart without its colour, Markdown's emoji, JUnit's element, SARIF's kind. */
export const looks = {
  PASS: { sign: '✓', paint: pc.green, emoji: '✅', junit: 'system-out', sarif: 'pass' },
  FAIL: { sign: '✗', paint: pc.red, emoji: '❌', junit: 'failure', sarif: 'fail' },
  UNVERIFIED: { sign: '?', paint: pc.yellow, emoji: '❔', junit: 'failure', sarif: 'review' },
  AMBIGUOUS: { sign: '?', paint: pc.yellow, emoji: '❔', junit: 'failure', sarif: 'review' },
  ERROR: { sign: '!', paint: pc.magenta, emoji: '⚠️', junit: 'error', sarif: 'open' },
  WAIVED: { sign: '-', paint: pc.cyan, emoji: '➖', junit: 'skipped', sarif: 'notApplicable' },
} as const;

/** A constraint stands under its heading: `Image Size: Under 200MB`. */
export const label = ({ heading, text, image }: ReportItem): string =>
  [image ?? [], heading ?? [], text].flat().join(': ');

export const shownStatus = ({ status, proof }: Pick<ReportItem, 'status' | 'proof'>): string =>
  status === 'PASS' && proof === 'stand-in' ? 'PASS (stand-in)' : status;

/** The causes of what does not hold, the worst first: results of one cause are one block, shown with the first of its promises. */
export function causeBlocks(report: Report) {
  const results = rowsOf(report).worst.flatMap((item) =>
    item.checks
      .filter(({ status, fix }) => status !== 'PASS' && status !== 'WAIVED' && fix !== null)
      .map((check) => ({ item, check })),
  );
  // Different claims with the same explanation have one cause, and so have checks that one question leaves open.
  const blocks = Map.groupBy(results, ({ check, item: { spec, image } }) => {
    const about = check.status === 'AMBIGUOUS' ? check.evidence : check.check;
    const cause = check.cause ?? [about, explanation(check)];
    return JSON.stringify([spec, image, check.status, cause]);
  });
  return [...blocks.values()].flatMap((block) => {
    const [first] = block;
    if (first === undefined) return [];
    const items = [...new Set(block.map(({ item }) => item))];
    const many = items.length === 1 ? '' : `: 1 cause, ${items.length} promises`;
    const { check } = first;
    return [{ title: `${check.status} ${check.cause ?? check.check}${many}`, check, items }];
  });
}

/** What is told of a failed check, in this order: a name and a text of one line or several. */
export function explanation(check: CheckResult): readonly (readonly [string, string])[] {
  const { dockerfile = 'Dockerfile', dockerfileLine: line, dockerfileCode: code = '' } = check;
  const parts: readonly (readonly [string, string | null])[] = [
    ['where', code && `${dockerfile}:${line}\n${line} | ${code}`],
    ['expected', check.expected],
    ['seen', check.actual],
    ['why', check.diagnosis],
    ['try it', check.command],
    ['fix', check.fix],
  ];
  return parts.flatMap(([name, text]) => (text ? [[name, text] as const] : []));
}

/** The same with a line for each. */
export const explained = (check: CheckResult): string =>
  explanation(check)
    .map((words) => words.join(': '))
    .join('\n');

/** One sentence that says it all: `12 of 13 promises hold. Not ready: PID 1 has uid 0 (root).` */
export function verdict({ summary, items, spec: { notChecked } }: Report): string {
  const held = summary.pass + summary.waived;
  const failed = items.filter(({ status }) => status === 'FAIL');
  const rest = Object.entries({
    failed: summary.fail,
    'not verified': summary.unverified,
    ambiguous: summary.ambiguous,
    'could not be measured': summary.error,
  }).flatMap(([word, count]) => (count > 0 ? [`${count} ${word}`] : []));
  // One failure is told, several are counted.
  const why =
    failed.length === 1 && rest.length === 1 ? failed[0]?.evidence.split('\n')[0] : undefined;
  const waived = summary.waived > 0 ? ` (${summary.waived} waived)` : '';
  const outcome =
    items.length > 0 && held === items.length
      ? `${waived}.`
      : `. Not ready: ${why?.replace(/\.$/, '') ?? rest.join(', ')}.`;
  // A green line must not hide them.
  const lines = notChecked.slice(0, 8).map(({ line }) => line);
  const hidden =
    notChecked.length === 0
      ? ''
      : ` ${counted(notChecked.length, 'line')} may be promises and are not checked: ${lines.join(', ')} (spec-check explain says why).`;
  return `${held} of ${counted(items.length, 'promise')} hold${items.length === 1 ? 's' : ''}${outcome}${hidden}`;
}

/** What to do about lines that are not understood; for all of them once. */
export const notUnderstood =
  'Where a line is not understood, say it as one of `spec-check checks`, or write below it, in an ```http block, a request and the answer that it must get (POST /tasks … HTTP 400).';

/** What `--baseline` asks for; undefined without it. */
export function sinceBaseline(changes: readonly string[] | undefined): string | undefined {
  if (changes === undefined) return undefined;
  return changes.length === 0
    ? 'Nothing changed since the earlier report.'
    : ['Since the earlier report:', ...changes.map((change) => `- ${change}`)].join('\n');
}

/** A file as GitHub names it: from the checkout, which may be above the folder that is checked. */
export function fromCheckout(file: string): string {
  const { GITHUB_WORKSPACE: root = '.' } = process.env;
  const inside = path.relative(root, file).replaceAll('\\', '/');
  return inside.startsWith('../') ? file : inside;
}
