/** Words that stand where a secret would: a value made only of them opens nothing. */
const words = new Set(
  `password passwd pass pwd pw passphrase secret secrets token tokens key keys apikey credential credentials auth
  change changeme changeit me replace replaceme insert fill set put enter todo fixme tbd here
  your my some any the a an this that our own to be in it with for of is not and or please
  user username usr name login account admin root guest me owner test testing tester tests example examples sample demo
  foo bar baz qux quux abc xyz abcd abcdef asdf qwerty postgres postgresql mysql mariadb redis mongo mongodb rabbitmq
  db dbuser dbname database value val string text default dummy fake mock placeholder redacted hidden masked removed
  none null nil undefined true false yes no on off empty unset unknown optional required enabled disabled
  p s u x tiger scott passw0rd p4ssw0rd mypassword yourpassword mysecret yoursecret dev development local localhost
  production prod staging real long random generated strong secure super app application client server service
  api jwt access refresh session private public encryption signing master app django insecure unsafe safe
  build builds time assets precompile collectstatic temporary ignored only compile ci use no do never bearer basic digest plain vault file env environment hash sha scram sha256 argon2 argon2id bcrypt scrypt pbkdf2 md5 hs256 rs256 oidc oauth oauth2 saml ldap sso mtls kerberos keycloak auth0 cognito github gitlab google azure`.split(
    /\s+/,
  ),
);

/** Whether a whole value only shows where a secret goes: example words, stars, or something to be filled in. */
export function isPlaceholder(value: string): boolean {
  // Of `${NAME:-value}` the value; `${env:NAME}` has none.
  const plain = value
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .replace(
      /^\$\{(?!(?:env|sys|file|secrets?|vault|ssm|self|opt|spring|bundle):)[\w.-]+:-?([^{}?+]*)\}$/,
      '$1',
    );
  return plain.length < 4 || toBeFilledIn.test(plain) || isTemplate(plain) || isMadeOfWords(plain);
}

/** Cut off (`sk-abc...`), hidden (`***`), a variable in any template language's form, or what the RFCs of OAuth show. */
const toBeFilledIn =
  /^[\W_]+$|\.{3}|…|\*{3}|•{2}|^(.)\1*$|^\$(?:[A-Z_][A-Z0-9_]*|\w+(?:::?\w+)+|\d+|\(.*\)|\{.*\})$|^\{\{.*\}\}$|^\$?\{[\w .:-]*\}$|^<[^<>]*>$|^%\w+%$|^%env\([\w:.-]+\)%$|^%[+# 0-]?[a-z]$|^%\(\w+\)s$|^\[[\w .-]*\]$|^#\{.*\}#?$|^__\w+__$|^@[\w.]+@$|^(?:2YotnFZFEjr1zCsicMWpAA|tGzv3JOkF0XG5Qx2TlKWIA|SplxlOBeZQQYbYS6WxSbIA|gX1fBat3bV|7Fjfp0ZBr1KtDRbnfVdmIw|ad180jjd733klru7)$/is;

/** `prefix-${NAME}`, `sk-xxxxxxxx`: what is left without what stands for something is too little to be a secret. */
function isTemplate(value: string): boolean {
  const variable =
    /\$\{[^}]*\}|\$\([^)]*\)|\{\{[^}]*\}\}|%\(\w+\)s|<[a-z][\w -]*>|x{4,}|0{6,}|1234567\d*|abcdefg\w*/gi;
  return value.search(variable) !== -1 && !looksRandom(value.replace(variable, ''));
}

function isMadeOfWords(value: string): boolean {
  const parts = value
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  // `password123` is made of words; in a longer value the digits may be real.
  if (parts.length === 1 && words.has(parts.join().replace(/\d{1,5}$/, ''))) return true;
  return parts.length > 0 && parts.every((part) => words.has(part) || /^\d{1,3}$/.test(part));
}

/** Whether a value says where a secret is, in a vault, a file, a variable, or is no more than a figure. */
export function isReference(value: string): boolean {
  const plain = value.trim();
  return references.some((pattern) => pattern.test(plain)) || isPath(plain);
}

