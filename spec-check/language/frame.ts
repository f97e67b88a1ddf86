import type { Meaning } from '../model/spec.ts';
import { rewrite, table } from './plain.ts';
import { isQualification, words as qualifying } from './qualifying-words.ts';
import { others } from './values.ts';
import { tokenize } from './words.ts';

/** `Ensure that …`, `Verifies if …`, `System MUST …`: what is promised stands behind it. */
export const withoutDirective = (text: string): string => rewrite(text, directives);

const directives = table(String.raw`
^\s*(?:please\s+|(?:an?\s+|the\s+)?(?:(?!ci\b|unit\b|integration\b|e2e\b|compose\b)[\w-]+\s+){0,3}tests?\s+(?=(?:verif|check|confirm|ensure|assert|prove|show)))?(?:(?:ensur|validat|guarante|mak)(?:e|es|ee|ees|ing)(?:\s+sure)?|(?:verif(?:y|ies|ied)|check(?:s|ed)?|confirm(?:s|ed)?|assert(?:s)?|tests?(?=\s+(?:that|if|whether|the|health\W?check|\w+ing)\b)|prove(?:s)?|show(?:s)?|demonstrate(?:s)?|see to it))(?:\s+(?:that|(?:if|whether)(?!.* as root\b)))?\s+(?=\S)(?!(?:pass|passes|succeed)\b|(?:that |the )*port ´?\d+´? is (?:available|free)\b) ⇒
^(?:you|we|I|(?:the )?(?:students?|team|candidate)) (?:(?:have|has|had) )?(?=(?:written|wrote|created|built|added|defined|configured|set up|made|provided|pinned|declared)\b) ⇒
^(?:as an? [\w /-]{2,40},? (?:I|we) (?:can|want(?: to)?|need(?: to)?|expect)\s+(?:that\s+)?(?!not\b)|(?:the\s+)?system\s+(?=must|shall|should|has)|(?:it is (?:expected|required|important|mandatory) that|(?:you|we|one|students?|developers?) (?:must|should|shall|(?:need|have) to)|we (?:want|need|require|expect)(?: that)?|it (?:must|should|shall|has to) be possible to(?!.*\b(?:root|rootless|users?|uid|read.only|without)\b))\s+) ⇒
# "No image needs to be small" asks for nothing.
\b(?:(?:needs?|(?:is|are) (?:required|expected)) to\b|(?:is|are) (?:needed|necessary)$)(?<!\b(?:no|not|none|nothing|never|without|only)\b.*) ⇒ must
`);

// "May" forbids behind "nothing" in German, and tenses say how it was.
const hedges = new RegExp(
  ` ((?<=(?:^|\`) )(?:later|future|planned|deferred|v[2-9])(?= \`)|(?:darf|dürfen)(?<! (?:kein\\S*|nichts|nie|niemals) .*)(?! (?:.* )?(?:nicht|kein\\S*|nie|niemals|höchstens|maximal|nur) )|(?<!is |are |be )used to(?= (?:return|answer|respond|be|have|fail|take|need|run|start|listen|call|use|hit|probe|check|expose|weigh|build|log|write|contain) )|(?:was|were)(?= (?:\\w+ing|up|non|un\\w+|not|root|healthy|green|ok|fine|small|alive|online|available|reachable|accessible|able|under|below|over|above|at|about|around|based|using|still|an?|the|\`|\\d))|ran(?= as )|previously(?! (?:created|added|stored|saved) )|aim|aims|(?<!first )try|tries|generally|recommended|recommend|advised|suggested|acceptable|reasonable|reasonably|preferred|desirable|supposed|almost|nearly|currently|presently|formerly|${qualifying.softening}) `,
);

const exceptions = new RegExp(` (${qualifying.excepting}) `);

/** The words of a text between blanks; code and marks as a backtick. */
function wordsOf(text: string): string {
  const words = tokenize(text).map((token) =>
    token.kind === 'code' || token.kind === 'mark' ? '`' : token.raw.toLowerCase(),
  );
  return ` ${words.join(' ')} `;
}

