import { secretsInCommand } from './commands.ts';
import type { Hit } from './detectors.ts';
import { isPublished, isSample } from './files.ts';
import { isSecretSetting, namesSecret } from './names.ts';
import { isPlaceholder, isReference, looksLikePassword, looksRandom } from './placeholders.ts';

/**
 * Secrets that the names in a file of the image's own tell: settings, source code, scripts. In files
 * that are made for settings any value counts that is no placeholder; in others it must look like one
 * that somebody made up, and in source code like one that a generator made.
 */
export function secretsByName(text: string, path: string): Hit[] {
  const rigour = rigourOf(path);
  if (rigour === undefined) return [];
  const found = [
    ...(sourceFile.test(path) ? [] : settingLines(text)),
    ...quotedPairs(text),
    ...(isScript.test(path) ? secretsInCommand(text) : []),
    wholeFile(text, path),
  ].filter(({ name, value }) => counts(name, value, rigour));
  return [...found, ...accounts(text, path)].map(({ name, value }) => ({
    kind: `value of ${name}`,
    value,
  }));
}

type Rigour = 'settings' | 'config' | 'code';

interface Pair {
  readonly name: string;
  readonly value: string;
}

function counts(name: string, value: string, rigour: Rigour): boolean {
  if (/\s/.test(value) || isPlaceholder(fromBase64(value) ?? value)) return false;
  if (rigour === 'settings') return isSecretSetting(name, value);
  if (isReference(value)) return false;
  // `-u` and `Authorization` of a command are no names of settings.
  if (rigour === 'config')
    return (
      looksLikePassword(value) &&
      (namesSecret(name) || /^(?:-\w|authorization|echo|chpasswd|machine)$/i.test(name))
    );
  return (
    namesSecret(name) &&
    (looksRandom(value) ||
      (value.length >= 8 &&
        looksLikePassword(value) &&
        /(?=.*\d)(?=.*[a-z])(?=.*[A-Z\W])^[^()]*$/.test(value)))
  );
}

/** Files that frameworks and programs keep their settings in, where a secret is one whatever it looks like. */
const settingsFile =
  /\.env(?:\.[\w.-]+)?$|\/(?:settings|local_settings|secrets?|credentials?|database|config)\.(?:py|json|ya?ml|toml|ini|php|rb|properties)$|\/settings\/\w+\.py$|\/(?:local|production|base|dev(?:elopment)?|staging)\.(?:json|ya?ml|toml)$|\/(?:application|bootstrap)[\w-]*\.(?:properties|ya?ml)$|\/appsettings[\w.-]*\.json$|\.tfstate(?:\.backup)?$|\.tfvars(?:\.json)?$|\/wp-config\.php$|\/(?:docker-)?compose[\w.-]*\.ya?ml$|\/config\/[\w./-]+\.(?:json|ya?ml|toml|ini|php|exs?|properties|conf)$|\/\.(?:npmrc|yarnrc|yarnrc\.yml|pypirc|my\.cnf|pgpass|netrc|s3cfg|boto|terraformrc|dockercfg|vault-token|(?:pip|docker|aws|kube|gem|cargo|m2|config|composer|gradle)\/[\w./-]+)$|\/(?:auth|service-?account[\w.-]*|kubeconfig)(?:\.json|\.ya?ml)?$|\/(?:tomcat-users|context|server)\.xml$|\/(?:nuget|web)\.config$|\/(?:redis|rabbitmq|pgbouncer|userlist|users)\.(?:conf|txt|acl)$/i;
const configFile =
  /\.(?:json|jsonc|json5|ya?ml|toml|ini|cfg|conf|cnf|config|properties|xml|plist|env|tf|hcl|service|txt|list|sql|key|secret|token|password)$|\/[A-Z]\w*file$|\/[^./]+$/i;
const sourceFile =
  /\.(?:[cm]?[jt]sx?|py|rb|php|go|rs|java|kt|scala|cs|fs|vb|exs?|erl|clj|groovy|gradle|pl|lua|swift|dart|html?|vue|svelte)$/i;
const isScript =
  /\.(?:sh|bash|zsh|service|ya?ml|mk)$|\/(?:[\w.-]*Dockerfile[\w.-]*|Makefile|Procfile|crontab|\.\w*_?history|[\w.-]*entrypoint[\w.-]*)$|\/cron\.\w+\//i;
