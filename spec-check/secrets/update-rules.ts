/**
 * Writes `rules.json` from the rule set of gitleaks (MIT licence): the rules that tell a secret by its
 * form alone. Those that need a name beside the value are left out: `settings.ts` judges names.
 *
 *     node spec-check/secrets/update-rules.ts gitleaks.toml
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** Judged by our own code, or too loose for whole images: a word in any program, a public identifier. */
const leftOut =
  /^(?:curl-auth|kubernetes-secret|sourcegraph|twilio|freemius|nuget|sidekiq|private-key|facebook-access|flutterwave-public|pkcs12|jwt$|gitlab-session|openshift|aws-amazon-bedrock-api-key-short|azure-ad|authress|airtable)/;

/** Keywords that stand beside a secret, and not in it. */
const beside = new Set(['cloudflare', 'intra', 'webhookb2', 'incomingwebhook']);

const text = readFileSync(process.argv[2] ?? 'gitleaks.toml', 'utf8');
const rules = text
  .split('[[rules]]')
  .slice(1)
  .flatMap((block) => {
    const [, id = ''] = /^id = "(.+)"/m.exec(block) ?? [];
    const [, regex = ''] = /^regex = '''([\s\S]+?)'''/m.exec(block) ?? [];
    const [, words = ''] = /^keywords = \[([\s\S]*?)\]/m.exec(block) ?? [];
    const [, entropy = '0'] = /^entropy = (.+)/m.exec(block) ?? [];
    // Its rules that need the name of a service beside the value begin like this.
    if (regex === '' || regex.includes('[\\w.-]{0,50}?') || leftOut.test(id)) return [];
    const keywords = [...words.matchAll(/"([^"]+)"/g)]
      .map(([, word = '']) => word)
      .filter((word) => word.length > 2 && !beside.has(word));
    return keywords.length === 0
      ? []
      : [{ id, keywords, pattern: inJavaScript(regex), entropy: Number(entropy) }];
  });
writeFileSync(
  new URL('rules.json', import.meta.url),
  `${JSON.stringify({ source: 'https://github.com/gitleaks/gitleaks, config/gitleaks.toml, MIT licence, Copyright (c) 2019 Zachary Rice', rules }, null, 1)}\n`,
);

/** From Go's dialect. A flag in the middle holds for the whole, which only finds more. */
function inJavaScript(regex: string): string {
  const plain = regex
    .replaceAll('[[:alnum:]]', '[A-Za-z0-9]')
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\z', '$')
    .replaceAll('(?i)', '');
  return plain.length < regex.length && regex.includes('(?i)') ? `(?i:${plain})` : plain;
}
