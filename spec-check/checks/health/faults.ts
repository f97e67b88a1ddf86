import type { Fault } from '../../model/fault.ts';

export const faults: readonly Fault[] = [
  {
    name: 'the endpoint answers 500',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise: 'Health check endpoint responds at `/health`',
    says: /GET \/health → 500/,
  },
  {
    name: 'the endpoint is elsewhere',
    image: 'deletes nothing, empties its table at every start and dies in silence',
    promise: 'GET /health returns 200',
    says: /GET \/health → 404[\s\S]*no such endpoint/,
  },
  {
    name: 'another path than the one promised',
    image: 'updates every row, prints a secret and is not what the spec says',
    promise: '200 at `/healthz`',
    says: /GET \/healthz → 404/,
  },
  {
    name: 'the database is not asked',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: '`/health` is 200 only when the database is up',
    says: /With the database away: GET \/health → 200/,
  },
  {
    name: 'no recovery',
    image: 'never gets over the loss of its database, and has labels that say nothing',
    promise: '`/health` returns 200 when the database is up and 503 when it is down',
    says: /The database is back for 15 s, and: GET \/health → 503/,
  },
  {
    name: 'the database is not asked, in Python',
    image: 'is Python, lists what it began with and keeps its health to itself',
    promise: '`/healthz` is 200 only when the database is up',
    says: /With the database away: GET \/healthz → 200/,
  },
  {
    name: 'the endpoint answers a few times',
    image: 'stops within two seconds, and answers for its health four times',
    promise: 'Health check endpoint responds at `/health`',
    says: /GET \/health got no answer/,
  },
  {
    name: 'only JSON is served',
    image: 'answers before it writes, and speaks of its health to programs alone',
    promise: 'Health check endpoint responds at `/health`',
    says: /GET \/health → 406/,
  },
];
