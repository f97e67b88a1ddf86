import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { checks } from '../../checks/index.ts';
import type { Interpretation } from '../../model/spec.ts';
import { parseSpec } from '../document/parse-spec.ts';
import { interpret } from '../interpret.ts';

/**
 * Sentences by people who had not seen a template, each with what a rigorous reader takes it for. A
 * false claim is a sentence that is checked for something else than it says, and worse than any number
 * that are not understood.
 */
const sentence = z.strictObject({
  section: z.string(),
  text: z.string(),
  verdict: z.enum(['checkable', 'unverified', 'ambiguous', 'context']),
  checks: z.array(z.string()),
  params: z.record(z.string(), z.unknown()).optional(),
});

type Sentence = z.output<typeof sentence>;

function read({ section, text }: Sentence): Interpretation | undefined {
  const headings = section
    .split(' › ')
    .map((heading, at) => `${'#'.repeat(at + 2)} ${heading}\n\n`);
  const criteria = headings.length === 1 ? '' : '## Success Criteria\n\n- [ ] Container builds\n\n';
  const markdown = `# Task API\n\n${criteria}${headings.join('')}- ${text}\n`;
  return interpret(parseSpec(Buffer.from(markdown), 'spec.md'), checks, new Date()).at(-1);
}

type Outcome = 'understood' | 'left out' | 'false claim';

function outcome(wanted: Sentence): Outcome {
  const found = read(wanted);
  if (found?.verdict !== 'checkable')
    return wanted.verdict === 'checkable' ? 'left out' : 'understood';
  const asked = found.checks.map(({ check }) => check as string);
  const same =
    wanted.verdict === 'checkable' &&
    wanted.checks.every((check) => asked.includes(check)) &&
    // What must not stand in the image is looked for there as well.
    asked.every((check) => wanted.checks.includes(check) || check === 'no-secrets') &&
    Object.entries(wanted.params ?? {}).every(([key, value]) =>
      found.checks.some(({ params }) =>
        Object.entries(params).some(
          ([name, given]) =>
            given === value && (name === key || (key === 'status' && name === 'whileDatabaseAway')),
        ),
      ),
    );
  return same ? 'understood' : 'false claim';
}

/** The least share of the checkable sentences that is understood, by file: a score never falls. */
const least: Readonly<Record<string, number>> = { 'first.json': 0.85 };

describe.each(readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json')))(
  '%s',
  (file) => {
    const sentences = z
      .array(sentence)
      .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, file), 'utf8')));

    it('has no false claim', () => {
      expect(sentences.filter((one) => outcome(one) === 'false claim')).toEqual([]);
    });

    it('is understood where it can be checked', () => {
      const checkable = sentences.filter(({ verdict }) => verdict === 'checkable');
      const understood = checkable.filter((one) => outcome(one) === 'understood');
      expect(understood.length / Math.max(1, checkable.length)).toBeGreaterThanOrEqual(
        least[file] ?? 0,
      );
    });
  },
);
