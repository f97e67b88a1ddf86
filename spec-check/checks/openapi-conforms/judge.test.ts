import type { Exchange } from '../../api-client/exchange.ts';
import { type JsonObject, parseJson } from '../../api-client/json.ts';
import type { Operation } from '../../api-client/resource.ts';
import { Ambiguous, verdictOf } from '../../model/verdict.ts';
import { judgeConformance } from './judge.ts';
import type { Attempt } from './measure.ts';

const item = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
const json = (schema: JsonObject) => ({ content: { 'application/json': { schema } } });
const usual = { 200: json(item), '4XX': { description: 'refused' }, 503: {} };

function tried(
  status: number,
  text = '{"id":1}',
  { wrong, responses = usual, type = 'application/json; charset=utf-8' }: Extra = {},
): Attempt {
  const operation: Operation = {
    method: 'GET',
    path: '/items',
    body: undefined,
    answer: undefined,
    query: [],
    inPath: [],
    inHeader: [],
    takesOther: false,
    responses,
    text: '',
  };
  const answer: Exchange = {
    method: 'GET',
    path: '/items',
    sent: undefined,
    status,
    headers: { 'content-type': type },
    body: parseJson(text),
    text,
    ms: 1,
  };
  return { operation, wrong, answer };
}

interface Extra {
  readonly wrong?: string;
  readonly responses?: JsonObject;
  readonly type?: string;
}

const byHand = { command: 'run', shownUrl: 'http://localhost:3000' };
const verdict = (attempts: Attempt[], untried: string[] = []) =>
  verdictOf(
    judgeConformance({ at: '/openapi.json', document: {} }, { tried: attempts, untried }, byHand),
  );

const good = tried(200);

it.each<[title: string, one: Attempt, says: RegExp]>([
  ['a status that is not described', tried(200, '', { responses: { 201: {} } }), /describes 201/],
  [
    'a 4xx that is not described',
    tried(404, '', { responses: { 200: {} } }),
    /describes 200 alone/,
  ],
  ['a failure', tried(500), /the API fails/],
  ['a failure, whatever default says', tried(500, '', { responses: { default: {} } }), /fails/],
  ['a body of another type', tried(200, '{"id":"1"}'), /id must be integer/],
  ['a body that lacks a field', tried(200, '{}'), /required property 'id'/],
  ['a body that is missing', tried(200, ''), /body is no JSON/],
  ['a page', tried(200, '<p>', { type: 'text/html' }), /content type is text\/html/],
  ['no content type', tried(200, '', { type: '' }), /content type is none/],
  ['input that is accepted', tried(200, '{"id":1}', { wrong: 'id = {}' }), /accepts id = \{\}/],
  [
    'a body of Swagger 2',
    tried(200, '{}', { responses: { 200: { schema: item } } }),
    /required property/,
  ],
])('fails: %s', (_title, one, says) => {
  expect(verdict([good, one])).toMatchObject({
    status: 'FAIL',
    evidence: expect.stringMatching(says),
  });
});

it.each<[title: string, one: Attempt]>([
  ['a described refusal', tried(422, 'no', { wrong: 'id = {}', type: 'text/plain' })],
  ['a described 503', tried(503, '')],
  ['credentials', tried(401, '', { responses: { 200: {} } })],
  ['a default', tried(404, '', { responses: { default: {} } })],
  ['another JSON', tried(200, '{"id":1}', { responses: { 200: { content: { '*/*': {} } } } })],
])('passes: %s', (_title, one) => {
  expect(verdict([good, one]).status).toBe('PASS');
});

it('says what was not tried, what never went well, and what the document leaves open', () => {
  const other: Attempt = { ...tried(404), operation: { ...good.operation, path: '/others' } };
  const bare = tried(200, 'x', { responses: {} });
  const open: Attempt = { ...bare, operation: { ...bare.operation, path: '/open' } };
  expect(verdict([good, other, open], ['DELETE /items (it deletes all)']).evidence).toMatch(
    /not tried in full: GET \/others \(404 at best\), GET \/open \(no answer described\), DELETE \/items/,
  );
});

it('cannot tell where nothing answers well', () => {
  expect(() => verdict([tried(401)])).toThrow(Ambiguous);
  expect(() => verdict([])).toThrow(Ambiguous);
});