/** The words that leave open whether it is required; "may use up to" is a limit, and "almost 200 MB" a number. */
export function hedgeIn(text: string): string | undefined {
  const words = wordsOf(text)
    .replace(
      / may (?=(?:use|take|need|consume|be|weigh|only) (?:up|at|no|not|most|\d\S*(?: [a-z]+)? at most) |not exceed )/g,
      ' ',
    )
    .replace(/ (?:almost|nearly) (?=\d)/g, ' ')
    // The month.
    .replace(/(?<= \d{1,2}(?:st|nd|rd|th)?) may | may (?=\d{1,4} )/g, ' ')
    // "No credentials may be in it" forbids.
    .replace(/(?<= (?:no|nothing) (?:[^,;.` ]+ ){0,4}|^ only .*)may (?=be |contain |run )/g, '')
    .replace(/ for (?:acceptable|reasonable) /g, ' for ');
  return hedges.exec(words)?.[1];
}

/** A promise that is softened, or has an exception: a question, not a claim. */
export function softened(text: string): Meaning | undefined {
  const [, ...parts] = text.split(/[,;()[\]—–]|\.\s/);
  const hedge = hedgeIn(text) ?? parts.find((part) => isQualification(part, true))?.trim();
  if (hedge !== undefined) return doubtful('ambiguous', `"${hedge}": is it required, or not?`);
  const words = wordsOf(text);
  const none = /dockerignore/.test(text) ? / excluding / : / (?:uid|machine) other than (?:0|one) /;
  const exception = exceptions.exec(words.replace(none, ' '))?.[1];
  if (exception !== undefined)
    return doubtful('ambiguous', `"${exception}": is that forbidden, or only not promised?`);
  if (/ unless /.test(words))
    return doubtful('unverified', '"unless" makes an exception that no check covers');
  if (notNeeded.test(words)) return doubtful('ambiguous', 'Is that forbidden, or only not needed?');
  return undefined;
}

const notNeeded =
  / not (?:(?:have|has|needs?) to|required|necessary|needed|obliged) | need not | no (?!(?:\S+ )?(?:root|priv|sudo|capab|auth))(?:\S+ ){1,3}(?:is |are )?(?:required|necessary|needed) /;

export function doubtful(verdict: 'ambiguous' | 'unverified', reason: string): Meaning {
  return { verdict, reason, checks: [] };
}

const hintVerbs =
  '(?:hint|see|cf|compare|verif(?:y|ied|iable)|inspect(?:ed)?|check(?:ed|able)?|test(?:ed)?|measured|confirm(?:ed)?|validated?|proven|shown|seen|try|reported|run|use|using|via|e\\.g\\.|as)';
const hintLinks =
  '(?:\\s+(?:with|by|via|using|in|as|it|this|running|the|output|of|reported|shown|printed|container|host|a))*';
const codes = '(?:`[^`]+`[\\s,]*(?:and|or|/)?\\s*)+';
const look =
  '`(?:(?:just|make|task) [\\w:.-]+|docker (?:(?:container|image) )?(?:images|ls|inspect|top|exec|ps|history|stats)\\b[^`]*|docker run --rm [^`]*\\b(?:id|id -u|whoami))`';
/** A report that says no more than that it is as promised. */
const asPromised =
  '(?:\\s*(?:shows?|returns?|prints?|reports?|says|→)?\\s*(?:fails|succeeds|passes|`?healthy`?|nothing(?: sensitive| confidential)?|no (?:env )?secrets|(?:a |the )?user(?: field)?|an error|non-root|a non-root (?:uid|user)))?';
const hintForms = new RegExp(
  [
    `(?:\\s*\\(|[,;–—-]|\\s(?=\\w+\\s+(?:with|by|via|using)\\s))\\s*${hintVerbs}${hintLinks}:?\\s+(${codes})(?:in (?:the )?(?:container|ci|pipeline))?\\s*(?:\\)|\\.?$)`,
    '\\((`(?:docker|curl|psql|npm) [^`]*`)\\)',
    `\\(\\s*${hintVerbs}${hintLinks}:?\\s+((?:docker|curl|whoami|psql)\\b[\\w\\s./:-]*)\\)`,
    `\\s*(?:\\(|[:;,–—-]\\s)\\s*(${look})${asPromised}(?:\\)|\\.?$)`,
    `\\s*(?:\\(|[:;,–—-]\\s)\\s*(${look})(?=\\s*(?:shows?|returns?|prints?|reports?|says|→|=))`,
  ].join('|'),
  'gi',
);

/** `(verify with \`docker images\`)`, `, checked by \`whoami\``: a hint at evidence, never executed. */
export function withoutHints(text: string) {
  const hints: string[] = [];
  const kept = text.replace(hintForms, (whole, ...groups: unknown[]) => {
    const hint = groups.slice(0, 5).find((group) => typeof group === 'string');
    // Compose and another container are more than the image, and options of a build or run are part of what is said.
    const proves = /\b(?:verif|check|inspect|confirm|test|valid|prove|see)/i.test(
      whole.split('`')[0] ?? '',
    );
    const looks = groups.slice(3, 5).includes(hint);
    const more = new RegExp(`compose|\`docker (?:stop -|${others})`).test(whole);
    if (more || (!proves && !looks && /^`docker (?:run|build) /.test(`${hint}`))) return whole;
    hints.push(`${hint}`.trim());
    // What it shows is promised as well.
    return groups[4] === undefined ? ' ' : /^\s*\(/.test(whole) ? ' (' : ': ';
  });
  return { text: kept, hints };
}
