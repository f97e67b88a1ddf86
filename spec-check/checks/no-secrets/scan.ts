import { anchors, before, type Hit, hitsAt, reach, secretFiles } from '../../secrets/detectors.ts';

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

/** Prepares one search for all files of an image, for known values and for forms of secrets. */
export function scanner(known: readonly KnownSecret[]): (path: string) => FileScan {
  const forms = new Map(
    known.flatMap(({ kind, value }) => formsOf(value).map((form) => [form, kind] as const)),
  );
  return (path) => {
    const hits = new Map<string, Hit>();
    const special = secretFiles.filter(({ name }) => name.test(path));
    const whole: Buffer[] = [];
    let waiting = '';
    const add = (hit: Hit) => hits.set(`${hit.kind} ${hit.value}`, hit);
    const look = (text: string, until: number) => {
      const known: Place[] = [];
      // Apart from the anchors: with random values in it, their pattern takes four times as long.
      for (const [value, kind] of forms) {
        for (const index of placesOf(value, text, until)) {
          known.push({ from: index, to: index + value.length });
          add({ kind, value });
        }
      }
      for (const { index, 0: anchor } of text.matchAll(anchors)) {
        if (index >= until) break;
        // What is known is told as that alone.
        if (known.some(({ from, to }) => from <= index && index < to)) continue;
        for (const hit of hitsAt(text, index, anchor, path)) add(hit);
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

interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where a value begins in a text, before `until`. */
function* placesOf(value: string, text: string, until: number): Generator<number> {
  for (
    let index = text.indexOf(value);
    index !== -1 && index < until;
    index = text.indexOf(value, index + value.length)
  )
    yield index;
}

/** A value as it stands in files: plain, percent-encoded, base64. Of a long one the beginning, as much as is sure to be in one piece. */
function formsOf(value: string): string[] {
  const forms = [
    value,
    encodeURIComponent(value),
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
  ];
  return [...new Set(forms)].map((form) => Buffer.from(form).toString('latin1').slice(0, reach));
}
