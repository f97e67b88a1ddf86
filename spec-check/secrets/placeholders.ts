/** Words that stand where a secret would: nobody's password. */
const words = new Set(
  'password passwd pass pwd pw secret changeme change-me change_me user username name example test testing tester foo bar baz qux abc xyz guest admin root postgres mysql redis mongo db database token key value none null undefined true false default dummy fake sample demo tiger p s u x xx xxx redacted hidden masked placeholder pass123 password123 passw0rd p4ssw0rd my-password mypassword yourpassword your-password secret123 dbpassword db_password'.split(
    ' ',
  ),
);

/** Whether a value is an example word and nothing else. */
export function isExampleWord(value: string): boolean {
  return words.has(value.toLowerCase());
}

/** Whether a value only shows where a secret goes: an example word, stars, or a variable to be filled in. */
export function isPlaceholder(value: string): boolean {
  const plain = value.toLowerCase().replace(/^["']|["']$/g, '');
  return (
    plain.length < 4 ||
    isExampleWord(plain) ||
    /^[*x.•…_-]+$/.test(plain) ||
    // To be filled in: $NAME, ${NAME}, {{name}}, <name>, %s, [name]; or part of a regular expression.
    /^\$|\$[{(]|[{}<>`^\\]|%[sd(]|^%.*%$|^\[.*\]$|\(\?|\.\.\.|…/.test(plain) ||
    /password|passwd|placeholder|redacted|example|changeme|(?:^|[-_])(?:your|my|some|the)[-_]/.test(
      plain,
    )
  );
}

/** Whether a text is as varied as something random: more than a word repeated or a row of one letter. */
export function isVaried(value: string, distinct = 10): boolean {
  return new Set(value).size >= distinct && !/(?:0123456789|abcdefgh|example)/i.test(value);
}

/** Names of variables that hold secrets; not those that say where one is, or how long it lasts. */
export function namesSecret(name: string): boolean {
  return (
    /(?:^|[_.-])(?:pass(?:word|wd|phrase)?|secrets?|tokens?|api[_-]?key|private[_-]?key|access[_-]?key|account[_-]?key|encryption[_-]?key|signing[_-]?key|credentials?|_?auth(?:token)?)(?:$|[_.-])/i.test(
      name,
    ) &&
    !/(?:file|path|dir|url|uri|host|ttl|length|expiry|expires?(?:_in)?|timeout|header|name|type|algorithm|min|max|size|count|enabled|required|issuer|audience|id|method|mode|version|prefix|suffix)$/i.test(
      name,
    )
  );
}

/** Whether `NAME=value` gives a secret away. */
export function isSecretSetting(name: string, value: string): boolean {
  return (
    namesSecret(name) && !isPlaceholder(value) && !value.startsWith('/') && !/^\d{1,5}$/.test(value)
  );
}
