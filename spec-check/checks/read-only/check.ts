import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { proveRestricted, readOnlyRoot, writableOnly } from '../../resources/restricted-run.ts';
import { language } from './language.ts';

export const readOnly = defineCheck({
  id: 'read-only',
  title: 'Runs with a read-only file system',
  proof:
    'A container of its own with --read-only, which docker inspect confirms, must start, answer, and create, update and delete a row, as it does without.',
  language,
  faults: [
    {
      name: 'it writes a file when it starts',
      image: 'keeps tasks in memory, has a fixed port and needs no database',
      promise: 'Runs with a read-only root filesystem',
      says: /With --read-only: (?:The container exited|Runs, and gives no)[\s\S]*file of its own image/,
    },
    {
      name: 'it logs to a file',
      image: 'drops requests when it stops and logs to a file',
      promise: 'Runs with a read-only root filesystem',
      says: /POST \/tasks → 500.*goes well without it[\s\S]*EROFS/,
    },
  ],
  params: z.strictObject({
    tmpfs: z
      .union([z.array(z.string().startsWith('/')), z.string().startsWith('/')])
      .transform((paths) => (typeof paths === 'string' ? [paths] : paths))
      .optional()
      .describe('Where it may write all the same: a tmpfs each'),
  }),
  describe: ({ tmpfs = [] }) =>
    `with --read-only${tmpfs.length === 0 ? '' : ` and a tmpfs on ${tmpfs.join(', ')}`} it starts, answers, and creates, updates and deletes a row`,
  needs: ['engine', 'image', 'containers', 'container'],
  run: ({ tmpfs = [] }, resources, { signal }) => {
    const restriction = tmpfs.length === 0 ? readOnlyRoot : writableOnly(tmpfs, () => false);
    return proveRestricted(restriction, resources, signal);
  },
});
