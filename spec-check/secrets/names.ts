import { isPlaceholder, isReference, looksRandom } from './placeholders.ts';

/** What a file or a command says under a name: `DB_PASSWORD`, `--admin-password`, `-u`, `Authorization`. */
export type NamedValue = Readonly<Record<'name' | 'value', string>>;

/** A word that says "secret", alone or at the end of a longer one: PGPASSWORD, APPKEY, dbpass. */
const noun = String.raw`(?:(?<!\w)(?:password|passwort|kennwort|mot de passe|contrasena|senha|wachtwoord|passwd|pswd|mnemonic|pass ?phrase|passcode|passkey|pass|pwd|pw|secret|secrets|token|tokens|credential|credentials|creds|auth|authtoken|apikey|apikeys|secretkey|accesskey|authkey|masterkey|privatekey|appkey|pepper|psk|authorization)|(?:password|passwort|passwd|passphrase|secret|token|apikey|(?:secret|access|private|sign(?:ing)?|encryption|crypto)key|[a-z]{2,}pwd?|(?:db|my|mysql|pg|sql|smtp|mail|ftp|ldap|redis|admin|user|root|require|store|key)pass|masterauth))`;

/** A key is secret when one of these stands before it. */
const keyKind =
  '(?:api|app|access|private|secret|signing|sign|encryption|encrypt|crypto|cipher|master|auth|account|service|production|jwt|jws|session|cookie|hmac|aes|shared|storage|deploy|admin|license|webhook|client|cookies|field|data|kms|fernet|token|password)';

/** Ends of a name that leave its meaning as it is: `PASSWORD_PROD`, `SECRET_KEY_BASE`, `token.value`. */
const tail = String.raw`(?:prod|production|dev|development|stag(?:e|ing)|test|live|sandbox|v?\d+|value|val|base|string|text|plain|plaintext|raw|data|default|current|old|new|previous|primary|secondary|main|b64|base64|hex|temp)`;

/** A service's own salt is secret, that of a hash is not. */
const secretName = new RegExp(
  String.raw`(?:${noun}|(?<!\w)${keyKind} keys?|\w (?:salt|cred)|(?:erlang|release) cookie)\d*(?: ${tail})*$`,
);

const related = new RegExp(String.raw`(?:${noun}|(?<!\w)(?:salt|cred|key))(?!\w)`);

/** Words that change the meaning, and endings of names that speak about a secret and hold none. */
const about =
  /\b(?:public|publishable|pub|gpg|pgp|signature|cache|primary|partition|sort|object|host|known|cert|ca|site)\b|\b(?:files?|paths?|dirs?|directory|folder|mount|url|uri|urls|endpoint|host|hostname|domain|address|port|ttl|life(?:time|span)?|age|max|min|length|len|size|count|limit|expir\w*|duration|timeout|interval|rotation|period|days|hours|minutes|seconds|ms|date|time|at|header|headers|cookie|field|param|parameter|name|names|type|kind|format|scheme|strategy|algorithm|algo|alg|hasher|hashers|hash|hashes|hashed|digest|checksum|sha\d*|md5|fingerprint|thumbprint|encoder|encoding|encryption|validator|validators|policy|rules?|regex|pattern|backend|backends|engine|manager|provider|providers|store|storage|service|source|driver|adapter|handler|class|module|arn|ref|reference|id|ids|uuid|version|versions|prefix|suffix|enabled|disabled|required|optional|issuer|audience|realm|scope|scopes|method|mode|level|rounds|cost|iterations|prompt|label|title|template|message|hint|placeholder|help|text|description|error|reset|confirm|confirmation|public|pub|usage|user|username|users|login|role|index|column|table|list|map|attempts|retries|protected|visible|changed|generator|command|cmd|helper)$/;

/** Of a public key, which is no secret, as GnuPG writes it. */
const fingerprint = /^[0-9A-F]{40}$/;

/** `dbPassword`, `DB_PASSWORD`, `spring.datasource.password` → `db password`. */
const wordsOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Whether a name is that of a secret: not of where one is, how long it lasts, or what makes it. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  return (
    secretName.test(words) &&
    !/\b(?:public|publishable|pub|max|min|invalid|missing|expired|wrong|existing)\b/.test(words)
  );
}

/** Whether `NAME=value` gives a secret away. Under a name that only has to do with secrets, the value must look drawn by a generator. */
export function isSecretSetting(name: string, value: string): boolean {
  if (isPlaceholder(value) || isReference(value)) return false;
  const words = wordsOf(name);
  return (
    namesSecret(name) ||
    (related.test(words) && !about.test(words) && looksRandom(value) && !fingerprint.test(value))
  );
}
