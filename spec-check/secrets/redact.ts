import { stripVTControlCharacters } from 'node:util';

/** The values that no output may show: resources add them, foreign text passes `redact`. */
export class Secrets {
  readonly #values = new Set<string>();

  /** Adds a value and the forms in which it travels. */
  add(value: string): void {
    // Shorter values would blank out ordinary words.
    if (value.length < 4) return;
    for (const form of formsOf(value)) if (form.length >= 4) this.#values.add(form);
  }

  /** The text without control characters, with `***` for every known value and the password of any URL. */
  redact(text: string): string {
    // Control characters are removed: colours, bells, erasing, right-to-left marks.
    const plain = stripVTControlCharacters(text).replace(/\r\n?/g, '\n').replace(controls, '');
    const longestFirst = [...this.#values].sort((a, b) => b.length - a.length);
    let shown = longestFirst.reduce((hidden, value) => hidden.replaceAll(value, '***'), plain);
    // Where a quoted text was cut, the beginning of a value may stand before the `…`.
    for (const value of shown.includes('…') ? longestFirst : [])
      for (let length = value.length - 1; length >= 4; length -= 1)
        shown = shown.replaceAll(`${value.slice(0, length)}…`, '***…');
    return unknown.reduce((hidden, [pattern, by]) => hidden.replace(pattern, by), shown);
  }
}

const controls = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;

/** The forms in which a value travels: as it is, percent-encoded, in JSON, HTML, hexadecimal and base64. */
export function formsOf(value: string): string[] {
  const percent = encodeURIComponent(value);
  const json = JSON.stringify(value).slice(1, -1);
  const bytes = Buffer.from(value);
  return [
    value,
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    // What encodeURIComponent leaves and others encode.
    percent.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    json,
    // As Go writes JSON.
    json.replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
    JSON.stringify(json).slice(1, -1),
    value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
    ...(bytes.length < 4 ? [] : [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]),
    ...base64Forms(bytes),
  ];
}

/** Base64 alone and inside a longer text (`user:password`), where it begins at any of three places. */
function base64Forms(bytes: Buffer): string[] {
  const alone = bytes.toString('base64').replace(/=+$/, '');
  const inside = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // The characters that hold bits of what stands before or after differ.
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = encoded.slice(from, to);
    return core.length >= 6 ? [core] : [];
  });
  return [alone, ...inside].flatMap((one) => [one, one.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** Passwords that are not known, recognised by what stands around them. */
const unknown: readonly (readonly [RegExp, string])[] = [
  // `scheme://user:password@`; it may hold raw `:`, `/` or `#`, as mistyped ones do.
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:@/'"]*:)[^\s'"]+?(@[^\s@/'"]+)/gi, '$1***$2'],
  // Error messages of parsers that took a password for a port.
  [/(\bpostgres(?:ql)?:\/\/[^\s:@/'"]*:)(?!\d+["'`])[^\s'"`@]+(?=["'`])/gi, '$1***'],
  [/(invalid port "?:?)[^"\s]+/gi, '$1***'],
  [/(invalid literal for int\(\) with base 10: )'[^']*'/g, "$1'***'"],
  // libpq's and JDBC's other ways: `password=…`, `?password=…&`.
  [/(\b(?:password|passwd|pgpassword|pwd)=)(?:'[^']*'|"[^"]*"|[^\s&'",;)\]}]+)/gi, '$1***'],
  // `password: …` of a log, `<token>…<`: what has a letter and a figure is no word of a sentence.
  [
    /(\b(?:password|passwd|passphrase|secret|token|api[ _-]?key)["']?(?:\s*(?::|=>)| is|>)\s*["']?)(?![\s"'/])(?=[^\s"'<]*\d)(?=[^\s"'<]*[a-z])[^\s"'<>,;]{8,}/gi,
    '$1***',
  ],
];
