import { anchors, before, type Hit, hitsAt, literally, reach, secretFiles } from './detectors.ts';

/** A value that must not be in the image, whatever its form: the password of this run's database. */
export interface KnownSecret {
  /** How a report calls it: `the password of DATABASE_URL`. Never the value. */
  readonly kind: string;
  readonly value: string;
}

/** Looks through one file as it streams by. */
export interface FileScan {
  readonly take: (chunk: Buffer) => void;
  readonly end: () => readonly Hit[];
}

/** Prepares one search for all files of an image: known values and forms in one pass. */
export function scanner(known: readonly KnownSecret[]): (path: string) => FileScan {
  const forms = new Map(
    known.flatMap(({ kind, value }) => formsOf(value).map((form) => [form, kind] as const)),
  );
  const pattern = new RegExp([...[...forms.keys()].map(literally), anchors.source].join('|'), 'g');
  return (path) => {
    const hits = new Map<string, Hit>();
    const special = secretFiles.filter(({ name }) => name.test(path));
    const whole: Buffer[] = [];
    let waiting = '';
    const look = (text: string, until: number) => {
      pattern.lastIndex = 0;
      for (
        let match = pattern.exec(text);
        match !== null && match.index < until;
        match = pattern.exec(text)
      ) {
        const { index, 0: found } = match;
        const kind = forms.get(found);
        const here =
          kind === undefined ? hitsAt(text, index, found, path) : [{ kind, value: found }];
        for (const hit of here) hits.set(`${hit.kind} ${hit.value}`, hit);
      }
    };
    return {
      take(chunk) {
        // One byte, one character: what is looked for is ASCII, and nothing may be lost in decoding.
        const text = waiting + chunk.toString('latin1');
        if (special.length > 0 && whole.length < 64) whole.push(chunk);
        // What stands near the end waits for what comes after it, and keeps what came before.
        const until = Math.max(0, text.length - reach);
        look(text, until);
        waiting = text.slice(Math.max(0, until - before));
      },
      end() {
        look(waiting, waiting.length);
        for (const { kind, find } of special) {
          for (const value of find(Buffer.concat(whole).toString()))
            hits.set(`${kind} ${value}`, { kind, value });
        }
        return [...hits.values()];
      },
    };
  };
}

/** A value as it stands in files: plain, percent-encoded, base64. */
function formsOf(value: string): string[] {
  const forms = [
    value,
    encodeURIComponent(value),
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
  ];
  return [...new Set(forms)].map((form) => Buffer.from(form).toString('latin1'));
}