const references: readonly RegExp[] = [
  /^(?:arn|vault|ssm|sm|op|secret|secretsmanager|secretref|keyvault|akv|azurekeyvault|gcpsm|gcp|awssm|aws-sm|sops|doppler|bws|keyring|env|file|ref|projects|alias)(?::|\/)\S/i,
  /^(?:sha\d+-|@Microsoft\.KeyVault|ENC[([]|wcFMA|\{cipher\}|!(?:vault|secret|Ref|Sub|GetAtt|env)\b|\$ANSIBLE_VAULT)/i,
  /^(?:process\.env|import\.meta|os\.|env[.[(]|ENV[.[(]|getenv|System\.|config[.([]|settings[.([]|secrets\.|var\.|local\.|data\.|module\.|random_)/,
  // A figure or a time: 3600, 15m, 30 days, P30D.
  /^\d{1,5}$|^\d+(?:\.\d+)?\s*(?:ms|s|m|h|d|w|sec|secs|seconds?|min|minutes?|hours?|days?|weeks?|[kmg]i?b?)$|^P(?:T?\d+[YMWDHS])+$/i,
  // What a browser is given: the public key of Stripe, Mapbox, PostHog, reCAPTCHA.
  /^(?:pk_(?:live|test)_|pk\.eyJ|phc_)|^6L[\w-]{38}$/,
  // A class of CSS modules: Login_password__3xYz1.
  /^\w+_\w+__[\w-]{5,8}$/,
  // An address without a password.
  /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^\s@]*$/i,
];

/** Absolute or relative, of parts that people name: a random part makes a token that begins with `/`. */
const isPath = (value: string): boolean =>
  /^(?:~|\.{1,2}|[A-Za-z]:)?(?:[/\\][\w.@%+ -]+)+[/\\]?$/.test(value) &&
  value.split(/[/\\]/).every((part) => !looksRandom(part));

/** Whether a value looks drawn by a generator: long, varied, and not made of words. */
export function looksRandom(value: string): boolean {
  if (value.length < 16 || !/^[\x21-\x7e]+$/.test(value)) return false;
  if (/^[0-9a-f]+$/i.test(value)) return new Set(value.toLowerCase()).size >= 8;
  return isVaried(value) && entropyOf(value) >= 3.2 && !isWordy(value);
}

/** Whether a value may be a password that a person or a generator made, and not a word or a name. */
export const looksLikePassword = (value: string): boolean =>
  value.length >= 6 &&
  /^[\x21-\x7e]+$/.test(value) &&
  /[a-z]/i.test(value) &&
  !isWordy(value) &&
  new Set(value).size >= 5;

/** Words, names, versions, joined by what joins them: `gcp-secret-manager`, `oauth2.refreshToken`. */
const isWordy = (value: string): boolean =>
  value.split(/[-_.,/:;@\s()[\]|=<>{}"'+]+/).every(
    (part) =>
      /^(?:[a-z]?\d{1,4}|[A-Z]\d{1,4}|[A-Z]*[a-z]*(?:[A-Z][a-z]+)*[A-Z]?\d{0,2}|[A-Z]+\d{0,2}[A-Z]*)$/.test(
        part,
      ) &&
      // Chance seldom leaves a vowel in every four letters.
      !/[bcdfghjkmnpqrtvwxz]{5}/i.test(part) &&
      (part.length < 14 || /[aeiouy]/i.test(part)),
  );

/** Whether a text is as varied as something random: more than a word repeated or a row of one letter. */
export const isVaried = (value: string, distinct = 10): boolean =>
  new Set(value).size >= distinct && !/0123456789|123456789|abcdefgh|example|(.)\1{5}/i.test(value);

/** Bits for each character, after Shannon. */
export function entropyOf(value: string): number {
  const same = [...Map.groupBy(value, (char) => char).values()];
  const shares = same.map(({ length }) => length / value.length);
  return shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
}
