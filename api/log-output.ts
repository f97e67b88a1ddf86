import { fstatSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

export interface LogOutput {
  readonly write: (line: string) => void;
  /** Hands over what is kept for the end of this turn of the event loop. */
  readonly flushSync: () => void;
  /** Resolves when the reader has everything, or after so many milliseconds. */
  readonly close: (milliseconds: number) => Promise<void>;
}

/** Writes to a descriptor without waiting for its reader; keeps up to a megabyte. */
export function openLogOutput(fd = 1): LogOutput {
  const status = fstatSync(fd);
  const pipe =
    status.isFIFO() || status.isSocket() ? new Socket({ fd, readable: false }) : undefined;
  // The reader may be gone: the API serves all the same.
  pipe?.on('error', () => {});
  pipe?.unref();
  let lines = '';

  function flushSync(): void {
    const text = lines;
    lines = '';
    if (text === '') return;
    if (pipe === undefined) writeSync(fd, text);
    else if (!pipe.destroyed && pipe.writableLength < mostKept) pipe.write(text);
  }

  return {
    write(line) {
      if (lines === '') setImmediate(flushSync);
      lines += line;
    },
    flushSync,
    close(milliseconds) {
      flushSync();
      return new Promise((resolve) => {
        if (pipe === undefined || pipe.destroyed || pipe.writableLength === 0) resolve();
        else pipe.once('drain', resolve).once('close', resolve);
        setTimeout(resolve, milliseconds).unref();
      });
    },
  };
}

/** Bytes. */
const mostKept = 1_000_000;
