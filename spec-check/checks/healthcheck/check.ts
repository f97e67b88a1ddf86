import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeHealthcheck } from './measure.ts';
import { watchHealth } from './watch.ts';

/** HEALTHCHECK tells health. */
export const healthcheck = defineCheck({
  id: 'healthcheck',
  title: 'HEALTHCHECK tells health',
  proof:
    'It is declared; it turns healthy when the API is up, unhealthy when its process is frozen, as two probes in a row say, and healthy when it goes on.',
  instruction: 'HEALTHCHECK',
  language,
  faults,
  params: z.strictObject({}),
  describe: () =>
    'the HEALTHCHECK turns healthy when the API is up, and unhealthy when it is frozen',
  needs: ['engine', 'image', 'containers'],
  order: 'first',
  run: async (_params, { engine, image, containers }, { signal, yieldTurn }) => {
    const { healthcheck: declared } = image.config;
    const seen = declared && (await watchHealth(engine.docker, containers, { signal, yieldTurn }));
    return judgeHealthcheck(declared, seen, image.reference);
  },
});
