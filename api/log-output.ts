import { fstatSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

export type LogOutput = ReturnType<typeof openLogOutput>;

/** Bytes that are kept for a reader who is slow; what comes then is lost. */
const mostKept = 1_000_000;

/** Writes to a descriptor without waiting for its reader. */
export function openLogOutput(fd = 1) {
  const status = fstatSync(fd);
  const pipe =
    status.isFIFO() || status.isSocket() ? new Socket({ fd, readable: false }) : undefined;
  // The reader may be gone: the API serves all the same.
  pipe?.on('error', () => {});
  pipe?.unref();
  let lines = '';

  /** Writes the lines that were kept for the end of this turn of the event loop. */
  function flushSync(): void {
    const text = lines;
    lines = '';
    if (text === '') return;
    if (pipe === undefined) writeSync(fd, text);
    else if (!pipe.destroyed && pipe.writableLength < mostKept) pipe.write(text);
  }

  return {
    write(line: string): void {
      if (lines === '') setImmediate(flushSync);
      lines += line;
    },
    flushSync,
    /** Resolves when the reader has everything, or after so many milliseconds. */
    close(milliseconds: number) {
      flushSync();
      return new Promise<void>((resolve) => {
        if (pipe === undefined || pipe.destroyed || pipe.writableLength === 0) resolve();
        else pipe.once('drain', resolve).once('close', resolve);
        setTimeout(resolve, milliseconds).unref();
      });
    },
  };
}
