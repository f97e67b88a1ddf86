import { stripVTControlCharacters } from 'node:util';

/** Text without colours and cursor moves; what no file of text can hold is shown as �. */
export const printable = (text: string): string =>
  stripVTControlCharacters(text).toWellFormed().replace(forbidden, '\uFFFD');

/** Control characters but tab, line feed and return, and what is no character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;

/** Text for XML 1.0 or HTML, in an element or between quotes. */
export const escapeXml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
