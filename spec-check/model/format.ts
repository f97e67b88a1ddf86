/** `115.9 MB`: powers of 1000, as `docker images` counts. Small figures keep their bytes. */
export const megabytes = (bytes: number): string =>
  Math.abs(bytes) < 100_000 ? `${grouped(bytes)} bytes` : `${(bytes / 1e6).toFixed(1)} MB`;

/** `45.2MiB` in bytes; undefined for what is no figure, and for the 0 of an engine that does not count. */
export function shownBytes(text: string): number | undefined {
  const [, figure, unit = '', binary] = /^([\d.]+)\s*([kKMGT]?)(i?)B$/.exec(text.trim()) ?? [];
  const power = ' KMGT'.indexOf(unit.toUpperCase() || ' ');
  return Math.round(Number(figure) * (binary ? 1024 : 1000) ** power) || undefined;
}

/** `0.9 s` or `42 ms`. */
export const duration = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** Like `duration`, with a digit more where a millisecond is a large part of it: `1.3 ms`. */
export const shortDuration = (ms: number) => (ms < 10 ? `${ms.toFixed(1)} ms` : duration(ms));

/** What stood in for the base image that the Dockerfile names, or undefined when it was built as written. */
export function baseStandIn(buildArgs: Readonly<Record<string, string>>): string | undefined {
  const given = Object.entries(buildArgs).map(([name, value]) => `${name}=${value}`);
  return given.length === 0
    ? undefined
    : `built with ${given.join(', ')}; the base that the Dockerfile names is used where a registry is in reach and no other is given`;
}

/** As a shell takes it, in quotes where it needs them. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

export const lastLines = (text: string, count: number): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');

/** The instruction of a layer as a Dockerfile has it: without what builders put around it, and without the values of build arguments. */
export const instructionOf = (createdBy: string): string =>
  createdBy
    .replace(/^(?:\/bin\/sh -c )?#\(nop\)\s+/, '')
    .replace(/^(?:RUN )?(?:\|\d+ .*? )?\/bin\/sh -c /s, 'RUN ')
    .replace(/^(COPY|ADD) (?:file|dir|multi):[0-9a-f]{64} in /, '$1 … ')
    .replace(/\s*# buildkit$/, '')
    .replace(/\s+/g, ' ')
    .trim();

/** `116,000,000`. Not by `toLocaleString`, which loads the languages of the world for it: 25 ms of every start. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 file`, `1,234 files` */
export const counted = (count: number, noun: string) =>
  `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
