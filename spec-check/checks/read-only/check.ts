import * as z from 'zod';
import { readOnlyRoot, restricted, writableOnly } from '../../measuring/restricted-run.ts';
import { absolutePath, defineCheck, listOf } from '../../model/check.ts';

export const readOnly = defineCheck({
  title: 'Runs with a read-only file system',
  ...restricted('--read-only', ({ tmpfs = [] }: { tmpfs?: readonly string[] | undefined }) =>
    tmpfs.length === 0 ? readOnlyRoot : writableOnly(tmpfs, () => false),
  ),
  language: {
    with: 'docker-ps show image container app docker ours system it process file-system read-only run start work manner correctly now tolerate use present root inside own runtime',
    senses: [
      { says: 'read-only run|start|work|file-system|tolerate|docker-ps', with: 'answer' },
      { says: 'file-system write', not: 1, with: 'every writable' },
      { says: 'read-only tmpfs {path}+', params: { tmpfs: '{path}+' } },
    ],
    examples: ['Runs with a read-only root filesystem', 'Read-only root filesystem'],
  },
  faults: [
    ['it writes a file', 'in-memory', '', /With --read-only: [\s\S]*file of its own image/],
    ['it logs to a file', 'drops-requests', '', /→ 500.*goes well without it[\s\S]*EROFS/],
  ],
  params: z.strictObject({
    tmpfs: listOf(absolutePath).optional().describe('Where it may write all the same'),
  }),
});
