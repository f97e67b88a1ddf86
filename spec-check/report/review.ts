import pc from 'picocolors';
import type { Finding, Level } from '../model/finding.ts';
import { counted } from '../model/format.ts';

/** Everything that `spec-check review` found. */
export interface Review {
  readonly spec: { readonly path: string; readonly title: string };
  /** Undefined when there is none beside the build context. */
  readonly dockerfile: { readonly path: string } | undefined;
  readonly findings: readonly LocatedFinding[];
}

/** A finding and the file it is about. */
export type LocatedFinding = Finding & { readonly file: string };

/** 1 when there are errors; warnings, notes and questions are for a person to weigh. */
export function reviewExitCode({ findings }: Review): 0 | 1 {
  return findings.some(({ level }) => level === 'error') ? 1 : 0;
}

/** `review --format json`, `schema: 1`. */
export function reviewJson(review: Review) {
  const count = (level: Level) => review.findings.filter((found) => found.level === level).length;
  return {
    schema: 1,
    spec: review.spec,
    dockerfile: review.dockerfile ?? null,
    summary: {
      errors: count('error'),
      warnings: count('warning'),
      notes: count('note'),
      questions: count('question'),
    },
    exitCode: reviewExitCode(review),
    findings: review.findings.map(({ file, line, code, level, message, fix }) => {
      return { file, line, code, level, message, fix };
    }),
  };
}

/** The review for a terminal: file by file, then the questions, then one line that says it all. */
export function reviewText(review: Review): string {
  const { spec, dockerfile, findings } = review;
  const remarks = findings.filter(({ level }) => level !== 'question');
  const open = findings.filter(({ level }) => level === 'question');
  return [
    pc.bold(`Review of ${[spec.path, ...(dockerfile ? [dockerfile.path] : [])].join(' and ')}`),
    ...remarks.map(shown),
    ...(open.length === 0
      ? []
      : [
          [
            'Questions that the spec leaves open (an answer under Non-Goals counts too):',
            ...open.map(({ message, fix }) => `  ${pc.cyan('?')} ${message}\n    ${pc.dim(fix)}`),
          ].join('\n'),
        ]),
    ...(dockerfile === undefined ? ['No Dockerfile here: only the spec was read.'] : []),
    summary(review),
  ].join('\n\n');
}

function shown({ file, line, code, level, message, fix }: LocatedFinding): string {
  const place = line === null ? file : `${file}:${line}`;
  return [
    `${marks[level]} ${message} ${pc.dim(`${place} ${code}`)}`,
    `    ${fix === '' ? '' : pc.dim(fix)}`.trimEnd(),
  ]
    .filter(Boolean)
    .join('\n');
}

const marks: Readonly<Record<Level, string>> = {
  error: pc.red('✗ ERROR'),
  warning: pc.yellow('! WARNING'),
  note: pc.blue('· NOTE'),
  question: pc.cyan('?'),
};

function summary(review: Review): string {
  const { errors, warnings, notes, questions } = reviewJson(review).summary;
  const counts: readonly (readonly [number, string])[] = [
    [errors, 'error'],
    [warnings, 'warning'],
    [notes, 'note'],
    [questions, 'question'],
  ];
  const said = counts.flatMap(([count, word]) => (count > 0 ? [counted(count, word)] : []));
  return pc.bold(said.length === 0 ? 'Nothing to say.' : `${said.join(', ')}.`);
}
