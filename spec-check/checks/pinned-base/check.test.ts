import { built, namings } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { pinnedBase } from './check.ts';

it.each([...namings, ['FAIL', ['FROM node:lts']] as const])(
  'pinned: %s %j',
  async (status, text) => {
    expect(await statusOf(pinnedBase, {}, built(text))).toBe(status);
  },
);
