import { DockerfileParser } from 'dockerfile-ast';

/** The first thing in a Dockerfile that the classic builder does not know: `RUN <<EOT`, `COPY --link`. */
export function buildKitFeature(dockerfile: string): string | undefined {
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    const text = instruction.getTextContent();
    const found = heredoc(text, dockerfile) ?? flag.exec(text);
    if (found) return found[0];
  }
  return undefined;
}

const flag =
  /^(?:(?:COPY|ADD)\s+(?:--\S+\s+)*?--(?:link|chmod|exclude|parents|checksum|keep-git-dir|unpack)|RUN\s+(?:--\S+\s+)*?--(?:mount|network|security))\b/i;

/** A here-document has a line that ends it; `1<<n` of a shell has none. */
function heredoc(text: string, dockerfile: string): RegExpExecArray | undefined {
  const found = /^(?:RUN|COPY|ADD)\b[^\n]*?<<-?(["']?)([A-Za-z_]\w*)\1/i.exec(text);
  const word = found?.[2];
  return found !== null && new RegExp(`^\\t*${word}\\s*$`, 'm').test(dockerfile)
    ? found
    : undefined;
}
