import type { Finding } from '../../model/finding.ts';
import type { Interpretation } from '../../model/interpretation.ts';
import type { SpecItem } from '../../model/spec.ts';
import { plain } from '../words.ts';
import { isNegated, proseOf, quoted } from './subject.ts';
import { vagueWords } from './vague-words.ts';

/** What is wrong with how single promises are worded, each with a sentence to write instead. */
export function wording(interpretations: readonly Interpretation[]): Finding[] {
  const promises = interpretations.filter(
    ({ item, verdict }) => verdict !== 'context' && item.kind !== 'non-goal',
  );
  return [
    ...promises.flatMap((promise) => {
      // A check written out under the item says what the sentence leaves open.
      if (promise.item.explicit.length > 0 && promise.verdict === 'checkable') return [];
      const found = smells.flatMap((smell) => smell(promise));
      return found.length > 0 ? found : notMeasured(promise);
    }),
    ...reversed(promises),
  ];
}

type Smell = (promise: Interpretation) => Finding[];

const smells: readonly Smell[] = [
  ({ item }) => vague(item),
  ({ item }) => optional(item),
  ({ item }) => withoutUnit(item),
  ({ item }) => withoutEndpoint(item),
  ({ item }) => withoutLoad(item),
  twoPromises,
];

function warning(item: SpecItem, code: string, message: string, fix: string): Finding {
  return { code, level: 'warning', line: item.line, message, fix };
}

function vague(item: SpecItem): Finding[] {
  const prose = proseOf(item.text);
  const measured = limit.test(prose);
  for (const { words, not, instead, limited } of vagueWords) {
    // "Starts fast, within 2 s": the limit says how fast.
    if (limited && measured) continue;
    const word = words.exec(not === undefined ? prose : prose.replace(not, ''))?.[0];
    if (word === undefined) continue;
    return [
      warning(
        item,
        'vague-word',
        `"${word}" in ${quoted(item)} can be neither proven nor disproven.`,
        instead,
      ),
    ];
  }
  return [];
}

/** A number with a unit of size or time. */
const limit =
  /\d\s?(?:[kKMGT]i?B|bytes|ms|milliseconds?|s|secs?|seconds?|min|minutes?|%|rps|req\/s)(?![\w])/;

const hedges =
  /,?\s*\b(should ideally|ideally|preferably|hopefully|optionally|(?:if|where|when|wherever|whenever)(?: at all)? (?:possible|feasible|appropriate|practical|needed|time permits)|as far as possible|best[ -]effort|nice to have|would be nice|maybe|perhaps|might|may(?! not\b| \d)|(?:aims?|tries|try|strives?) to|usually|normally|typically|generally|mostly)\b,?/i;

function optional(item: SpecItem): Finding[] {
  const prose = proseOf(item.text);
  const hedge = hedges.exec(prose)?.[1];
  if (hedge === undefined) return [];
  const firm = item.text.replace(hedges, '').replace(/\s+/g, ' ').trim();
  return [
    warning(
      item,
      'optional-wording',
      `"${hedge}" leaves open whether ${quoted(item)} is required.`,
      `Require it: ${quoted({ text: capital(firm) })}. Or move it to Non-Goals.`,
    ),
  ];
}

const comparator =
  '(?:under|below|less than|smaller than|at most|at least|up to|within|no more than|not exceed|max(?:imum)?(?: of)?|over|above|<=?|>=?|≤|≥)';

/** A limit that ends without a unit; counts, ports, ids and codes have none. */
function withoutUnit(item: SpecItem): Finding[] {
  const match = new RegExp(
    `(?<![\\w])${comparator}\\s*(?<number>\\d[\\d.,]*\\d|\\d)\\s?(?<unit>[kKMGT]b|[kKMGm])?(?=\\s*(?:$|[.,;)]|\\b(?:compressed|unpacked|final|in total|for|when|on|at|and|after|before)\\b))`,
  ).exec(proseOf(item.text));
  if (
    match === null ||
    /\b(ports?|uid|gid|users?|status|codes?|exit|replicas?|layers?|version|node|count|number|score|retries|connections|vulnerabilities|cves?|processes|threads|warnings|errors)\b/i.test(
      item.text,
    )
  )
    return [];
  const { number = '', unit = '' } = match.groups ?? {};
  const ofSize = /\b(size|image|memory|ram|disk|weigh|heap|download|bytes|rss)\b/i.test(item.text);
  // A start is told in seconds, an answer in milliseconds.
  const [time, other] = /\b(start|build|shut|stop|boot)/i.test(item.text)
    ? ['s', 'ms']
    : ['ms', 's'];
  const right = ofSize
    ? `${number}${/^[kKMG]/.test(unit) ? unit.charAt(0) : 'M'}B`
    : `${number} ${time}`;
  return [
    warning(
      item,
      'no-unit',
      unit === ''
        ? `${number} in ${quoted(item)} has no unit.`
        : `"${unit}" in ${quoted(item)} is no clear unit: ${/b$/.test(unit) ? 'bits or bytes' : 'MB or MiB, minutes or milliseconds'}.`,
      `Say it: ${quoted({ text: item.text.replace(new RegExp(`${number}\\s?${unit}(?!\\w)`), right) })} (or ${ofSize ? `${right.slice(0, -1)}iB` : `${number} ${other}`}, if that is meant).`,
    ),
  ];
}

const duration = /\d\s?(?:ms|milliseconds?|s|secs?|seconds?)(?!\w)/;

