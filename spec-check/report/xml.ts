import { plain } from './plain.ts';

/** Text for XML 1.0 or HTML, in an element or between quotes. */
export function escapeXml(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
