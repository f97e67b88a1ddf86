import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { tarEntries } from './tar.ts';

/** A header of ustar, as `man 5 tar` lays it out. */
function header(name: string, size: number, type: '0' | '5'): Buffer {
  const block = Buffer.alloc(512);
  block.write(name);
  block.write('0000644\0', 100);
  block.write(size.toString(8).padStart(11, '0'), 124);
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write('ustar\0' + '00', 257);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0`, 148);
  return block;
}

it('goes on after a folder that claims a size, as old programs write one', async () => {
  const file = Buffer.concat([header('srv/b', 2, '0'), Buffer.from('ok'), Buffer.alloc(510)]);
  const archive = [header('srv/', 255, '5'), file, Buffer.alloc(1024)];
  const seen: string[] = [];
  for await (const { header, content } of tarEntries(Readable.from(archive)))
    seen.push(`${header.name}: ${await text(content)}`);
  expect(seen).toEqual(['srv/: ', 'srv/b: ok']);
});
