import { built, namings } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { noLatestTag } from './check.ts';

it.each([...namings, ['PASS', ['FROM node:lts']] as const])(
  'no latest: %s %j',
  async (status, text) => {
    expect(await statusOf(noLatestTag, {}, built(text))).toBe(status);
  },
);
