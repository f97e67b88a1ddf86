import { isDeepStrictEqual } from 'node:util';
import type { Contestant } from './contestants.ts';

/** Every kind of work once; throws when two contestants answer differently: such figures could not be compared. */
export async function sameAnswers(contestants: readonly Contestant[]): Promise<void> {
  const given = await Promise.all(contestants.map(answersOf));
  for (const [index, answers] of given.entries()) {
    const [first] = given;
    if (isDeepStrictEqual(answers, first)) continue;
    const names = `${contestants[0]?.name} and ${contestants[index]?.name}`;
    throw new Error(
      `${names} answer differently: ${JSON.stringify(first)} and ${JSON.stringify(answers)}`,
    );
  }
}

async function answersOf({ url }: Contestant): Promise<readonly unknown[]> {
  return [
    await answerOf(`${url}/health`),
    await answerOf(`${url}/tasks/77`),
    await answerOf(`${url}/tasks?limit=3`),
    await answerOf(`${url}/tasks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"title":"Buy milk","description":"Two litres"}',
    }),
  ];
}

async function answerOf(url: string, init: RequestInit = {}): Promise<readonly unknown[]> {
  const response = await fetch(url, init);
  const body: unknown = await response.json();
  return [response.status, comparable(body, init.method === 'POST')];
}

/** What is new has an id and a time of its own; languages write the same time differently. */
function comparable(body: unknown, isNew: boolean): unknown {
  if (Array.isArray(body)) return body.map((item) => comparable(item, isNew));
  if (typeof body !== 'object' || body === null || !('created_at' in body)) return body;
  const { created_at, ...rest } = body;
  return isNew ? { ...rest, id: 'new' } : { ...rest, created_at: Date.parse(String(created_at)) };
}
