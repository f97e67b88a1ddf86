/** Prints what a command found: as JSON where that is asked for, else as text for a person. */
export function print(format: 'json' | 'text' | 'table', json: object, text: string): void {
  process.stdout.write(`${format === 'json' ? JSON.stringify(json, null, 2) : text}\n`);
}
