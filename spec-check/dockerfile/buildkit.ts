import { DockerfileParser } from 'dockerfile-ast';

/** The first thing in a Dockerfile that the classic builder does not know: `RUN <<EOT`, `COPY --link`. */
export function buildKitFeature(dockerfile: string): string | undefined {
  const instructions = DockerfileParser.parse(dockerfile).getInstructions();
  const texts = instructions.map((instruction) => instruction.getTextContent());
  const found = texts.map((text) => hereDocument.exec(text) ?? flag.exec(text));
  return found.find((match) => match !== null)?.[0];
}

const flag =
  /^(?:(?:COPY|ADD)\s+(?:--\S+\s+)*?--(?:link|chmod|exclude|parents|checksum|keep-git-dir|unpack)|RUN\s+(?:--\S+\s+)*?--(?:mount|network|security))\b/i;

/** It has a line that ends it; `1<<n` of a shell has none. */
const hereDocument =
  /^(?:RUN|COPY|ADD)\b[^\n]*?<<-?(["']?)([A-Za-z_]\w*)\1(?=[\s\S]*\n\t*\2\s*(?:\n|$))/i;
