/** `docker image inspect` of one part of an image's configuration. */
export function inspectCommand(reference: string, ...parts: readonly string[]): string {
  const format = parts.map((part) => `{{json .Config.${part}}}`).join(' ');
  return `docker image inspect --format '${format}' ${reference}`;
}

/** Lists the files of an image that `grep -E` finds; works without a shell in it. */
export const listCommand = (reference: string, pattern: string): string =>
  `docker create --name look ${reference} none; docker export look | tar -tv | grep -E '${pattern}'; docker rm look`;
