const variable = '`?[A-Z][A-Z0-9]*_?[A-Z0-9_]+`?(?: \\([^()]*\\))?';
const list = `${variable}(?:, ${variable})*,? and ${variable}`;
const several = new RegExp(`^(.*?)(${list})(?![\\w=])(.*)$`, 's');

/** "A, B and C are configurable" as a sentence for each variable, whose checks may differ; empty for any other text. */
export function eachVariable(text: string): readonly string[] {
  const [, before = '', names = '', after = ''] = several.exec(text) ?? [];
  const apart = names.match(new RegExp(variable, 'g')) ?? [];
  return apart.map((name) => `${before}${name}${after}`);
}
