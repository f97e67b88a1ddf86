import { type Review, reviewExitCode, reviewJson, reviewText } from '../report/review.ts';
import { reviewSpec } from '../review/spec-review.ts';
import { readSpec } from './read-spec.ts';

/** `spec-check review`: what a careful reader says of the spec and the Dockerfile. Returns the exit code. */
export async function review(
  file: string,
  { format }: { format: 'table' | 'json' },
): Promise<number> {
  const { spec, items } = await readSpec(file);
  const found: Review = {
    spec: { path: spec.path, title: spec.title },
    dockerfile: undefined,
    findings: reviewSpec(spec, items).map((finding) => ({ file: spec.path, ...finding })),
  };
  const shown = format === 'json' ? JSON.stringify(reviewJson(found), null, 2) : reviewText(found);
  process.stdout.write(`${shown}\n`);
  return reviewExitCode(found);
}
