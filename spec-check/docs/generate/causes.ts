import { tell } from '../../diagnosis/diagnosis.ts';
import type { Cause, KnownCause } from '../../model/cause.ts';

/** What a known cause says, with things as an API could have them. */
export function toldCause(cause: KnownCause): Cause {
  return tell(cause, samples, {});
}

/** By the name of the group in a sign. */
const samples: Readonly<Record<string, string>> = {
  account: 'appuser',
  client: '172.17.0.2',
  engine: 'amd64',
  entry: '/app/server.js',
  host: 'db.example.com',
  image: 'arm64',
  kind: 'user',
  module: 'left-pad',
  name: 'tasks',
  other: 'wrong architecture',
  path: '/app/data.json',
  place: '10.0.0.5:5432',
  port: '80',
  user: 'bob',
  variable: 'API_KEY',
  what: 'schema public',
};
