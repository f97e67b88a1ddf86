import type { ItemKind, SpecItem } from '../../model/spec.ts';
import type { Annotations } from './annotations.ts';
import { contextLabels, plainHeading, readHeading } from './headings.ts';
import type { Place } from './outline.ts';
import { isHarmlessNote } from './qualifiers.ts';

/** One line of the document before it is known what it is. */
export interface Line
  extends Partial<Pick<SpecItem, 'form' | 'label' | 'doubt' | 'note'>>,
    Partial<Annotations> {
  readonly text: string;
  readonly line: number;
  readonly checked?: boolean;
  readonly nested?: boolean;
  /** It is no line of a list: it counts only where a heading says that there are promises. */
  readonly prose?: boolean;
  readonly context?: string;
}

/** What a line is where it stands, and why it is context; undefined for mere prose. */
export function kindOfLine(
  { text, checked = false, nested = false, prose = false, context, label }: Line,
  { kind, weak, heading }: Place,
  unknownPromises: boolean,
): { readonly kind: ItemKind; readonly note: string } | undefined {
  const none = (note: string) => ({ kind: 'context' as const, note });
  if (kind === 'non-goals') return { kind: 'non-goal', note: '' };
  // Where no heading says that there are promises, prose is one when it says so.
  if (prose && !spoken.test(text) && (weak || (kind !== 'criteria' && kind !== 'constraints')))
    return undefined;
  if (context !== undefined) return none(context);
  if (kind === 'excluded') return none(`Under "${heading}": not promised now`);
  if (kind === 'dependencies') return none(`Under "${heading}": has to be there, is not promised`);
  if (!checked) {
    if (/\?$/.test(text)) return none('A question promises nothing');
    if (nested && (isHarmlessNote(text) || contextLabels.test(plainHeading(label ?? ''))))
      return none('Explains the item above it');
    if (prose && /^(?:agreed|decided|discussed|see)\b/i.test(text) && isHarmlessNote(text))
      return none('Says whence the promises come');
    if (prose && metadata.test(text)) return none('Says when and by whom, and promises nothing');
    if (kind === 'intent') return none(`Under "${heading}", which explains and promises nothing`);
    if (kind === 'other' && !unknownPromises && !namesCriterion(text))
      return none('No heading above it says that its list holds promises');
  }
  return { kind: kind === 'constraints' ? 'constraint' : 'criterion', note: '' };
}

/** `Priority: Must Have`, `Why this priority: …` */
const metadata =
  /^(?:(?:why this )?priority|category|status|severity|effort|estimate\w*|owner|assignee|author|created|depends on|feature branch|user story|independent test)\b[^:]{0,12}:/i;

/** Words by which any sentence promises, wherever it stands. */
export const spoken = /\b(?:must|shall)\b/i;

/** `Acceptance: …`, `Done when: …` */
function namesCriterion(text: string): boolean {
  const { kind, weak } = readHeading(/^[^:]{2,30}(?=: )/.exec(text)?.[0] ?? '');
  return kind === 'criteria' && !weak;
}
