import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { closest } from 'fastest-levenshtein';
import type { Settings } from '../../model/settings.ts';
import { databasePart, databasePartNames } from '../../resources/environment.ts';
import { masked } from '../../secrets/mask.ts';
import { refusal } from '../refusals.ts';
import { isInside, projectRoot } from './project.ts';

/** What the command line allows a spec, which may be somebody else's. */
export interface Trust {
  /** `--allow-exec` */
  readonly allowExec: boolean;
  /** `--pass-env`: variables of this environment that the spec may read. */
  readonly passEnv: readonly string[];
}

export interface TrustedSettings {
  readonly settings: Settings;
  /** Values that no output may show. */
  readonly secrets: readonly string[];
  /** Secrets that are written out where a reference is due, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * The settings with the variables read that they name, and host folders in full. Throws SpecError for
 * what reaches for the machine without leave: a variable, a folder, a program of somebody else.
 */
export async function trusted(
  settings: Settings,
  trust: Trust,
  env: NodeJS.ProcessEnv,
): Promise<TrustedSettings> {
  const { services, volumes } = settings;
  if (services !== undefined && !trust.allowExec)
    throw refusal('needs-allow-exec', { what: `services (${Object.values(services).join(', ')})` });
  const secrets: string[] = [];
  const warnings: string[] = [];
  const readText = (value: string, path: readonly string[]): string => {
    const [key = '', at] = [path.at(-1), path.join('.')];
    const [, plain, name = plain] = /^\$(?:(\w+)|\{(\w+)\})$/.exec(value) ?? [];
    if (name !== undefined) {
      const passed = trust.passEnv.includes(name) ? env[name] : undefined;
      if (passed === undefined) throw refusal('variable-not-passed', { name, at });
      secrets.push(passed);
      return passed;
    }
    for (const [, part = ''] of value.matchAll(databasePart)) {
      if (databasePartNames.some((known) => known === part)) continue;
      const near = `\${database.${closest(part, databasePartNames)}}`;
      throw refusal('unknown-setting', { at, part, near, all: databasePartNames.join(', ') });
    }
    // Where the token stands in an answer is no token.
    if (at !== 'login.token' && isSecret(key, value)) {
      const variable = key.toUpperCase().replace(/\W+/g, '_');
      secrets.push(value);
      warnings.push(
        `${at} holds a secret for all to read. Write $${variable} there, and pass it on: --pass-env ${variable}`,
      );
    }
    return value;
  };
  const read = (value: unknown, path: readonly string[]): unknown => {
    if (typeof value === 'string') return readText(value, path);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, read(inner, [...path, key])]),
    );
  };
  // Strings have become strings.
  const filled = read(settings, []) as Settings;
  const folders = volumes && (await Promise.all(volumes.map((one) => volume(one, trust))));
  return { settings: { ...filled, ...(folders && { volumes: folders }) }, secrets, warnings };
}

/** `./folder:/data` is a folder of this machine; `/data` and `data:/data` are none. */
async function volume(written: string, { allowExec }: Trust): Promise<string> {
  const [, host, rest = ''] = /^([.~/\\].*?|[A-Za-z]:.*?):(\/.*)$/.exec(written) ?? [];
  if (host === undefined) {
    if (/^(?:[\w][\w.-]*:)?\/[^:]*(?::\w+)?$/.test(written)) return written;
    throw refusal('malformed-setting', { written });
  }
  if (!allowExec)
    throw refusal('needs-allow-exec', { what: `a folder of this machine (${written})` });
  const real = await realpath(host).catch(() => path.resolve(host));
  if (!isInside(await realpath(projectRoot()), real))
    throw refusal('outside-project', { what: `volumes: ${host}` });
  return `${real}:${rest}`;
}

const secretName =
  /(?:^|[_-])(?:password|passwd|pwd|passphrase|secret|token|credentials?|authorization|(?:api|secret|private|signing|access)[_-]?key)$/i;

function isSecret(name: string, value: string): boolean {
  const spelled = name.replace(/([a-z])([A-Z])/g, '$1_$2');
  if (/\$\{|^Bearer \$/.test(value) || value.length < 6 || /^[\d.]+$/.test(value)) return false;
  return (
    (secretName.test(spelled) && !/^https?:/.test(value)) ||
    masked(value) !== value ||
    /:\/\/[^:/@]*:[^@/]+@/.test(value)
  );
}