const lockFile =
  /\/(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|[\w.-]+\.lock)$|\.map$/;

function rigourOf(path: string): Rigour | undefined {
  if (isPublished(path) || isSample(path) || lockFile.test(path)) return undefined;
  if (settingsFile.test(path)) return 'settings';
  if (configFile.test(path) || isScript.test(path)) return 'config';
  return sourceFile.test(path) ? 'code' : undefined;
}

/** `NAME=value` lines and `name: value` lines; quotes and `export` fall away. */
export function settingLines(text: string): Pair[] {
  return [
    ...text.matchAll(
      /^[ \t]*(?:-[ \t]+)?(?:export[ \t]+|set[ \t]+|ENV[ \t]+|:)?["']?([A-Za-z_/][\w.:/@-]{0,100}?)["']?[ \t]*[:=][ \t]*(\S.*?)[ \t\r]*,?$/gm,
    ),
  ].map(([, name = '', value = '']) => ({
    name: name.replace(/^.*[:/]/, ''),
    value: value.replace(/^(["'])(.*)\1(?:\s+#.*)?$/, '$2').replace(/\s+#.*$/, ''),
  }));
}

/** A name and a value anywhere in a line: JSON, objects, calls, attributes, elements. */
function quotedPairs(text: string): Pair[] {
  const pairs: Pair[] = [];
  for (const { index } of text.matchAll(/pass|pwd|secret|token|key|cred|auth|salt|psk/gi)) {
    after.lastIndex = index;
    const { name = '', value, comma, inner } = after.exec(text)?.groups ?? {};
    const found = value ?? inner;
    if (found === undefined) continue;
    const [before = ''] = /["'`]?[\w$.-]*$/.exec(text.slice(Math.max(0, index - 60), index)) ?? [];
    // A list of words is no name with its value.
    if (comma === undefined || (/^["'`]/.test(before) && /[^a-z_]/i.test(found)))
      pairs.push({ name: before.replace(/^["'`]/, '') + name, value: found });
  }
  for (const { groups: { name = '', value = '' } = {} } of text.matchAll(listed))
    pairs.push({ name, value });
  return pairs;
}

/** The rest of a name and its value: `Password": "…"`, `('DB_PASSWORD', '…')`, `<password>…<`, `"password" value="…"`. */
const after =
  /(?<name>[\w$.-]{0,60})(?:(?:["'`]?\]?\s*(?:=>|:=|[:=])|["'`]\s*(?<comma>,))\s*(["'`])(?<value>(?:(?!\3)[^\\\n]|\\.){4,400})\3|(?:"\s+value="|"?>)(?<inner>[^<"\n]{4,400})[<"])/y;
const listed =
  /\b(?:name|key)["']?\s*[:=]\s*["']?(?<name>[\w.:-]{3,80})["']?[\s,]*["']?value["']?\s*[:=]\s*(["']?)(?<value>[^"'\n]{4,400})\2/gi;

/** A file that is named after its only content: `secrets/db_password`, `master.key`. */
function wholeFile(text: string, path: string): Pair {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/^\.|\.(?:txt|secret)$/g, '');
  return { name, value: text.trim().slice(0, 300) };
}

/** Passwords and hashes that stand after the name of an account. */
function accounts(text: string, path: string): Pair[] {
  const [name, pattern] = /\/(?:shadow-?|\.?htpasswd)$/.test(path)
    ? ['an account', /^[^:\n]+:(\$[^:\n]+|\{SHA\}[^:\n]+)/gm]
    : /\/\.pgpass$/.test(path)
      ? ['password', /^[^#\s][^\n]*:[^\n]*:[^\n]*:[^\n]*:([^\n]+)$/gm]
      : ['password', /\bmachine\s+\S+(?:\s+login\s+\S+)?\s+password\s+(\S{4,200})/g];
  return [...text.matchAll(pattern)]
    .map(([, value = '']) => ({ name, value }))
    .filter(({ value }) => !isPlaceholder(value) || value.startsWith('$'));
}

/** The text that a base64 value holds, if it holds one. */
export function fromBase64(value: string): string | undefined {
  if (value.length < 8 || value.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value))
    return undefined;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e\s]+$/.test(text) ? text : undefined;
}
