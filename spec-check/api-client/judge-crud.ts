import type { Fail } from '../model/verdict.ts';
import { type Exchange, isSuccess, shownExchange, unwell as unwellOf } from './exchange.ts';
import { differences, itemIn, itemLike } from './item.ts';
import { type Json, type JsonObject, objectsIn } from './json.ts';
import type { NewItem } from './new-item.ts';
import type { Sample } from './sample.ts';
import { flatten, writableFields } from './schema.ts';

export type Problem = Pick<Fail, 'expected' | 'actual' | 'fix' | 'unwell'> & {
  readonly diagnosis?: string | undefined;
  readonly request?: Exchange;
};

export type Since = keyof typeof done;

const done = {
  create: 'it was created',
  replace: 'PUT',
  change: 'PATCH',
  delete: 'DELETE',
  later: 'some seconds',
  filter: 'asking for its value',
};

export function judgeSuccess(answer: Exchange, expected: string): Problem | undefined {
  const { status, method, path } = answer;
  if (isSuccess(answer)) return undefined;
  const [diagnosis = '', fix = ''] =
    status >= 500
      ? ['The API fails on a good request.', 'Look at the last log lines of the container.']
      : status === 404 || status === 405
        ? [
            `There is no ${method} at this path, or the item was never kept.`,
            `Serve ${method} ${path}, or correct the document that describes it.`,
          ]
        : [
            'The API refuses a request made from its own description.',
            'Correct its OpenAPI document, so that what it describes is accepted.',
          ];
  return unlike(answer, `2xx: ${expected}`, fix, { diagnosis });
}

export function judgeCreate({ answer, id, sample, schema }: NewItem): Problem | undefined {
  const refused = judgeSuccess(answer, 'POST creates an item');
  const fields = writableFields(flatten(schema));
  const isLong = ([name, value]: [string, unknown]) =>
    `${value}`.length > 99 && fields[name]?.maxLength === undefined;
  const [name, text] = Object.entries(sample.body).find(isLong) ?? [];
  const diagnosis = `${name} was ${`${text}`.length} characters long, and the document names no limit: say its maxLength, or take it.`;
  if (refused && name !== undefined) return { ...refused, diagnosis };
  if (refused !== undefined || id !== undefined) return refused;
  const expected = 'the id of the new item in the answer, in Location or in the list';
  return unlike(answer, expected, 'Answer POST with the item that was created.');
}

function unlike(request: Exchange, expected: string, fix: string, more: Partial<Problem> = {}) {
  const unwell = unwellOf(request);
  return { actual: shownExchange(request), unwell, ...more, expected, fix, request };
}

export function judgeRead(
  answer: Exchange,
  since: Since,
  { isBystander, ...expected }: Expected & { readonly isBystander: boolean },
): Problem | undefined {
  const unkept =
    since === 'create'
      ? 'What is sent is not what is kept.'
      : since === 'later'
        ? 'What was kept does not stay.'
        : `${done[since]} answers that it went well and does not change the item as it should.`;
  const item = itemLike(answer.body, expected.sample);
  const problem =
    judgeSuccess(answer, `the item is there after ${done[since]}`) ??
    judgeValues(answer, since, item, expected, unkept);
  const isOther = isBystander && since !== 'create' && since !== 'later';
  const diagnosis = `${done[since]} of one item reaches another one too.`;
  return problem && isOther ? { ...problem, diagnosis } : problem;
}

/** What an answer to a change says of the item, as far as it says anything. */
export function judgeAnswer({ answer, sample }: Pick<NewItem, 'answer' | 'sample'>, since: Since) {
  const item = answer.status === 202 ? undefined : itemIn(answer.body, sample);
  const expected = { sample, declared: new Set<string>() };
  return item && judgeValues(answer, since, item, expected, 'The answer has another value.');
}

/** Fields that say that an item is deleted and was kept. */
export const deletedMark = /^(?:is_?)?(?:deleted|archived)(?:_?(?:at|on))?$/i;

export function judgeGone(answer: Exchange, since: Since): Problem | undefined {
  if (answer.status === 404 || answer.status === 410) return undefined;
  // Where it stays readable, it says itself that it is deleted.
  const members = objectsIn(answer.body, 3).flatMap((one) => Object.entries(one));
  const isMarked = members.some(([name, value]) => value && deletedMark.test(name));
  if (answer.status === 200 && isMarked) return undefined;
  const diagnosis =
    since === 'later'
      ? 'The deleted item comes back.'
      : 'DELETE answers that it went well and deletes nothing.';
  const fix = 'Delete the row, and answer 404 where there is none.';
  const more = answer.status === 200 ? { diagnosis } : {};
  return unlike(answer, '404 for an item after DELETE, and seconds later', fix, more);
}

