import { type Exchange, shownExchange } from './exchange.ts';
import type { CrudTrace, Since, Step } from './exercise-crud.ts';
import { differences, itemIn, objectWith } from './item.ts';

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
  const missing = needed.filter((wanted) => !story.some(wanted.is));
  if (missing.length === 0) return undefined;
  return {
    expected: `${resource.collection}: create, read, list, update, delete, each seen in the database`,
    actual: `never got as far as: ${missing.map(({ name }) => name).join(', ')}`,
    fix: `Make every request of ${resource.collection} answer as its document says.`,
  };
}

/** A story without one of these proves nothing, however well it goes. */
const needed: readonly { readonly name: string; readonly is: (step: Step) => boolean }[] = [
  { name: 'create', is: (step) => step.kind === 'create' && step.which === 'second' },
  { name: 'read', is: (step) => step.kind === 'read' && step.since === 'create' },
  { name: 'list', is: (step) => step.kind === 'list' && step.since === 'delete' },
  {
    name: 'the row in the database',
    is: (step) => step.kind === 'rows' && step.since === 'create',
  },
  { name: 'update', is: (step) => step.kind === 'update' },
  { name: 'delete', is: (step) => step.kind === 'delete' },
  {
    name: 'the row gone from the database',
    is: (step) => step.kind === 'rows' && step.expected === 'gone',
  },
];

function judgeStep(step: Step): Problem | undefined {
  switch (step.kind) {
    case 'create':
      return judgeCreate(step);
    case 'read':
      return judgeRead(step);
    case 'list':
      return judgeList(step);
    case 'rows':
      return judgeRows(step);
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
};

function judgeRead({
  which,
  since,
  expected,
  declared,
  answer,
}: Extract<Step, { kind: 'read' }>): Problem | undefined {
  const bystander = which === 'second' && since !== 'create';
  if (expected === 'gone') {
    if (answer.status === 404 || answer.status === 410) return undefined;
    return {
      expected: `404 for an item after DELETE`,
      actual: shownExchange(answer),
      ...(answer.status === 200
        ? { diagnosis: 'DELETE answers that it went well and deletes nothing.' }
        : {}),
      fix: 'Delete the row, and answer 404 where there is none.',
      request: answer,
    };
  }
  const refused = judgeSuccess(answer, `the item is there after ${done[since]}`);
  if (refused !== undefined) {
    return bystander
      ? { ...refused, diagnosis: `${done[since]} of one item reaches another one too.` }
      : refused;
  }
  const item = itemIn(answer.body, expected) ?? objectWith(answer.body, expected.field);
  const [difference] =
    item === undefined
      ? [{ field: expected.field, sent: expected.value, got: undefined }]
      : differences(expected, item, declared);
  if (difference === undefined) return undefined;
  const { field, sent, got } = difference;
  return {
    expected: `${field} = ${JSON.stringify(sent)} after ${done[since]}`,
    actual: `${answer.method} ${answer.path} → ${field} = ${JSON.stringify(got) ?? 'missing'}`,
    diagnosis: bystander
      ? `${done[since]} of one item changes another one too.`
      : since === 'create'
        ? 'What is sent is not what is kept.'
        : `${done[since]} answers that it went well and does not change the item.`,
    fix: `Keep ${field} as it is sent${bystander ? ', in that one row only' : ''}.`,
    request: answer,
  };
}

function judgeList({
  since,
  expected,
  shown,
  answer,
}: Extract<Step, { kind: 'list' }>): Problem | undefined {
  if (answer.status !== 200) return judgeSuccess(answer, 'GET lists the items') ?? undefined;
  for (const which of ['first', 'second'] as const) {
    if (expected[which] === shown[which]) continue;
    const gone = !expected[which];
    return {
      expected: gone
        ? 'a list without the deleted item'
        : `a list with the item, after ${done[since]}`,
      actual: `${shownExchange(answer)}: ${gone ? 'it is still there' : 'it is not there'}`,
      fix: gone
        ? 'Leave deleted rows out of the list.'
        : 'List every row, or give a link to the next page (Link: rel="next").',
      request: answer,
    };
  }
  return undefined;
}

function judgeRows({
  which,
  since,
  value,
  expected,
  tables,
}: Extract<Step, { kind: 'rows' }>): Problem | undefined {
  if (expected === 'gone') {
    if (tables.length === 0) return undefined;
    return {
      expected: 'no row of the deleted item in the database',
      actual: `${tables.join(', ')} still has it (${value})`,
      diagnosis: 'It is only hidden: a soft delete, or a DELETE that reaches another table.',
      fix: 'Delete the row.',
    };
  }
  if (tables.length > 0) return undefined;
  if (which === 'second' && since === 'delete') {
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
