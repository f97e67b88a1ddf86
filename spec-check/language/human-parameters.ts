import { readQuantity } from './quantity.ts';
import { pairs, tokenize } from './words.ts';

/** Keys that say on which side of a limit it must be. */
const sides = pairs('max <=|within <=|under <|below <|min >=|over >|above >');

export const sideKeys = Object.keys(sides);

/** Parameters as people write them: `max=200MB` → `{ op: '<=', bytes: 200000000 }`. */
export function readHumanParameters(
  written: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(written)) {
    const tokens = tokenize(String(value));
    const amount = tokens.length === 1 ? readQuantity(tokens) : undefined;
    const [dimension, other] = amount?.dimensions ?? [];
    const doubtful = Object.keys(amount?.doubt ?? {}).length > 0;
    if (dimension === undefined || other !== undefined || doubtful)
      read[key] = typeof value === 'string' && value.includes(',') ? value.split(/\s*,\s*/) : value;
    else if (keys.includes(`${key}Ms`)) read[`${key}Ms`] = amount?.bare;
    else if (keys.includes(key) || sides[key] === undefined) read[key] = amount?.bare;
    else Object.assign(read, { op: sides[key], [dimension]: amount?.bare });
  }
  return read;
}
