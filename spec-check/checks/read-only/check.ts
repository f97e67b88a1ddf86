import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import {
  judgeRestricted,
  observeRestricted,
  readOnlyRoot,
} from '../../resources/restricted-run.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Runs with a file system that it cannot write to. */
export const readOnly = defineCheck({
  id: 'read-only',
  title: 'Runs with a read-only file system',
  proof:
    'A container of its own with --read-only, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'with --read-only it starts, answers and creates a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: async (_params, { engine, image, containers, container }, { signal }) => {
    const parts = {
      docker: engine.docker,
      containers,
      shared: container,
      hints: image.api ?? {},
    };
    return judgeRestricted(
      readOnlyRoot,
      await observeRestricted(readOnlyRoot, parts, signal),
      image,
    );
  },
});
