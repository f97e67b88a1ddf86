import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** The program listens on all interfaces. */
export const listensOnAllInterfaces = defineCheck({
  id: 'listens-on-all-interfaces',
  title: 'The program listens on all interfaces',
  proof: 'The sockets of the running container, as its kernel lists them.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'the program listens on all interfaces',
  needs: ['engine', 'container', 'image'],
  run: async () => {
    throw new Error('listens-on-all-interfaces is not measured yet');
  },
});
