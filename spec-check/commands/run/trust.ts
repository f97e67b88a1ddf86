import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { closest } from 'fastest-levenshtein';
import { commandName } from '../../model/command-name.ts';
import type { Settings } from '../../model/settings.ts';
import { SpecError } from '../../model/spec.ts';
import { databasePart, databasePartNames } from '../../resources/environment.ts';
import { masked } from '../../secrets/mask.ts';
import { namesSecret } from '../../secrets/names.ts';
import { isReference } from '../../secrets/placeholders.ts';
import type { CheckOptions } from './options.ts';
import { isInside, projectRoot } from './project.ts';

/** `source` is the spec, to say where it asks for what it may not have. */
type Trust = Pick<CheckOptions, 'allowExec' | 'passEnv'> & { readonly source?: string };

/** The settings with variables and folders filled in. Throws SpecError for what is not allowed. */
export async function trusted(settings: Settings, trust: Trust, env: NodeJS.ProcessEnv) {
  const { services, volumes } = settings;
  if (services !== undefined && !trust.allowExec)
    throw needsAllowExec(`services (${Object.values(services).join(', ')})`, 'services', trust);
  const secrets: string[] = [];
  const warnings: string[] = [];
  const readText = (value: string, path: readonly string[]): string => {
    const [key = '', at] = [path.at(-1), path.join('.')];
    const [, plain, name = plain] = /^\$(?:(\w+)|\{(\w+)\})$/.exec(value) ?? [];
    if (name !== undefined) {
      const passed = trust.passEnv?.includes(name) ? env[name] : undefined;
      if (passed === undefined)
        throw new SpecError(
          'variable-not-passed',
          `${at} reads the variable ${name}, and a spec reads only variables that are set in this environment and passed on.`,
          { line: lineOf(value, trust), hint: `Try: ${name}=… ${commandName} --pass-env ${name}` },
        );
      secrets.push(passed);
      return passed;
    }
    for (const [, part = ''] of value.matchAll(databasePart)) {
      if (databasePartNames.some((known) => known === part)) continue;
      const near = closest(part, databasePartNames);
      throw new SpecError('unknown-setting', `${at}: the database has no part "${part}".`, {
        line: lineOf(`database.${part}`, trust),
        hint: `Did you mean "\${database.${near}}"? All: ${databasePartNames.join(', ')}`,
      });
    }
    // `login.token` says where the token stands, and is none itself.
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
  // Only strings were replaced, by strings.
  const filled = read(settings, []) as Settings;
  const folders = volumes && (await Promise.all(volumes.map((one) => volume(one, trust))));
  return { settings: { ...filled, ...(folders && { volumes: folders }) }, secrets, warnings };
}

/** The line of the front matter that says it; undefined where it says nothing of it. */
function lineOf(text: string, { source = '' }: Trust): number | undefined {
  const [front = ''] = /^---.*?\n---/s.exec(source) ?? [];
  return front.split('\n').findIndex((line) => line.includes(text)) + 1 || undefined;
}

const needsAllowExec = (what: string, written: string, trust: Trust): SpecError =>
  new SpecError('needs-allow-exec', `The spec asks for ${what}; it may be a stranger's.`, {
    line: lineOf(written, trust),
    hint: 'Read it, then run again with --allow-exec.',
  });

/** `./folder:/data` is a folder of this machine; `/data` and `data:/data` are none. */
async function volume(written: string, trust: Trust): Promise<string> {
  const [, host, rest = ''] = /^([.~/\\].*?|[A-Za-z]:.*?):(\/.*)$/.exec(written) ?? [];
  if (host === undefined) {
    if (/^(?:[\w][\w.-]*:)?\/[^:]*(?::\w+)?$/.test(written)) return written;
    throw new SpecError('malformed-setting', `"${written}" names no folder of the container.`, {
      hint: 'Write /data, data:/data, or ./folder:/data.',
    });
  }
  if (!trust.allowExec)
    throw needsAllowExec(`a folder of this machine (${written})`, written, trust);
  const real = await realpath(host).catch(() => path.resolve(host));
  if (!isInside(await realpath(projectRoot()), real))
    throw new SpecError('outside-project', `volumes: ${host} leads out of the project.`, {
      hint: 'A spec reaches only what is inside the project.',
    });
  return `${real}:${rest}`;
}

function isSecret(name: string, value: string): boolean {
  if (/\$\{|^Bearer \$/.test(value)) return false;
  return (namesSecret(name) && !isReference(value)) || masked(value) !== value;
}
