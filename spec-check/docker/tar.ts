import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';

/** The entries of a tar archive, as it streams by. Throws when the archive is damaged or cut off. */
export async function* tarEntries(archive: AsyncIterable<Buffer>) {
  const entries = extract();
  const reading = pipeline(archive, entries);
  // A failure reaches the reader of the entries first; the promise is awaited afterwards.
  reading.catch(() => {});
  for await (const entry of entries) {
    // A folder has no content, whatever size it claims, and tar-stream would wait for it for ever.
    if (entry.header.type === 'directory') entry.header.size = 0;
    // tar-stream gives bytes; its types don't say so.
    yield { header: entry.header, content: entry as AsyncIterable<Buffer> };
  }
  await reading;
}
