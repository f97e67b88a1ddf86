import type { KnownApi } from '../../api-client/discover.ts';
import { curl, type Exchange, isSuccess, shownExchange } from '../../api-client/exchange.ts';
import { isObject, objectAt } from '../../api-client/json.ts';
import type { Operation } from '../../api-client/resource.ts';
import { judged } from '../../model/judged.ts';
import { Ambiguous, type Verdict } from '../../model/verdict.ts';
import { type Validate, validatorOf } from './validator.ts';

/** One request for a documented operation; `wrong` is what the document refuses of it: "a body without title". */
export interface Tried {
  readonly operation: Operation;
  readonly wrong: string | undefined;
  readonly answer: Exchange;
}

export interface Attempts {
  readonly tried: readonly Tried[];
  /** Operations that were not asked, with the reason. */
  readonly untried: readonly string[];
}

/** Whether every answer is as the document describes it. */
export function judgeConformance(
  { at, document }: Pick<KnownApi, 'at' | 'document'>,
  { tried, untried }: Attempts,
  run: string,
): Verdict {
  const validate = validatorOf(document, 'writeOnly');
  const problems = tried.flatMap((one) => {
    const problem = problemOf(one, validate);
    return problem === undefined ? [] : [{ ...one, problem }];
  });
  const [first] = problems;
  const byOperation = Map.groupBy(tried, ({ operation: { method, path } }) => `${method} ${path}`);
  const remarks = [...byOperation].flatMap(([name, all]) => {
    if (all.some(({ operation }) => isBare(operation))) return [`${name} (no answer described)`];
    const isGood = all.some(({ answer }) => answer.status < 400);
    return isGood ? [] : [`${name} (${all[0]?.answer.status} at best)`];
  });
  const left = [...remarks, ...untried];
  if (first === undefined && remarks.length === byOperation.size)
    throw new Ambiguous(
      `No operation of ${at} answers well: ${left.slice(0, 4).join(', ') || 'it has none'}`,
      'Say what the API wants in the front matter (headers: {Authorization: …}, or login).',
    );
  return judged({
    holds: first === undefined,
    evidence: `${byOperation.size} operations of ${at} in ${tried.length} requests, ${tried.filter(({ wrong }) => wrong !== undefined).length} of them with input that it refuses: status, content type and body are as described${left.length > 0 ? `; not tried in full: ${left.join(', ')}` : ''}`,
    wrong:
      first &&
      `${shownExchange(first.answer)}: ${first.problem}; ${problems.length} of ${tried.length} answers are not as described`,
    expected: `answers as ${at} describes them`,
    actual: first && shownExchange(first.answer),
    fix: `Change the API or ${at}, so that both say the same.`,
    measured: { operations: byOperation.size, requests: tried.length, problems: problems.length },
    command: first ? `${run} & ${curl('http://localhost:8000', first.answer)}` : run,
  });
}

function isBare(operation: Operation | undefined): boolean {
  return Object.keys(operation?.responses ?? {}).length === 0;
}

/** Why an answer is not as described; undefined where it is. */
function problemOf({ operation, wrong, answer }: Tried, validate: Validate): string | undefined {
  const { responses } = operation;
  const { status, text, headers } = answer;
  const own = responses[status] ?? responses[`${String(status)[0]}XX`];
  if (status >= 500 && own === undefined) return 'the API fails';
  // Credentials and limits are for the whole API: many documents say them once.
  if ([401, 403, 429].includes(status) && own === undefined) return undefined;
  if (wrong !== undefined && isSuccess(answer))
    return `it accepts ${wrong}, which the document refuses`;
  const described = own ?? responses.default;
  if (isBare(operation)) return undefined;
  if (!isObject(described))
    return `the document describes ${Object.keys(responses).join(', ')} alone`;
  const content = objectAt(described, 'content');
  const types = Object.keys(content);
  const said = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const type = types.find((one) => fits(one, said));
  if (types.length > 0 && type === undefined)
    return `the content type is ${said || 'missing'}, and the document describes ${types.join(', ')}`;
  // Swagger 2 has the schema in the response.
  const schema = type === undefined ? described.schema : objectAt(content, type).schema;
  if (schema === undefined || (type !== undefined && !/json/.test(said))) return undefined;
  if (answer.body === undefined) return `the body is ${text === '' ? 'missing' : 'no JSON'}`;
  const found = validate(schema, answer.body);
  return found && `${found}, says the document`;
}

function fits(described: string, said: string): boolean {
  const pattern = described.split(';')[0]?.trim().toLowerCase() ?? '';
  const [kind] = said.split('/');
  return pattern === said || pattern === '*/*' || pattern === `${kind}/*`;
}
