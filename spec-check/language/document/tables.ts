import { isQualification, words } from '../qualifying-words.ts';
import { imageNamed } from './groups.ts';
import { plainHeading, readHeading } from './headings.ts';
import { changing, isHarmlessNote } from './qualifiers.ts';
import { brief } from './text.ts';

/** Columns that report on a promise and are no part of it. */
const reporting =
  /^(status|state|results?|evidence|verified|owner|assignee|proof|done|passed|id|nr|no|number|rationale|why( .*)?|reason|source|references?|date|due|current(ly)?|actual|achieved|reached|observed|progress|measured|today|before|baseline|points?|pts|score|marks?|effort|estimate)$/;

const remarks =
  /^(notes?|comments?|remarks?|details|how|how (it is|to be|to|we) (verify|verified|measured?|test|tested|check|checked)|verification( method)?|verified (by|with)|measured (by|with)|method|command|tests?|tools?|tooling|measurement|instrument)$/;

const weight =
  /^(priority|prio|moscow|level|importance|required|mandatory|must have|in scope|promised|applies|needed)$/;

/** Columns of limits, and a bare quantity in one: a size or a time is at most that. */
const bounded = /^(?:max\w*|limit|target|threshold|budget|goal)\b/;
const quantity = /^\d[\d.,]*\s?(?:[kmg]i?b|ms|s|sec\w*|min\w*)$/i;

/** A cell without a title that only numbers the row, or marks it. */
const mark = /^(?!no$)(?:\W*|\W*[\p{L}\d]{1,2}[.)]?|[A-Z]{1,5}-?\d+|\d+(?:\.\d+)*[.)]?|yes|done)$/u;

/** Values of a status or priority column by which a row is no plain promise. */
const notPromised = new RegExp(
  `^\\W*(${words.revoking}|(w )?won t( have)?|wont( have)?|will not( have)?|no|not \\w+|n a|could( have)?|optional(ly)?|nice to have|may|maybe|proposed|to ?do|wip|tbd|backlog|ideas?|pending|(?:still |work )?in (?:progress|review|development)|ongoing|blocked|open|missing|absent|fail(?:s|ed|ing|ure)?|broken|incomplete|partial(?:ly)?|started|draft|under \\w+|to be \\w+)\\b`,
);

/** What takes a promise back in a column that else reports on it, and what says no in one that does. */
const givenUp =
  /^(?:dropped|withdrawn|abandoned|cancell?ed|rejected|superseded|obsolete|no longer|not (?:required|needed|promised|binding)|waived|except|unless|only (?:for|if|when|in))\b/i;
const denied = /^(?:no|none|never|false|n\/?a|\W*)$/i;

/** A cell that only says that the row holds, or that its column has nothing to say. */
const affirming = /^(?![✗✘❌⛔🚫])\W*(?:yes|true|ok|required|none|n\/a)?\W*$/iu;

/** The cells of a row, without those that report on the promise; `text` is empty when nothing is left. */
export function readRow(titles: readonly string[], cells: readonly string[]) {
  const columns = titles.map(plainHeading);
  const steps = columns.includes('given') && columns.includes('then');
  const kept: string[] = [];
  // What the column before it that says how, is to show: "`curl …/health` → 200".
  const shown = columns.findLastIndex((one) => /^(expected|passe?s? (if|when|criteri))/.test(one));
  let doubt =
    columns.filter((title) => imageNamed(title) !== undefined).length > 1
      ? 'The columns of the table speak of several images'
      : '';
  let note = '';
  // What remarks on it is read as it is in brackets.
  const beside: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const title = columns[index] ?? '';
    const value = plainHeading(cell.replace(/['’]/g, ' '));
    if (weight.test(title) || title === 'status' || title === 'state') {
      const none =
        /^[⏳🚧🔜📅🚫❌✗✘🔴🟡🔄]/u.test(cell) ||
        (weight.test(title) && /^(?:[wcn]|[\s-]+)$/i.test(cell));
      const isTaken = notPromised.test(value) || isQualification(cell);
      if (none || isTaken || readHeading(cell).kind === 'non-goals')
        doubt ||= `Its column "${titles[index]}" says ${brief(cell)}`;
    } else if (reporting.test(title) || (title === '' && mark.test(cell))) {
      if (givenUp.test(cell)) doubt ||= `Its column "${titles[index]}" says ${brief(cell)}`;
    } else if (title !== '' && isQualification(title, true)) {
      if (!denied.test(cell)) doubt ||= `Its column is "${titles[index]}"`;
    } else if (remarks.test(title) && kept.length > 0) {
      if (index < shown && (cell.includes('`') || changing.test(cell))) kept.push(`${cell} →`);
      else if (isHarmlessNote(cell)) note ||= cell.length > 2 ? cell : '';
      else if (changing.test(cell))
        doubt ||= `Its column "${titles[index]}" changes it: ${brief(cell)}`;
      else beside.push(` (${cell.replace(/[()]/g, ',')})`);
    } else if (bounded.test(title) && quantity.test(cell)) kept.push(`at most ${cell}`);
    else if (cell !== '' && !(kept.length > 0 && affirming.test(cell))) {
      const { kind, doubt: own } = readHeading(titles[index] ?? '');
      if (kept.length === 0) doubt ||= kind === 'non-goals' ? `Its column is "${title}"` : own;
      kept.push(steps ? `${titles[index]} ${cell}` : cell);
    }
  }
  const text = kept.join(steps ? ', ' : ': ').replace(' →: ', ' → ');
  return { text: text + beside.join(''), doubt, note };
}
