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
    ...pairs(text),
    ...wholeFile(text, path),
  ].filter(({ name, value }) => counts(name, value, rigour));
  const commands = isScript.test(path)
    ? secretsInCommand(text).filter(
        ({ name, value }) =>
          counts(name, value, 'config') ||
          (/^-|auth|echo|chpasswd/i.test(name) && looksLikePassword(value)),
      )
    : [];
  return [...found, ...commands, ...accounts(text, path)].map(({ name, value }) => ({
    kind: `value of ${name.trim()}`,
    value,
  }));
}

type Rigour = 'settings' | 'config' | 'code';

interface Pair {
  readonly name: string;
  readonly value: string;
}

function counts(name: string, value: string, rigour: Rigour): boolean {
  if (/\s/.test(value)) return false;
  const plain = fromBase64(value);
  if (plain !== undefined && isPlaceholder(plain)) return false;
  if (rigour === 'settings')
    return isSecretSetting(name, value) && (namesSecret(name) || looksRandom(value));
  if (!namesSecret(name) || isPlaceholder(value) || isReference(value)) return false;
  if (rigour === 'config') return looksLikePassword(value);
  return (
    looksRandom(value) ||
    (value.length >= 8 &&
      looksLikePassword(value) &&
      /\d/.test(value) &&
      /[a-z]/.test(value) &&
      /[A-Z]|[^\w]/.test(value) &&
      !/[()\s]/.test(value))
  );
}

/** Files that frameworks and programs keep their settings in, where a secret is one whatever it looks like. */
const settingsFile =
  /\/\.env(?:\.[\w.-]+)?$|\.env$|\/(?:settings|local_settings|secrets?|credentials?|local|production|base|dev(?:elopment)?|staging)\.(?:py|json|ya?ml|toml|ini|php|rb|properties)$|\/settings\/\w+\.py$|\/(?:application|bootstrap)[\w-]*\.(?:properties|ya?ml)$|\/appsettings[\w.-]*\.json$|\/web\.config$|\.tfstate(?:\.backup)?$|\.tfvars(?:\.json)?$|\/wp-config\.php$|\/database\.ya?ml$|\/(?:docker-)?compose[\w.-]*\.ya?ml$|\/config\/[\w./-]+\.(?:json|ya?ml|toml|ini|php|exs?|properties|conf)$|\/config\.(?:json|ya?ml|toml|ini|php|py|properties)$|\/\.(?:npmrc|yarnrc|yarnrc\.yml|pypirc|my\.cnf|pgpass|netrc|s3cfg|boto|terraformrc|dockercfg|git-credentials|htpasswd|vault-token|mylogin\.cnf|pip\/pip\.conf|docker\/config\.json|aws\/credentials|aws\/config|kube\/config|gem\/credentials|cargo\/credentials(?:\.toml)?|m2\/settings\.xml|config\/gh\/hosts\.yml|config\/rclone\/rclone\.conf|composer\/auth\.json|gradle\/gradle\.properties|config\/gcloud\/[\w./-]+)$|\/(?:auth|service-?account[\w.-]*|application_default_credentials|kubeconfig)(?:\.json|\.ya?ml)?$|\/(?:tomcat-users|context|server)\.xml$|\/nuget\.config$|\/(?:redis|rabbitmq|pgbouncer|userlist|users)\.(?:conf|txt|acl)$/i;

const configFile =
  /\.(?:json|jsonc|json5|ya?ml|toml|ini|cfg|conf|cnf|config|properties|xml|plist|env|tf|hcl|neon|edn|service|txt|list|sql|sh|bash|zsh|key|secret|token|password)$|\/[A-Z]\w*file$|\/[^./]+$/i;
const sourceFile =
  /\.(?:[cm]?[jt]sx?|py|rb|php|go|rs|java|kt|scala|cs|fs|vb|ex|exs|erl|clj|groovy|gradle|pl|lua|swift|dart|html?|vue|svelte)$/i;
const isScript =
  /\.(?:sh|bash|zsh|service|ya?ml|mk)$|\/(?:[\w.-]*Dockerfile[\w.-]*|Makefile|Procfile|crontab|\.\w*_?history|[\w.-]*entrypoint[\w.-]*)$|\/cron\.\w+\//i;

function rigourOf(path: string): Rigour | undefined {
  if (
    isPublished(path) ||
    isSample(path) ||
    /\/(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|[\w.-]+\.lock)$|\.map$/.test(
      path,
    )
  )
    return undefined;
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

const word = '(?:pass|pwd|secret|token|key|cred|auth|salt|psk)';

/** A name and a quoted value anywhere in a line: JSON, objects, calls, attributes, elements. */
function pairs(text: string): Pair[] {
  const name = String.raw`[\w$.-]{0,60}?${word}[\w$.-]{0,40}`;
  const quoted = String.raw`(["'\x60])((?:(?!\2)[^\\\n]|\\.){4,400})\2`;
  const simple = new RegExp(
    String.raw`(?<![\w$.-])["'\x60]?(${name})["'\x60]?\]?\s*(?:=>|:=|[:=])\s*${quoted}`,
    'gi',
  );
  // `define('DB_PASSWORD', '…')`.
  const given = new RegExp(String.raw`["'\x60](${name})["'\x60]\s*,\s*${quoted}`, 'gi');
  const listed =
    /\b(?:name|key)["']?\s*[:=]\s*["']?([\w.:-]{3,80})["']?[\s,]*["']?value["']?\s*[:=]\s*(["']?)([^"'\n]{4,400})\2/gi;
  const element = new RegExp(
    String.raw`<(?:property name=")?([\w.:-]{0,60}${word}[\w.:-]{0,40})"?>([^<\n]{4,400})<`,
    'gi',
  );
  const machine = /\b(?:password|passwd)\s+(["']?)(\S{4,200})\1(?=\s|$)/g;
  return [
    ...[...text.matchAll(simple), ...text.matchAll(given)].map(([, name = '', , value = '']) => ({
      name,
      value,
    })),
    ...[...text.matchAll(listed)].map(([, name = '', , value = '']) => ({ name, value })),
    ...[...text.matchAll(element)].map(([, name = '', value = '']) => ({ name, value })),
    ...(/^\s*(?:machine|default)\s/m.test(text)
      ? [...text.matchAll(machine)].map(([, , value = '']) => ({ name: 'password', value }))
      : []),
  ];
}

/** A file that is named after its only content: `secrets/db_password`, `master.key` */
function wholeFile(text: string, path: string): Pair[] {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:txt|secret)$/, '');
  if (name === '.pgpass')
    return [...text.matchAll(/^[^#\s][^\n]*:[^\n]*:[^\n]*:[^\n]*:([^\n]+)$/gm)].map(
      ([, value = '']) => ({ name: 'password', value }),
    );
  const only = text.trim();
  return only.length <= 300 && !/\s/.test(only)
    ? [{ name: name.replace(/^\./, ''), value: only }]
    : [];
}

/** Accounts with a password hash. */
function accounts(text: string, path: string): Pair[] {
  if (!/\/(?:shadow-?|\.?htpasswd)$/.test(path)) return [];
  return [...text.matchAll(/^([^:\n]+):(\$[^:\n]+|\{SHA\}[^:\n]+)/gm)].map(
    ([, account = '', value = '']) => ({ name: `the password of ${account}`, value }),
  );
}

/** The text that a base64 value holds, if it holds one. */
export function fromBase64(value: string): string | undefined {
  if (value.length < 8 || value.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value))
    return undefined;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e\s]+$/.test(text) ? text : undefined;
}
