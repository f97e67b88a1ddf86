import * as z from 'zod';
import { settingsJsonSchema } from '../language/settings.ts';
import { explanationSchema } from '../model/explanation.ts';
import { reportSchema } from '../model/report.ts';

/** Fields may be added to what is printed: whoever validates must let them pass. */
function open(type: z.ZodType): object {
  return z.toJSONSchema(type, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
}

export const schemas: Readonly<Record<string, object>> = {
  report: open(reportSchema),
  explanation: open(explanationSchema),
  settings: settingsJsonSchema(),
};
