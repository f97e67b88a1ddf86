import { judged } from '../../model/judged.ts';
import type { Image } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';

/** Values that a build leaves when nobody gave one, names that move, and templates not filled in: they say nothing. */
const placeholders =
  /^(?:|unknown|none|null|undefined|todo|tbd|fixme|change-?me|n\/a|-|\.\.\.|dev|local|HEAD|(?:refs\/heads\/)?(?:main|master|trunk)|version|revision|commit|sha)$|\{\{.*\}\}|\$\{?\w+\}?|\$\(.*\)|^<[^>]*>$|%\w+%|@\w+@|^__\w+__$/i;

/** Whether the image has these labels, with values that say something, or with this value. */
export function judgeLabels(
  { keys, value }: { readonly keys: readonly string[]; readonly value?: string | undefined },
  { config, reference }: Pick<Image, 'config' | 'reference'>,
): Verdict {
  const command = `docker image inspect --format '{{json .Config.Labels}}' ${reference}`;
  const said = keys.map((key) => `${key}=${config.labels[key] ?? '(none)'}`).join(', ');
  const wrong = keys.filter((key) => {
    const label = config.labels[key];
    if (label === undefined) return true;
    return value === undefined ? placeholders.test(label.trim()) : label !== value;
  });
  const missing = wrong.filter((key) => config.labels[key] === undefined);
  return judged({
    holds: wrong.length === 0,
    evidence: said,
    wrong:
      missing.length > 0
        ? `The image has no label ${missing.join(', ')}`
        : `Labels with another or an empty value: ${wrong.join(', ')}`,
    expected: keys.map((key) => `${key}=${value ?? '(a value)'}`).join(', '),
    fix: `Add to the last stage: ${wrong.map((key) => `LABEL ${key}="${value ?? '…'}"`).join(' and ')}`,
    command,
  });
}
