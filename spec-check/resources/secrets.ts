/**
 * The values that no report, log or message may show. Resources add them when they learn them;
 * whatever quotes foreign text (logs, driver messages, build output) passes through `redact`.
 */
export class Secrets {
  readonly #values = new Set<string>();

  /** Adds a value and the forms in which it travels: percent-encoded, base64, JSON. */
  add(value: string): void {
    // Shorter values would blank out ordinary words.
    if (value.length < 4) return;
    const forms = [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString('base64').replace(/=+$/, ''),
      JSON.stringify(value).slice(1, -1),
    ];
    for (const form of forms) this.#values.add(form);
  }

  /** The text with every known value, and the password of any URL, replaced by `***`. */
  redact(text: string): string {
    const longestFirst = [...this.#values].sort((a, b) => b.length - a.length);
    return longestFirst
      .reduce((shown, value) => shown.replaceAll(value, '***'), text)
      .replace(urlPassword, '$1***$2');
  }
}

/** `scheme://user:password@`; the password may hold raw `:`, `/` or `#`, as mistyped ones do. */
const urlPassword = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/'"]*:)[^\s'"]+?(@[^\s@/'"]+)/gi;
