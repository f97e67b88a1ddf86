import type { Finding } from '../../../model/finding.ts';
import { reviewDockerfile } from '../dockerfile-review.ts';

const everythingIgnored = '.git\nnode_modules\n.env\n';

export function review(
  lines: readonly string[],
  ignore: string | undefined = everythingIgnored,
): Finding[] {
  return reviewDockerfile(lines.join('\n'), ignore);
}

export function codes(lines: readonly string[], ignore?: string): string[] {
  return review(lines, ignore).flatMap(({ code, level }) => (level === 'note' ? [] : [code]));
}

/** A stage in which nothing is wrong, with some lines put in before its last ones. */
export function final(...lines: string[]): string[] {
  return [
    'FROM node:24-bookworm-slim',
    'WORKDIR /app',
    ...lines,
    'USER 1000',
    'HEALTHCHECK CMD ["node", "healthcheck.js"]',
    'CMD ["node", "server.js"]',
  ];
}

/** The same from another base image. */
export function on(base: string, ...lines: string[]): string[] {
  return [`FROM ${base}`, ...final(...lines).slice(1)];
}

/** A good last stage with other last words. */
export function ending(...lines: string[]): string[] {
  return ['FROM node:24-bookworm-slim', 'USER 1000', ...lines];
}

export const probe = 'HEALTHCHECK CMD ["node", "healthcheck.js"]';
export const start = 'CMD ["node", "server.js"]';
