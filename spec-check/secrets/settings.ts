import { secretsInCommand } from './commands.ts';
import type { Hit } from './detectors.ts';
import { isPublished, isSample } from './files.ts';
import { isSecretSetting, type NamedValue, namesSecret } from './names.ts';
import { isPlaceholder, isReference, looksLikePassword, looksRandom } from './placeholders.ts';

/** Secrets that are recognised by their names: in settings any value, elsewhere only one that looks made up. */
export function secretsByName(text: string, path: string): Hit[] {
  if (isPublished(path) || isSample(path) || othersFile.test(path)) return [];
  const counts = settingsFile.test(path)
    ? isSecretSetting
    : configFile.test(path) || isScript.test(path)
      ? isMadeUp
      : isGenerated;
  const named = [
    ...(sourceFile.test(path) ? [] : [...settingLines(text), ...namedIn(text, [spaced])]),
    ...namedIn(text, [quoted, listed, nested, property, sql, inString, typed, signing, called]),
    ...(isScript.test(path) ? secretsInCommand(text) : []),
    ...(/\.[ct]sv$/i.test(path) ? cells(text) : []),
    // Named after its only content: `secrets/db_password`, `master.key`.
    {
      name: path.slice(path.lastIndexOf('/') + 1).replace(/^\.|\.(?:txt|secret)$/g, ''),
      value: text.trim().slice(0, 300),
    },
  ].filter(
    ({ name, value }) =>
      !/\s/.test(value) && !isPlaceholder(fromBase64(value) ?? value) && counts(name, value),
  );
  const all = [...named, ...accounts(text, path)];
  return all.map(({ name, value }) => ({ kind: `value of ${name}`, value, name }));
}