function withoutEndpoint(item: SpecItem): Finding[] {
  const asks = /\b(respon(?:d|ds|se|ses)|answers?|latency|round ?trip)\b/i.test(item.text);
  const says = /(?:^|[\s`(])\/[\w{]|\b(?:GET|POST|PUT|PATCH|DELETE) /.test(item.text);
  if (
    !asks ||
    says ||
    !duration.test(item.text) ||
    /\b(SIGTERM|start(?:s|up|ing)?|shut)\b/i.test(item.text)
  )
    return [];
  const bound = new RegExp(`${comparator}\\s*\\d[\\d.,]*\\s?[a-z]+`, 'i').exec(item.text)?.[0];
  return [
    warning(
      item,
      'no-endpoint',
      `${quoted(item)} does not say which endpoint.`,
      `Name it: "\`/health\` responds ${bound ?? 'within 50 ms'}".`,
    ),
  ];
}

function withoutLoad(item: SpecItem): Finding[] {
  const share = /\b(p\d{2}(?:\.\d+)?|\d{2}(?:th)? percentile|median|average|mean)\b/i.exec(
    item.text,
  )?.[0];
  const load =
    /\b(rps|qps|req(?:uests?)?\s?(?:\/|per)\s?s|\d+ (?:concurrent|parallel|simultaneous|requests|clients|users|connections)|load of|one client|sequential)/i;
  if (share === undefined || !duration.test(item.text) || load.test(item.text)) return [];
  return [
    warning(
      item,
      'no-load',
      `"${share}" in ${quoted(item)} means nothing without the load it is measured under.`,
      `Say it: ${quoted({ text: `${item.text.replace(/\.$/, '')} at 100 requests per second` })}.`,
    ),
  ];
}

/** What a clause of its own has. */
const verb =
  /\b(is|are|runs?|responds?|returns?|answers?|builds?|can|must|shall|should|will|does|do|has|have|starts?|stops?|exits?|listens?|logs?|works?|connects?|exposes?|contains?|uses?|stays?|refuses?|survives?|supports?|shuts|reads|writes|serves)\b/i;

function twoPromises({ item, verdict, checks }: Interpretation): Finding[] {
  const text = plain(item.text).replace(/\([^)]*\)/g, '');
  const split = /^(.+?)(?:\s*,?\s+(?:and|plus|&|as well as)\s+|\s*;\s+(?:and\s+)?)(.+)$/;
  const [, left = '', right = ''] = split.exec(text) ?? [];
  if (left === '' || right === '') return [];
  const ids = new Set(checks.map(({ check }) => check));
  // "From the environment and not hardcoded" is one promise, of the variable and of the image.
  const oneThing = ids.has('env-required') && ids.has('no-secrets') && ids.size === 2;
  const two =
    verdict === 'checkable'
      ? ids.size > 1 && !oneThing
      : verb.test(left) &&
        verb.test(right) &&
        // "The API reads and writes tasks" is one thing.
        !(left.split(/\s+/).length < 4 && verb.exec(right)?.index === 0) &&
        !/\b(when|if|while|until|between|after|once|both)\b/i.test(left);
  if (!two) return [];
  return [
    warning(
      item,
      'two-promises',
      `${quoted(item)} promises two things: when one fails, the line does not say which.`,
      `One line each: "${capital(left.trim())}" and "${capital(right.trim().replace(/\.$/, ''))}".`,
    ),
  ];
}

/** What a check could not make anything of, and no other rule explains. */
function notMeasured({ item, verdict, reason }: Interpretation): Finding[] {
  if (item.kind !== 'criterion') return [];
  if (verdict === 'ambiguous')
    return [warning(item, 'ambiguous', `${quoted(item)} can mean two things.`, sentence(reason))];
  if (verdict !== 'unverified') return [];
  return [
    warning(
      item,
      'not-measured',
      `No check covers the whole of ${quoted(item)}: it will be UNVERIFIED.`,
      sentence(reason),
    ),
  ];
}

/** Promises that say the opposite of what is usually wanted. */
function reversed(promises: readonly Interpretation[]): Finding[] {
  const limitsAbove = promises.some(({ checks }) =>
    checks.some(({ check, params }) => check === 'image-size' && /^</.test(String(params.op))),
  );
  return promises.flatMap(({ item, checks }) =>
    checks.flatMap(({ check, params }) => {
      if (check === 'image-size' && /^>/.test(String(params.op)) && !limitsAbove)
        return [
          warning(
            item,
            'reversed-limit',
            `${quoted(item)} asks for a large image, and no promise limits it from above.`,
            `Probably meant: ${quoted({ text: turned(item.text) })}.`,
          ),
        ];
      const root =
        check === 'non-root' &&
        (params.root === true || params.user === 'root' || params.uid === 0) &&
        !isNegated(item.text);
      return root
        ? [
            warning(
              item,
              'wants-root',
              `${quoted(item)} demands root: whoever breaks out of the process owns the container.`,
              'Probably meant: "Container does not run as root".',
            ),
          ]
        : [];
    }),
  );
}

function turned(text: string): string {
  return text
    .replace(/\b(more|larger|bigger|greater) than\b/i, 'less than')
    .replace(/\bat least\b/i, 'at most')
    .replace(/\b(over|above|exceeding|exceeds?)\b/i, 'under')
    .replace(/>/, '<')
    .replace('≥', '≤');
}

function sentence(text: string): string {
  return /[.?!"]$/.test(text) ? text : `${text}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
