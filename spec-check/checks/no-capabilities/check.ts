import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import {
  judgeRestricted,
  noCapability,
  observeRestricted,
} from '../../resources/restricted-run.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Runs without any capability. */
export const noCapabilities = defineCheck({
  id: 'no-capabilities',
  title: 'Runs without Linux capabilities',
  proof:
    'A container of its own with --cap-drop ALL and no-new-privileges, which docker inspect confirms, must start, answer, and create, update and delete a row, as it does without.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () =>
    'with --cap-drop ALL and no-new-privileges it starts, answers, and creates, updates and deletes a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: async (_params, { engine, image, containers, container }, { signal }) => {
    const parts = {
      docker: engine.docker,
      containers,
      shared: container,
      hints: image.api ?? {},
    };
    return judgeRestricted(
      noCapability,
      await observeRestricted(noCapability, parts, signal),
      image,
    );
  },
});
