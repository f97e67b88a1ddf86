import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mended } from './mend-driver.mjs';

const installed = fileURLToPath(
  import.meta.resolve('postgres').replace(/index\.js$/, 'connection.js'),
);

it('is done where the driver is installed, once', () => {
  const source = readFileSync(installed, 'utf8');
  expect(mended(source)).toBe(source);
});

it('refuses a driver that it does not know', () => {
  expect(() => mended('function nextWrite() {}')).toThrow('postgres 3.4.9');
});
