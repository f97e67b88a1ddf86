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
  if (settings.services !== undefined && !trust.allowExec)
    throw refusal('needs-allow-exec', {
      what: `services (${Object.values(settings.services).join(', ')})`,
    });
  const secrets: string[] = [];
  const warnings: string[] = [];
  const read = (value: unknown, at: readonly string[]): unknown => {
    if (typeof value === 'string') {
      const reference = /^\$(?:(\w+)|\{(\w+)\})$/.exec(value);
      const name = reference?.[1] ?? reference?.[2];
      if (name !== undefined) {
        const found = passedOn(name, at.join('.'), trust, env);
        secrets.push(found);
        return found;
      }
      for (const [, part = ''] of value.matchAll(databasePart)) knownPart(part, at.join('.'));
      if (isSecret(at.at(-1) ?? '', value)) {
        const variable = (at.at(-1) ?? '').toUpperCase().replace(/\W+/g, '_');
        secrets.push(value);
        warnings.push(
          `${at.join('.')} holds a secret for all to read. Write $${variable} there, and pass it on: --pass-env ${variable}`,
        );
      }
      return value;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, read(inner, [...at, key])]),
    );
  };
  const { env: variables, headers, login, body, database, buildArgs } = settings;
  const referring = { env: variables, headers, login, body, database, buildArgs };
  const filled = Object.fromEntries(
    Object.entries(referring).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, read(value, [key])]],
    ),
  );
  const volumes =
    settings.volumes && (await Promise.all(settings.volumes.map((one) => volume(one, trust))));
  return {
    // Strings have become strings.
    settings: { ...settings, ...filled, ...(volumes && { volumes }) } as Settings,
    secrets,
    warnings,
  };
}

function passedOn(name: string, at: string, { passEnv }: Trust, env: NodeJS.ProcessEnv): string {
  const value = env[name];
  if (passEnv.includes(name) && value !== undefined) return value;
  throw refusal('variable-not-passed', { name, at });
}

function knownPart(part: string, at: string): void {
  if (databasePartNames.some((name) => name === part)) return;
  const near = closest(part, databasePartNames);
  throw refusal('unknown-setting', {
    at,
    part,
    near: `\${database.${near}}`,
    all: databasePartNames.join(', '),
  });
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
