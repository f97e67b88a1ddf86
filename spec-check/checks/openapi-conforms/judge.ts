import type { KnownApi } from '../../api-client/discover.ts';
import { curl, isSuccess, shownExchange, unwell } from '../../api-client/exchange.ts';
import { objectAt } from '../../api-client/json.ts';
import type { Operation } from '../../api-client/resource.ts';
import type { ByHand } from '../../model/resources.ts';
import { Ambiguous } from '../../model/verdict.ts';
import type { Attempt, tryEverything } from './measure.ts';
import { type Validate, validatorOf } from './validator.ts';

export function judgeConformance(
  { at, document }: Pick<KnownApi, 'at' | 'document'>,
  { tried, untried }: Awaited<ReturnType<typeof tryEverything>>,
  { command: run, shownUrl }: ByHand,
) {
  const validate = validatorOf(document, 'writeOnly');
  const problems = tried.flatMap((one) => {
    const why = problemOf(one, validate);
    return why === undefined ? [] : [{ ...one, why }];
  });
  const [first] = problems;
  const byOperation = Map.groupBy(tried, ({ operation: { method, path } }) => `${method} ${path}`);
  const inPart = [...byOperation].flatMap(([name, all]) => {
    if (all.some(({ operation }) => isBare(operation))) return [`${name} (no answer described)`];
    const isGood = all.some(({ answer }) => answer.status < 400);
    return isGood ? [] : [`${name} (${all[0]?.answer.status} at best)`];
  });
  const left = [...inPart, ...untried].join(', ');
  if (first === undefined && inPart.length === byOperation.size)
    throw new Ambiguous(
      `No operation of ${at} answers well: ${left || 'it has none'}`,
      'Say what the API wants in the front matter (headers: {Authorization: …}, or login).',
    );
  const refused = tried.filter(({ wrong }) => wrong !== undefined).length;
  return {
    holds: first === undefined,
    evidence: `${byOperation.size} operations of ${at} in ${tried.length} requests, ${refused} of them with input that it refuses: status, content type and body are as described${left && `; not tried in full: ${left}`}`,
    wrong:
      first &&
      `${shownExchange(first.answer)}${first.wrong ? `, to ${first.wrong}` : ''}: ${first.why}; ${problems.length} of ${tried.length} answers are not as described`,
    actual: first && shownExchange(first.answer),
    unwell: unwell(first?.answer),
    fix: `Change the API or ${at}, so that both say the same.`,
    measured: { operations: byOperation.size, requests: tried.length, problems: problems.length },
    command: first ? `${run} & sleep 3; ${curl(shownUrl, first.answer)}` : run,
  };
}

const isBare = ({ responses }: Operation) => Object.keys(responses).length === 0;

function problemOf({ operation, wrong, answer }: Attempt, validate: Validate): string | undefined {
  const { responses } = operation;
  const { status, headers } = answer;
  const own = responses[status] ?? responses[`${String(status)[0]}XX`];
  if (status >= 500 && own === undefined) return 'the API fails';
  // Credentials and limits are for the whole API: many documents say them once.
  if ([401, 403, 429].includes(status) && own === undefined) return undefined;
  if (wrong && isSuccess(answer)) return `it accepts ${wrong}, which the document refuses`;
  if (isBare(operation)) return undefined;
  const described = own ?? responses.default;
  if (described === undefined) return `the document describes ${Object.keys(responses)} alone`;
  const content = objectAt(described, 'content');
  const contentType = (headers['content-type'] || 'none').replace(/\s*;.*/, '').toLowerCase();
  const types = [contentType, contentType.replace(/\/.*/, '/*'), '*/*'];
  const type = Object.keys(content).find((one) => types.includes(one.replace(/\s*;.*/, '')));
  if (type === undefined && Object.keys(content).length > 0)
    return `the content type is ${contentType}, and the document describes ${Object.keys(content)}`;
  // Swagger 2 has the schema in the response.
  const { schema } =
    type === undefined ? objectAt({ described }, 'described') : objectAt(content, type);
  if (schema === undefined || !/json/.test(contentType)) return undefined;
  return answer.body === undefined ? 'the body is no JSON' : validate(schema, answer.body);
}
