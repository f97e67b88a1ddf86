import type { AnyCheck } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';
import type { Interpretation, SpecItem } from '../../model/spec.ts';
import { type Language, languageOf } from '../clauses.ts';
import { brief } from '../document/text.ts';
import { hedgeIn } from '../frame.ts';
import { understand } from '../sentence.ts';
import { plain } from '../words.ts';
import { proseOf, subjectWords } from './subject.ts';
import { vagueWords } from './vague-words.ts';

/** What is wrong with how single promises are worded, each with a sentence to write instead. */
export function wording(promises: readonly Interpretation[], checks: readonly AnyCheck[]) {
  const language = languageOf(checks);
  const proven = promises
    .filter(({ item, verdict }) => item.kind === 'criterion' && verdict === 'checkable')
    .map(({ item }) => subjectWords(item.text));
  const worded = promises
    // A check written out under the item says what the sentence leaves open.
    .filter(({ item, verdict }) => item.explicit.length === 0 || verdict !== 'checkable')
    .flatMap((promise): Finding[] => {
      const { item } = promise;
      const found =
        vague(item) ??
        optional(item) ??
        twoPromises(item, language) ??
        notMeasured(promise, proven);
      return found === undefined ? [] : [{ ...found, level: 'warning', line: item.line }];
    });
  return [...worded, ...unusual(promises, checks)];
}

type Smell = Pick<Finding, 'code' | 'message' | 'fix'> | undefined;

function vague(item: SpecItem): Smell {
  const prose = proseOf(item.text);
  for (const { words, not, instead, limited } of vagueWords) {
    // "Starts fast, within 2 s": the limit says how fast.
    if (limited && /\d\s?(?:[kKMGT]i?B|bytes|m?s|(?:milli)?sec\w*|min\w*|%|rps)(?!\w)/.test(prose))
      continue;
    const word = words.exec(not === undefined ? prose : prose.replace(not, ''))?.[0];
    if (word === undefined) continue;
    const message = `"${word}" in ${brief(item.text)} can be neither proven nor disproven.`;
    return { code: 'vague-word', message, fix: instead };
  }
  return undefined;
}

function optional({ text }: SpecItem): Smell {
  const hedge = hedgeIn(proseOf(text));
  if (hedge === undefined) return undefined;
  const firm = text.replace(new RegExp(`,?\\s*(?:\\bshould )?\\b${hedge}\\b,?`, 'i'), '');
  return {
    code: 'optional-wording',
    message: `"${hedge}" leaves open whether ${brief(text)} is required.`,
    fix: `Require it: ${brief(capital(firm))}. Or move it to Non-Goals.`,
  };
}

/** Two halves that are understood each by itself, as different things. */
function twoPromises(item: SpecItem, language: Language): Smell {
  const split = /^(.+?)(?:\s*,?\s+(?:and|plus|&|as well as)\s+|\s*;\s+(?:and\s+)?)(.+)$/;
  const halves = split.exec(plain(item.text).replace(/\([^)]*\)/g, ''))?.slice(1) ?? [];
  const ids = halves.map((text) =>
    understand({ ...item, text, label: undefined }, language)
      .checks.map(({ check }) => check)
      .join(),
  );
  if (halves.length === 0 || ids.includes('') || ids[0] === ids[1]) return undefined;
  const [one, other] = halves.map((half) => brief(capital(half.trim().replace(/\.$/, ''))));
  return {
    code: 'two-promises',
    message: `${brief(item.text)} promises two things: when one fails, the line does not say which.`,
    fix: `One line each: ${one} and ${other}.`,
  };
}

/** What a check could not make anything of, and neither another rule explains nor, for a constraint, a criterion of the same topic proves. */
function notMeasured({ item, verdict, reason }: Interpretation, proven: readonly Topic[]): Smell {
  const fix = /[.?!"]$/.test(reason) ? reason : `${reason}.`;
  const topics = [item.label ?? '', ...item.section.slice(1), item.text].map(subjectWords);
  const isAbout = (topic: Topic) =>
    topic.size > 0 && proven.some((words) => topic.isSubsetOf(words));
  if (item.kind === 'constraint' && topics.some(isAbout)) return undefined;
  if (verdict === 'ambiguous')
    return { code: 'ambiguous', message: `${brief(item.text)} can mean two things.`, fix };
  const message = `No check covers the whole of ${brief(item.text)}: it will be UNVERIFIED.`;
  return verdict === 'unverified' ? { code: 'not-measured', message, fix } : undefined;
}

type Topic = ReadonlySet<string>;

/** Promises that say the opposite of what is usually wanted. */
function unusual(promises: readonly Interpretation[], checks: readonly AnyCheck[]): Finding[] {
  const claims = promises.flatMap((promise) => promise.checks);
  return promises.flatMap(({ item, checks: own }) =>
    own.flatMap(({ check, params }): Finding[] => {
      const all = claims.filter((claim) => claim.check === check).map((claim) => claim.params);
      const found = checks.find(({ id }) => id === check)?.unusual?.(params, all);
      if (found === undefined) return [];
      const message = `${brief(item.text)} ${found.reason}.`;
      const fix = `Probably meant: "${found.instead}".`;
      return [{ code: found.code, level: 'warning', line: item.line, message, fix }];
    }),
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
