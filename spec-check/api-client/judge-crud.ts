import type { CrudTrace, Since, Step } from './crud-trace.ts';
import { type Exchange, shownExchange } from './exchange.ts';
import { type Difference, differences, itemIn, objectWith } from './item.ts';
import type { JsonObject } from './json.ts';
import type { Sample } from './sample.ts';

/** The first thing in a story that should have been otherwise. */
export interface Problem {
  readonly expected: string;
  readonly actual: string;
  readonly diagnosis?: string;
  readonly fix: string;
  /** The request that shows it, where one does. */
  readonly request?: Exchange;
}

/** What is wrong with the life of a resource's items; undefined when all of it went as it should. */
export function judgeCrud({ resource, story }: CrudTrace): Problem | undefined {
  for (const step of story) {
    const problem = judgeStep(step);
    if (problem !== undefined) return problem;
  }
  const missing = needed.filter(
    ([act, kind]) => resource.acts[act] !== undefined && !story.some((step) => step.kind === kind),
  );
  if (missing.length === 0) return undefined;
  return {
    expected: `${resource.collection}: every verb of its document, each seen in the database`,
    actual: `never got as far as: ${missing.map(([, kind]) => kind).join(', ')}`,
    fix: `Make every request of ${resource.collection} answer as its document says.`,
  };
}

/** A story that lacks a step of a verb proves nothing, however well it goes. */
const needed: readonly (readonly [keyof CrudTrace['resource']['acts'], Step['kind']])[] = [
  ['create', 'create'],
  ['create', 'rows'],
  ['read', 'read'],
  ['list', 'list'],
  ['replace', 'update'],
  ['change', 'update'],
  ['delete', 'delete'],
  ['delete', 'rows-left'],
];

/** What is wrong with one step. */
export function judgeStep(step: Step): Problem | undefined {
  switch (step.kind) {
    case 'create':
      return judgeCreate(step);
    case 'refused':
      return undefined;
    case 'read':
      return judgeRead(step);
    case 'list':
      return judgeList(step);
    case 'batch':
      return judgeBatch(step);
    case 'rows':
      return judgeRows(step);
    case 'rows-left':
      return judgeRowsLeft(step);
    case 'update':
      return judgeSuccess(
        step.answer,
        step.since === 'replace' ? 'PUT replaces the item' : 'PATCH changes the item',
      );
    case 'delete':
      return judgeSuccess(step.answer, 'DELETE deletes the item');
    case 'silence':
      return {
        expected: `an answer to ${step.request}`,
        actual: step.reason,
        diagnosis: 'The process died or hangs while it serves a request.',
        fix: 'Look at the last log lines of the container.',
      };
  }
}

function judgeCreate({ answer, id }: Extract<Step, { kind: 'create' }>): Problem | undefined {
  const refused = judgeSuccess(answer, 'POST creates an item');
  if (refused !== undefined || id !== undefined) return refused;
  return {
    expected: 'the id of the new item in the answer, in Location or in the list',
    actual: shownExchange(answer),
    fix: 'Answer POST with the item that was created.',
    request: answer,
  };
}

const done: Readonly<Record<Since, string>> = {
  create: 'it was created',
  replace: 'PUT',
  change: 'PATCH',
  delete: 'DELETE',
  later: 'some seconds',
};

function judgeRead({
  role,
  since,
  expected,
  declared,
  answer,
}: Extract<Step, { kind: 'read' }>): Problem | undefined {
  if (expected === 'gone') {
    if (answer.status === 404 || answer.status === 410) return undefined;
    return {
      expected: `404 for an item after DELETE`,
      actual: `${shownExchange(answer)}${since === 'later' ? `, seconds after it answered 404` : ''}`,
      ...(answer.status === 200
        ? {
            diagnosis:
              since === 'later'
                ? 'The deleted item comes back.'
                : 'DELETE answers that it went well and deletes nothing.',
          }
        : {}),
      fix: 'Delete the row, and answer 404 where there is none.',
      request: answer,
    };
  }
  const isBystander = role !== 'subject' && since !== 'create';
  const isOther = isBystander && (role === 'older' || role === 'newer') && since !== 'later';
  const refused = judgeSuccess(answer, `the item is there after ${done[since]}`);
  if (refused !== undefined)
    return isOther
      ? { ...refused, diagnosis: `${done[since]} of one item reaches another one too.` }
      : refused;
  const item = itemIn(answer.body, expected) ?? objectWith(answer.body, expected.field);
  return judgeValues(expected, item, declared, {
    since,
    diagnosis: isOther
      ? `${done[since]} of one item changes another one too.`
      : since === 'create'
        ? 'What is sent is not what is kept.'
        : since === 'later'
          ? 'What was kept does not stay.'
          : `${done[since]} answers that it went well and does not change the item.`,
    fix: isOther ? ', in that one row only' : '',
    answer,
  });
}

function judgeValues(
  expected: Sample,
  item: JsonObject | undefined,
  declared: ReadonlySet<string> | undefined,
  words: {
    readonly since: Since;
    readonly diagnosis: string;
    readonly fix: string;
    readonly answer: Exchange;
  },
): Problem | undefined {
  const [difference] =
    item === undefined
      ? [{ field: expected.field, sent: expected.value, got: undefined }]
      : differences(expected, item, declared);
  if (difference === undefined) return undefined;
  const { field, sent, got } = difference;
  const { since, diagnosis, fix, answer } = words;
  return {
    expected: `${field} = ${shortened(sent)} after ${done[since]}`,
    actual: `${answer.method} ${answer.path} → ${field} = ${shortened(got) ?? 'missing'}`,
    diagnosis,
    fix: `Keep ${field} as it is sent${fix}.`,
    request: answer,
  };
}

