import * as z from 'zod';
import { megabytes } from '../../model/format.ts';
import type { Report } from '../../model/report.ts';
import { escapeXml as text } from '../printable.ts';

const fileSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  layer: z.number(),
  /** What brought it: `COPY /runtime /`. */
  instruction: z.string(),
});

type File = z.infer<typeof fileSchema>;

/** The largest files of the layers, the largest first, as a check that read them all has measured; none where no check did. */
export const largestFiles = ({ items }: Pick<Report, 'items'>): readonly File[] =>
  items
    .flatMap(({ checks }) => checks)
    .map(({ measured }) => z.array(fileSchema).safeParse(measured.largestFiles).data ?? [])
    .find(({ length }) => length > 0) ?? [];

const [width, height] = [1000, 380];

/** An area for each file as large as the file, coloured by layer, and what is in several places. */
export function treemap(files: readonly File[]): string {
  const areas = split(files, { x: 0, y: 0, width, height }).map(({ file, ...box }) => {
    const { path, bytes, layer, instruction } = file;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const told = `${path}, ${megabytes(bytes)}, layer ${layer} (${instruction})`;
    const fits = box.height > 20 && box.width > name.length * 8 + 8;
    const label = fits ? `<text x="${box.x + 4}" y="${box.y + 15}">${text(name)}</text>` : '';
    return `<g><title>${text(told)}</title><rect class="layer${layer % 4}" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"></rect>${label}</g>`;
  });
  const same = Map.groupBy(files, ({ path, bytes }) => `${bytes} ${path.split('/').at(-1)}`);
  const twice = [...same.values()].flatMap(([first, ...others]) =>
    first === undefined || others.length === 0
      ? []
      : `<li>${[first, ...others].map(({ path, layer }) => `${text(path)} (layer ${layer})`).join(', ')}: ${megabytes(first.bytes)} each</li>`,
  );
  const list = files.slice(0, 10).map(({ path, bytes, layer, instruction }) => {
    const brought = `layer ${layer}, <code>${text(instruction)}</code>`;
    return `<li>${text(path)}: ${megabytes(bytes)}, ${brought}</li>`;
  });
  return `<svg class="files" viewBox="0 0 ${width} ${height}" role="img" aria-label="The largest files by layer">${areas.join('')}</svg>
<ol>${list.join('')}</ol>
${twice.length === 0 ? '' : `<p>By name and size there more than once:</p><ul>${twice.join('')}</ul>`}`;
}

type Box = Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;

/** Halves the files by size and the box along its longer side, until each file has a box. */
export function split(files: readonly File[], box: Box): readonly (Box & { file: File })[] {
  const [first, ...others] = files;
  if (first === undefined) return [];
  if (others.length === 0) return [{ ...box, file: first }];
  const sum = (some: readonly File[]) => some.reduce((total, { bytes }) => total + bytes, 0);
  const half = files.findIndex((_, at) => 2 * sum(files.slice(0, at + 1)) >= sum(files)) + 1;
  const at = Math.min(half, others.length);
  const [some, rest] = [files.slice(0, at), files.slice(at)];
  const part = sum(some) / sum(files);
  const { x, y, width, height } = box;
  const [a, b] =
    width > height
      ? [{ width: width * part }, { x: x + width * part, width: width * (1 - part) }]
      : [{ height: height * part }, { y: y + height * part, height: height * (1 - part) }];
  return [...split(some, { ...box, ...a }), ...split(rest, { ...box, ...b })];
}
