import { tell } from '../../diagnosis/diagnosis.ts';
import type { Cause, Facts, KnownCause } from '../../model/cause.ts';

/** What a known cause says, once for each thing to do, with things as an API could have them. */
export function toldCauses(cause: KnownCause): readonly Cause[] {
  const told = cause.signs.map((sign) => tell(cause, samplesFor(sign), facts));
  return told.filter(({ fix }, index) => told.findIndex((other) => other.fix === fix) === index);
}

const facts: Facts = {
  user: 'appuser',
  database: { host: 'db.example.com', port: 5432, translated: false },
};

/** By the name of the group in a sign. */
const samples: Readonly<Record<string, string>> = {
  account: 'user',
  client: '172.17.0.2',
  engine: 'amd64',
  entry: '/app/server.js',
  host: 'db.example.com',
  image: 'arm64',
  module: 'left-pad',
  name: 'tasks',
  path: '/app/data.json',
  place: '10.0.0.5:5432',
  port: '80',
  user: 'bob',
  variable: 'API_KEY',
  what: 'schema public',
};

function samplesFor({ source }: RegExp): Readonly<Record<string, string>> {
  const names = [...source.matchAll(/\(\?<(\w+)>/g)].map(([, name = '']) => name);
  return Object.fromEntries(
    names.map((name) => {
      const sample = samples[name];
      if (sample === undefined) throw new Error(`Expected a sample for the group "${name}".`);
      return [name, sample];
    }),
  );
}
