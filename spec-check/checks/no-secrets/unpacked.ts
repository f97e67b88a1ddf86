/** What was packed in a file: a file of its own, or the reason why it stays closed. */
export type Unpacked =
  | { readonly path: string; readonly bytes: Buffer }
  | { readonly path: string; readonly closed: string };

/** How much may still be unpacked of one file: bounds memory and time, whatever an archive claims. */
export interface Budget {
  bytes: number;
}