/** The item that was sent, and the fields that an answer has by the document. */
interface Expected {
  readonly sample: Sample;
  readonly declared: ReadonlySet<string> | undefined;
}

function judgeValues(
  answer: Exchange,
  since: Since,
  item: JsonObject | undefined,
  { sample, declared }: Expected,
  diagnosis: string,
): Problem | undefined {
  const [difference] =
    item === undefined
      ? [{ field: sample.field, sent: sample.value, got: undefined }]
      : differences(sample, item, declared);
  if (difference === undefined) return undefined;
  const { field, sent, got } = difference;
  const actual = `${answer.method} ${answer.path} → ${field} = ${shortened(got) ?? 'missing'}`;
  const expected = `${field} = ${shortened(sent)} after ${done[since]}`;
  return unlike(answer, expected, `Keep ${field} as it is sent.`, { actual, diagnosis });
}

/** As JSON, short enough for a line. */
export function shortened(value: Json | undefined): string | undefined {
  const text = JSON.stringify(value);
  return text === undefined || text.length <= 120
    ? text
    : `${text.slice(0, 60)}…${text.slice(-20)} (${text.length - 2} characters)`;
}

type Listed = readonly { readonly sample: Sample; readonly entry: JsonObject | undefined }[];

export function judgeList(
  answer: Exchange,
  since: Since,
  { there, gone, isTwice }: Readonly<Record<'there' | 'gone', Listed> & { isTwice: boolean }>,
): Problem | undefined {
  if (answer.status !== 200) return judgeSuccess(answer, 'GET lists the items');
  const shown = shownExchange(answer);
  const { length: missing } = there.filter(({ entry }) => entry === undefined);
  if (missing > 0) {
    const count = missing > 1 ? `${missing} of ${there.length} items are missing: ` : '';
    const fix = 'List every row, or give a link to the next page (Link: rel="next").';
    const actual = `${shown}: ${count}it is not there`;
    return unlike(answer, `a list with the item, after ${done[since]}`, fix, { actual });
  }
  if (isTwice) {
    const actual = `${shown}: an item is there twice`;
    return unlike(answer, 'each item once', 'List each row once: a JOIN repeats it.', { actual });
  }
  const diagnosis = 'The list shows other values than were sent: old ones, or of another item.';
  for (const { sample, entry } of there) {
    const item = itemLike(entry, sample);
    // A list of summaries may leave fields out.
    const expected = { sample, declared: new Set<string>() };
    const problem = item && judgeValues(answer, since, item, expected, diagnosis);
    if (problem !== undefined) return problem;
  }
  if (gone.some(({ entry }) => entry !== undefined)) {
    const other = since === 'filter' ? 'an item with another value' : 'the deleted item';
    const what = since === 'change' ? 'the item as it was' : other;
    const actual = `${shown}: ${what} is still there`;
    return unlike(answer, `a list without ${what}`, 'Leave it out of the list.', { actual });
  }
  return undefined;
}

/** Of a change for an older state of the item, where the document says that it is refused. */
export const judgeLate = (answer: Exchange): Problem | undefined =>
  isSuccess(answer)
    ? unlike(answer, '412: If-Match names an older state', 'Compare If-Match with the ETag.', {
        diagnosis: 'A change for an older state is taken: that of another client is lost.',
      })
    : undefined;

export const listsOthers = (answer: Exchange): Problem =>
  unlike(answer, 'an empty list', 'List the items of the parent in the path alone.', {
    diagnosis: 'The list shows items that stand below another parent.',
  });

export function judgeIds(ids: readonly string[]): Problem | undefined {
  if (new Set(ids).size === ids.length) return undefined;
  return {
    expected: `${ids.length} items created at the same time, each with an id of its own`,
    actual: `ids ${ids.join(', ')}`,
    diagnosis: 'Two requests at the same time get the same id.',
    fix: 'Let the database give the ids: an identity column, or a UUID.',
  };
}

export const noRow = (value: string, since: Since): Problem => ({
  expected: `a row with ${value} in the database of DATABASE_URL, after ${done[since]}`,
  actual: 'no table has one, though the API shows it',
  diagnosis: 'The API keeps it in memory, in a file or in another database.',
  fix: 'Keep items in the database that DATABASE_URL names.',
});

export const otherRowGone: Problem = {
  expected: 'the other row to stay in the database',
  actual: 'it is gone as well',
  diagnosis: 'DELETE of one item deletes more than that item.',
  fix: 'Delete by the id alone.',
};

export const rowStays = (value: string, tables: readonly string[]): Problem => ({
  expected: 'no row of the deleted item in the database',
  actual: `${tables.join(', ')} still has it (${value})`,
  diagnosis:
    'It is only hidden, its text taken away at most: a soft delete, or a DELETE that reaches another table.',
  fix: 'Delete the row; where it is meant to stay, say in the description of DELETE that it archives the item.',
});
