import pc from 'picocolors';
import type { Finding, Level } from '../model/finding.ts';
import { counted } from '../model/format.ts';

export interface Review {
  readonly spec: { readonly path: string; readonly title: string };
  /** One for each image; none where there is no Dockerfile. */
  readonly dockerfiles: readonly string[];
  readonly findings: readonly (Finding & { readonly file: string })[];
}

/** `review --format json`, `schema: 1`. Exit code 1 when there are errors; the rest is for a person to weigh. */
export function reviewJson({ spec, dockerfiles: [first], findings }: Review) {
  const count = (level: Level) => findings.filter((found) => found.level === level).length;
  const summary = {
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    questions: count('question'),
  };
  const dockerfile = first === undefined ? null : { path: first };
  return { schema: 1, spec, dockerfile, summary, exitCode: summary.errors > 0 ? 1 : 0, findings };
}

/** The review for a terminal: file by file, then the questions, then one line that says it all. */
export function reviewText({ spec, dockerfiles, findings }: Review): string {
  const open = findings.filter(({ level }) => level === 'question');
  const remarks = findings.filter(({ level }) => level !== 'question');
  const questions = [
    'Questions that the spec leaves open (an answer under Non-Goals counts too):',
    ...open.map(({ message, fix }) => `  ${pc.cyan('?')} ${message}\n    ${pc.dim(fix)}`),
  ].join('\n');
  const counts = Object.keys(marks).flatMap((level) => {
    const { length } = findings.filter((found) => found.level === level);
    return length === 0 ? [] : [counted(length, level)];
  });
  return [
    pc.bold(`Review of ${[spec.path, ...dockerfiles].join(' and ')}`),
    ...remarks.map(({ file, line, code, level, message, fix }) => {
      const place = line === null ? file : `${file}:${line}`;
      return `${marks[level]} ${message} ${pc.dim(`${place} ${code}`)}${fix && `\n    ${pc.dim(fix)}`}`;
    }),
    open.length === 0 ? [] : questions,
    dockerfiles.length === 0 ? 'No Dockerfile here: only the spec was read.' : [],
    pc.bold(counts.length === 0 ? 'Nothing to say.' : `${counts.join(', ')}.`),
  ]
    .flat()
    .join('\n\n');
}

const marks: Readonly<Record<Level, string>> = {
  error: pc.red('✗ ERROR'),
  warning: pc.yellow('! WARNING'),
  note: pc.blue('· NOTE'),
  question: pc.cyan('?'),
};