/** `-u` and `Authorization` of a command are no names of settings. */
function isMadeUp(name: string, value: string): boolean {
  const isNamed = namesSecret(name) || /^(?:-\w+|authorization|echo|chpasswd)$/i.test(name);
  // `password = plumTree9`: a word with a figure.
  const isWord =
    /(?:pass|passwd|word|phrase|pwd?)$/i.test(name) &&
    /^(?=.*\d)(?=.*[a-z])[!#-&*+=?@^~\w-]{8,}$/i.test(value);
  return isNamed && !isReference(value) && (looksLikePassword(value) || isWord);
}

function isGenerated(name: string, value: string): boolean {
  const isMixed =
    value.length >= 8 && looksLikePassword(value) && /(?=.*\d)(?=.*[a-z])(?=.*[A-Z\W])/.test(value);
  // A value with a call is code between two strings; one with a range of characters is a regular expression.
  return (
    namesSecret(name) &&
    !isReference(value) &&
    !/\w\(|[()].*[()]|\[.*(?:a-z|A-Z|0-9).*\]/.test(value) &&
    (looksRandom(value) || isMixed)
  );
}

/** Files that frameworks and programs keep their settings in, where a secret is one whatever it looks like. */
const settingsFile =
  /\.env(?:\.[\w.-]+)?$|\/env\.(?:local|prod\w*|dev\w*|list)$|\.vars$|\/(?:serverless|values[\w.-]*)\.ya?ml$|\/(?:settings|local_settings|secrets?|credentials?|database|config)\.(?:py|json|ya?ml|toml|ini|php|rb|properties)$|\/settings\/\w+\.py$|\/(?:local|production|base|dev(?:elopment)?|staging)\.(?:json|ya?ml|toml)$|\/(?:application|bootstrap)[\w-]*\.(?:properties|ya?ml)$|\/appsettings[\w.-]*\.json$|\.tfstate(?:\.backup)?$|\.tfvars(?:\.json)?$|\/wp-config\.php$|\/(?:docker-)?compose[\w.-]*\.ya?ml$|\/config\/[\w./-]+\.(?:json|ya?ml|toml|ini|php|exs?|properties|conf)$|\/\.(?:npmrc|yarnrc|yarnrc\.yml|pypirc|my\.cnf|pgpass|netrc|s3cfg|boto|terraformrc|dockercfg|vault-token|erlang\.cookie|(?:pip|docker|aws|kube|gem|cargo|m2|config|composer|gradle|jfrog|oci|azure|ivy2|bundle|terraform\.d)\/[\w./-]+)$|\/(?:auth|service-?account[\w.-]*|kubeconfig)(?:\.json|\.ya?ml)?$|\/(?:tomcat-users|context|server)\.xml$|\/(?:nuget|web)\.config$|\/(?:redis|rabbitmq|pgbouncer|userlist|users)\.(?:conf|txt|acl)$/i;
const configFile =
  /\.(?:json|jsonc|json5|ya?ml|toml|ini|cfg|conf|cnf|config|properties|xml|plist|env|tf|hcl|service|txt|list|sql|key|secrets?|token|password|ps1|bat|cmd|reg|fish|csh|edn|b64|base64|htpasswd)$|\/[A-Z]\w*file$|\/\.?[^./]+$/i;
const sourceFile =
  /\.(?:[cm]?[jt]sx?|py|rb|php|go|rs|java|kts?|scala|cs|fs|vb|exs?|erl|clj|groovy|gradle|pl|lua|swift|dart|html?|vue|svelte|ipynb)$/i;
const isScript =
  /\.(?:sh|bash|zsh|fish|csh|service|ya?ml|mk|ini|cfg|conf|txt|inventory)$|\/(?:hosts|fstab|inventory)$|\/(?:[\w.-]*Dockerfile[\w.-]*|Makefile|Jenkinsfile|Procfile|crontab|[._]netrc|\.\w*_?history|[\w.-]*entrypoint[\w.-]*)$|\/\.git\/config$|\/cron(?:\.\w+|tabs)?\//i;
/** Lock files, source maps, translations, descriptions of an API. */
const othersFile =
  /\/(?:locales?|i18n|l10n|lang|translations?)\/|\/messages[\w-]*\.properties$|\.po$|\/(?:openapi|swagger)[\w.-]*\.(?:json|ya?ml)$|\/(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|[\w.-]+\.lock)$|\.map$/;

/** `NAME=value` lines and `name: value` lines; quotes and `export` fall away. */
export function settingLines(text: string): NamedValue[] {
  return [...text.replace(block, '$1 $2').matchAll(setting)].map(([, name = '', value = '']) => ({
    name: name.replace(/^.*[:/]/, ''),
    value: value.replace(/^(["'])(.*)\1(?:\s+#.*)?$/, '$2').replace(/\s+#.*$/, ''),
  }));
}

/** A YAML block of one line: it is the value itself. */
const block = /^([ \t]*[\w.-]+:)[ \t]*[|>][+-]?[ \t\r]*\n[ \t]+(\S+)[ \t\r]*$/gm;
const setting =
  /^[ \t]*(?:-[ \t]+)?(?:(?:export|set|ENV)[ \t]+|:|%\w+\.)?["']?([A-Za-z_/][\w.:/@-]{0,100}?)["']?[ \t]*(?::(?!_|[\w.-]+:[ \t])|=)[ \t]*(\S.*?)[ \t\r]*,?$/gm;

/** A name and a value anywhere in a line: JSON, objects, calls, attributes, elements. */
const namedIn = (text: string, patterns: readonly RegExp[]): NamedValue[] =>
  patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .flatMap(({ groups = {} }) => {
      const { open, name = 'password', comma, inner = '', value = inner } = groups;
      // A list of words is no name with its value.
      const isWord = comma !== undefined && (open === undefined || /^[a-z_]*$/i.test(value));
      return isWord ? [] : [{ name, value }];
    });

/** `dbPassword: "…"`, `apiKey: String = "…"`, `key = SecretStr("…")`, `('DB_PASSWORD', '…')`, `<password>…<`, `"password" value="…"`. */
const quoted =
  /(?:(?<open>["'`])|(?<![\w$.-]))(?<name>[\w$.-]{0,60}?(?:pass|pwd|secret|token|key|cred|auth|salt|psk)[\w$.-]{0,60})(?![\w$.-])(?:(?:["'`]?\]?\s*(?:(?::\s*|[ \t])[\w&?[\]<>.|' \t]{0,40}?(?:\{[\w ;]*\}\s*)?(?==)|)(?:=>|:=|[:=]|\|\||\?\?)|["'`]\s*(?<comma>,))\s*(?:(?:[\w.]*(?:Secret\w*|Final|Some|String|from|encode|bytes|ShaKeyFor)|\[\]byte)?\(\s*|ConvertTo-SecureString (?:-String )?)?[bru]?(["'`])(?<value>(?:(?!\4)[^\\\n]|\\.){4,400})\4|(?:"\s+value="|"?>)(?<inner>[^<"\n]{4,400})[<"])/gi;
const listed =
  /\b(?:parameter)?(?:name|key)["']?\s*[:=]\s*["']?(?<name>[\w.:-]{3,80})["']?[\s,]*["']?(?:parameter)?value["']?\s*[:=]\s*(["']?)(?<value>[^"'\n]{4,400})\2/gi;
/** `"db_password": { "sensitive": true, "value": "…" }`, `variable "db_password" { default = "…" }`, as Terraform keeps them. */
const nested =
  /["'](?<name>[\w.-]{3,80})["']\s*:?\s*\{[^{}]{0,200}?\b(?:value|default)["']?\s*[:=]\s*["'](?<value>[^"'\n]{4,400})["']/g;
/** `<key>DB_PASSWORD</key><string>value</string>`, as Apple keeps settings; `<name>…</name><value>…</value>`, as Hadoop does. */
const property =
  /<(?:key|[\w-]*name)>(?<name>[\w.-]{3,80})<\/[\w-]+>\s*<(?:string|[\w-]*value)>(?<value>[^<\n]{4,400})</g;
/** `requirepass value`, `SetEnv DB_PASSWORD value`. */
const spaced =
  /^[ \t]*(?:(?:SetEnv|ENV|#define|\w+_param|proxy_set_header|header_up)[ \t]+|: (?=PSK))?["']?(?:\/\/[^\s"']*:)?(?<name>[\w-]*(?:pass|word|passwd|pwd?|auth|secret|token|api-?key|psk))["']?[ \t]+(["']?)(?<value>[^\s"';]{4,400})\2;?[ \t\r]*$/gim;
/** `raw_env = ["API_TOKEN=value"]` */
const inString = /(["'`])(?<name>[A-Z][A-Z\d_]{2,60})=(?<value>[^"'`\s]{4,400})\1/g;
const sql = /\b(?:password|identified\s+by)\s+'(?<value>[^'\n]{4,400})'/gi;

/** `"value": "…", "type": "secret"`, as Postman keeps it, whatever its name. */
const typed = /"value"\s*:\s*"(?<value>[^"\n]{4,400})",\s*"type"\s*:\s*"secret"/g;
/** `jwt.sign(claims, "…")`, `createHmac("sha256", "…")`: a key without a name, as minified code has it. */
const signing =
  /(?:(?:\.(?:sign|verify)|\bjwt\.\w+)\([^()"'`\n]{1,80}|createHmac\(\s*["'`][\w-]+["'`]),\s*(["'`])(?<value>[^"'`\\\n]{16,400})\1/g;
/** `setPassword("…")`, `.password("…")`; what follows a user: `getConnection(url, "app", "…")`, `auth=("app", "…")`. */
const called =
  /(?:(?:\bset|\.)\w{0,30}?(?:password|secret|token|apikey)\(|(?:\bnew (?:mysqli|PDO|\w*Credentials?|PasswordAuthentication)|\b(?:getConnection|mysqli_connect|connect|auth=?))\(\s*(?:[^()]*?,\s*)?(["'])[\w.@-]+\1\s*,)\s*(["'])(?<value>(?:(?!\2)[^\\\n]|\\.){4,400})\2\s*[,)]/gi;

/** The cells of a table, by the names in its first line. */
function cells(text: string): NamedValue[] {
  const lines = text.split(/\r?\n/, 10_000).map((line) => line.replaceAll('"', '').split(/[,;\t]/));
  const [names = [], ...rows] = lines;
  return rows.flatMap((row) => row.map((value, at) => ({ name: names[at] ?? '', value })));
}

/** Passwords and hashes that stand after the name of an account. */
function accounts(text: string, path: string): NamedValue[] {
  return accountFiles
    .filter(([file]) => file.test(path))
    .flatMap(([, form]) => [...text.matchAll(form)])
    .map(([, value = '']) => ({ name: /^[${]/.test(value) ? 'an account' : 'password', value }))
    .filter(({ value }) => !isPlaceholder(value) || value.startsWith('$'));
}

const accountFiles: readonly (readonly [file: RegExp, form: RegExp])[] = [
  [/\/shadow-?$|htpasswd$/, /^[^:\n]+:(\$[^:\n]+|\{SHA\}[^:\n]+)/gm],
  [/\/\.pgpass$/, /^[^#\s][^\n]*:[^\n]*:[^\n]*:[^\n]*:([^\n]+)$/gm],
  [/\/sasl_passwd$/, /^[^#\s]\S*[ \t]+[^:\s]+:(\S+)$/gm],
  [/\.acl$|\/userlist\.txt$/, /^(?:user[ \t][^\n]*?[ \t]>|"[^"\n]*"[ \t]+")([^\s"]+)/gm],
  [/\/\.curlrc$|\/\.bundle\/config$/, /^[\w-]+\s*[=:]?\s*["']?[\w.@-]+:([^\s"']+)["']?$/gm],
  [/\/(?:chap|pap)-secrets$/, /^[^#\s]\S*\s+\S+\s+"?([^\s"]+)/gm],
  [/\/svn\.simple\/\w+$/, /^password\nV \d+\n(.+)$/gm],
];

/** The text that a base64 value holds, if it holds one. */
export function fromBase64(value: string): string | undefined {
  if (value.length < 8 || value.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value))
    return undefined;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e\s]+$/.test(text) ? text : undefined;
}