/** As JSON, long text with its length in place of its middle. */
function shortened(value: Difference['got']): string | undefined {
  const text = JSON.stringify(value);
  return text === undefined || text.length <= 120
    ? text
    : `${text.slice(0, 60)}…${text.slice(-20)} (${text.length - 2} characters)`;
}

const noFields: ReadonlySet<string> = new Set();

function judgeList(step: Extract<Step, { kind: 'list' }>): Problem | undefined {
  const { since, items, expected, answer } = step;
  if (answer.status !== 200) return judgeSuccess(answer, 'GET lists the items') ?? undefined;
  for (const { sample, entry } of expected) {
    if (sample === 'gone' && entry !== undefined) {
      return {
        expected: 'a list without the deleted item',
        actual: `${shownExchange(answer)}: it is still there`,
        fix: 'Leave deleted rows out of the list.',
        request: answer,
      };
    }
    if (sample === 'gone') continue;
    if (entry === undefined) {
      const missing = expected.filter((one) => one.sample !== 'gone' && one.entry === undefined);
      return {
        expected: `a list with the item, after ${done[since]}`,
        actual: `${shownExchange(answer)}: ${missing.length > 1 ? `${missing.length} of ${items} items are missing: ` : ''}it is not there`,
        fix: 'List every row, or give a link to the next page (Link: rel="next").',
        request: answer,
      };
    }
    // A list of summaries may leave fields out.
    const known = itemIn(entry, sample) ?? objectWith(entry, sample.field);
    const problem =
      known &&
      judgeValues(sample, known, noFields, {
        since,
        diagnosis: 'The list shows other values than were sent: old ones, or of another item.',
        fix: ', and list it so',
        answer,
      });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function judgeBatch({ ids, answers }: Extract<Step, { kind: 'batch' }>): Problem | undefined {
  const refused = answers.find(({ status }) => status < 200 || status >= 300);
  if (refused !== undefined)
    return judgeSuccess(refused, `POST creates each of ${answers.length} items at the same time`);
  const known = ids.filter((id) => id !== undefined);
  if (new Set(known).size === answers.length) return undefined;
  return {
    expected: `${answers.length} items created at the same time, each with an id of its own`,
    actual: `ids ${known.join(', ')}`,
    diagnosis: 'Two requests at the same time get the same id, or none.',
    fix: 'Let the database give the ids: an identity column, or a UUID.',
  };
}

function judgeRowsLeft({
  value,
  before,
  left,
  mayStay,
}: Extract<Step, { kind: 'rows-left' }>): Problem | undefined {
  // A history that records what was deleted is no row of the item: its own is gone.
  if (mayStay || left.length < before.length) return undefined;
  return {
    expected: 'no row of the deleted item in the database',
    actual: `${left.map(({ table }) => table).join(', ')} still has it (${value})`,
    diagnosis:
      'It is only hidden, its text taken away at most: a soft delete, or a DELETE that reaches another table.',
    fix: 'Delete the row.',
  };
}

function judgeRows({
  role,
  since,
  value,
  there,
}: Extract<Step, { kind: 'rows' }>): Problem | undefined {
  if (there.length > 0) return undefined;
  if (role !== 'subject' && since === 'delete') {
    return {
      expected: 'the other row to stay in the database',
      actual: 'it is gone as well',
      diagnosis: 'DELETE of one item deletes more than that item.',
      fix: 'Delete by the id alone.',
    };
  }
  return {
    expected: `a row with ${value} in the database of DATABASE_URL, after ${done[since]}`,
    actual: 'no table has one, though the API shows it',
    diagnosis:
      since === 'create'
        ? 'The API keeps its items in memory, in a file or in another database.'
        : 'The API shows the change and does not write it to the database.',
    fix: 'Keep items in the database that DATABASE_URL names.',
  };
}

function judgeSuccess(answer: Exchange, expected: string): Problem | undefined {
  if (answer.status >= 200 && answer.status < 300) return undefined;
  return {
    expected: `2xx: ${expected}`,
    actual: shownExchange(answer),
    ...advice(answer),
    request: answer,
  };
}

function advice({ status, method, path }: Exchange): Pick<Problem, 'diagnosis' | 'fix'> {
  if (status >= 500)
    return {
      diagnosis: 'The API fails on a good request.',
      fix: 'Look at the last log lines of the container.',
    };
  if (status === 404 || status === 405)
    return {
      diagnosis: `There is no ${method} at this path.`,
      fix: `Serve ${method} ${path}, or correct the document that describes it.`,
    };
  if (status === 400 || status === 422) {
    return {
      diagnosis: 'The API refuses a body made from its own description.',
      fix: 'Correct the schema in its OpenAPI document, so that what it describes is accepted.',
    };
  }
  if (status >= 300 && status < 400)
    return {
      diagnosis: 'The path redirects.',
      fix: 'Describe the path that answers, with or without the slash at its end.',
    };
  return { fix: `Answer ${method} ${path} as the document describes.` };
}
