import randexp from 'randexp';
import { isString, type Json, type JsonObject } from './json.ts';
import { exampleOf, numberAt } from './schema.ts';

export interface TextOptions {
  /** Ten letters that no other item has, from `newMark`: part of every free text. */
  readonly mark: string;
  /** Two variants differ wherever the schema leaves a choice: enums, booleans, numbers. */
  readonly variant: number;
  /** What free text is like: ordinary, with quotes, signs and letters of other scripts, of several lines, as long (numbers: as large) as is allowed; `empty`: null, 0, false, no entries. */
  readonly style?: TextStyle | undefined;
  /** Where a document gives an example, that is taken: a code may have to be one of a list that it does not show. */
  readonly examples?: boolean;
  /** The longest text where the schema names no limit. */
  readonly most?: number | undefined;
}

export type TextStyle = 'plain' | 'ascii-quotes' | 'special' | 'lines' | 'long' | 'empty';

/** The first text that the schema allows, else its example; undefined when there is none. */
export function sampleText(schema: JsonObject, options: TextOptions): string | undefined {
  const own = exampleOf(schema);
  const example = isString(own) ? own : undefined;
  return (options.examples ? example : undefined) ?? uniqueText(schema, options) ?? example;
}

export function uniqueText(schema: JsonObject, options: TextOptions): string | undefined {
  const { mark, style = 'plain', most: usual = 300 } = options;
  if (isString(schema.format) && isKnownFormat(schema.format))
    return formats[schema.format]?.(options, schema);
  const least = numberAt(schema, 'minLength', 0);
  const most = numberAt(schema, 'maxLength', usual);
  const texts = [
    ...styles[style](mark, Math.min(most, 5000)),
    `${mark.slice(5)[0]?.toUpperCase()}${mark.slice(6)} ${mark}`,
    mark,
    mark.slice(0, Math.max(1, most)),
    // An amount as text.
    ...(style === 'empty' ? ['0.00', '0.0'] : []),
  ]
    .map((text) => text.padEnd(least, ` ${mark}`))
    .filter((text) => [...text].length <= most);
  return texts.find((text) => matches(schema.pattern, text)) ?? byPattern(schema, least, most);
}

export const isKnownFormat = (format: Json): boolean => Object.hasOwn(formats, String(format));

const formats: Readonly<Record<string, (options: TextOptions, schema: JsonObject) => string>> = {
  decimal: ({ variant }, { pattern }) => `${variant + 7}${matches(pattern, '1.25') ? '.25' : ''}`,
  // Once with an offset: a column without a zone keeps the digits alone.
  'date-time': ({ variant, style }) =>
    `${day(variant)}T04:05:06${style === 'lines' ? '+02:00' : 'Z'}`,
  date: ({ variant }) => day(variant),
  time: () => '04:05:06Z',
  duration: () => 'P1D',
  email: ({ mark }) => `${mark}@example.com`,
  uuid: ({ mark }) => `00000000-0000-4000-8000-${Buffer.from(mark).toString('hex').slice(-12)}`,
  uri: ({ mark }) => `https://example.com/${mark}`,
  url: ({ mark }) => `https://example.com/${mark}`,
  hostname: ({ mark }) => `${mark}.example.com`,
  ipv4: () => '192.0.2.1',
  ipv6: () => '2001:db8::1',
  byte: ({ mark }) => Buffer.from(mark).toString('base64'),
  password: ({ mark }) => `Aa1-${mark}!`,
};

const day = (variant: number): string =>
  new Date(Date.now() + (20 + variant) * 86_400_000).toISOString().slice(0, 10);

/** Text as people write it. No white space at its ends: an API may take that off. */
const styles: Readonly<Record<TextStyle, (mark: string, most: number) => readonly string[]>> = {
  plain: () => [],
  empty: () => [],
  'ascii-quotes': (mark) => [`${mark} it's "50%" \\n; -- done`],
  special: (mark) => [`${mark} l'Été “Ω” "50%" <1&2> \\n 日本 🚀👩‍👧`, `${mark} é'"<&> 日本 🚀`],
  lines: (mark) => [`${mark} one\n\n  two\tthree`],
  long: (mark, most) => [`${`${mark} `.repeat(most).slice(0, most - 1)}z`],
};

// The package's types describe a member `default`; what it exports is the class itself.
const RandExp = randexp as unknown as typeof randexp.default;

/** Text made from the pattern itself. The generator knows most of the syntax; what it makes is tried. */
function byPattern({ pattern }: JsonObject, least: number, most: number): string | undefined {
  if (!isString(pattern)) return undefined;
  try {
    const generator = new RandExp(new RegExp(pattern));
    for (let tries = 0; tries < 30; tries += 1) {
      generator.max = Math.min(most, 8 + tries);
      const text = generator.gen();
      const fits = text.length >= least && text.length <= most && text.trim() === text;
      if (fits && matches(pattern, text)) return text;
    }
  } catch {
    // A syntax that it does not know.
  }
  return undefined;
}

function matches(pattern: Json | undefined, text: string): boolean {
  if (!isString(pattern)) return true;
  for (const flags of ['u', ''])
    try {
      return new RegExp(pattern, flags).test(text);
    } catch {
      // Without the flag, more patterns of other languages are read.
    }
  return true;
}
