/** Bytes and milliseconds of the units that people write. */
const units: Readonly<Record<string, readonly ['bytes' | 'ms', number]>> = {
  b: ['bytes', 1],
  kb: ['bytes', 1e3],
  mb: ['bytes', 1e6],
  gb: ['bytes', 1e9],
  kib: ['bytes', 2 ** 10],
  mib: ['bytes', 2 ** 20],
  gib: ['bytes', 2 ** 30],
  ms: ['ms', 1],
  s: ['ms', 1000],
  min: ['ms', 60_000],
};

/** Keys that say on which side of a limit it must be. */
const sides: Readonly<Record<string, string>> = {
  max: '<=',
  within: '<=',
  under: '<',
  below: '<',
  min: '>=',
  over: '>',
  above: '>',
};

/**
 * Parameters as people write them, as a check takes them: `max=200MB` → `{ op: '<=', bytes: 200000000 }`,
 * `within=10s` → `{ withinMs: 10000 }`, `keys=title,source` → a list. `keys` are the check's own.
 */
export function readHumanParameters(
  written: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(written)) {
    const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s?([a-z]+)$/i.exec(String(value)) ?? [];
    // `Mb` may be bits.
    const [dimension, factor] =
      (/^[MG]b$/.test(unit) ? undefined : units[unit.toLowerCase()]) ?? [];
    if (dimension === undefined || factor === undefined) {
      read[key] = typeof value === 'string' && value.includes(',') ? value.split(/\s*,\s*/) : value;
      continue;
    }
    const amount = Math.round(Number(digits) * factor);
    if (keys.includes(`${key}Ms`)) read[`${key}Ms`] = amount;
    else if (keys.includes(key) || sides[key] === undefined) read[key] = amount;
    else Object.assign(read, { op: sides[key], [dimension]: amount });
  }
  return read;
}
