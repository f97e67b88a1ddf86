import { anywhere, isQualification, limiting, presumed, words } from '../qualifying-words.ts';
import { stem, wordSet } from '../words.ts';
import { brief, plain } from './text.ts';

/** Why a sentence, parent item or label above promises changes them; empty when it only introduces them. */
export function doubtAbove(text: string): string {
  const said = plain(text);
  const rest = said.replace(presumed, ' ').replace(/`[^`]*`/g, ' ');
  const changes = restricting.test(rest) || elsewhere.test(rest) || isQualification(text);
  if (!changes && doubtOfSigns(text) === '') return '';
  return `${brief(text)} above it changes what it promises`;
}

/** What each file name of a list promises, by the sentence above it; undefined for another sentence. */
export function absenceBelow(above: string): ((file: string) => string) | undefined {
  const said =
    /^(?:the |these |following |files? |folders? |paths? |director(?:y|ies) |and |items? )*(?:must|shall|should|are|is)? ?(not (?:be )?(?:present |included |contained |copied |shipped )?(?:in|into) the (?:final |docker |production |container )*image|(?:be )?(?:excluded|ignored|listed) (?:by|in|through|via) (?:the )?`?\.dockerignore`?(?: file)?)$/i.exec(
      plain(above),
    )?.[1];
  if (said === undefined) return undefined;
  return (file) =>
    said.includes('ignore') ? `\`.dockerignore\` excludes ${file}` : `${file} is not in the image`;
}

const restricting = anywhere(
  `${limiting}|${words.softening}|forbid\\w*|forbidden|prohibit\\w*|avoid\\w*|reject\\w*|wrong|false|fail\\w*|except\\w*|exclud\\w*|instead|if|when|whenever|while|during|until|before|after|once|in case|as long as|given|outside|with|under|later|future|planned|dropped|discarded|abandoned|withdrawn|deprecated|obsolete|superseded|out of (?:the |our )?scope|(?:some|any|one|two|most)(?: \\w+)? of|two out of|for example|sample|other teams|against|nobody|myths?|competitors?|in the old|either|debug\\w*|staging|legacy|previous\\w*|arm64|amd64|opposite|contrary|impossible|(?:anything|everything) but|used to|as soon as|bugs|nobody wants|untrue|hardly|rarely|hope|wish|proposal|is it true|deny|pending|starting with|next (?:quarter|year|month|release|version)|nicht|kein\\w*|wenn|ohne|sans|sem|sin`,
);
const elsewhere =
  /^for \w+ (?:on|with|who|whose)\b|^(?:behind|inside|per)\b|^for (?:v?\d|version|tenants?\b)|^(?:from|as of) (?:version|v?\d)|^(?:in|at) (?:ci|phase \w+|dev\w*|preview\w*|peak\w*|the \w+ region|the worker|night|weekends?|the long run|the future|theory|principle|most|some|rare|an emergency|emergencies)\b|^on (?!(?:(?:the|a|an|each|every|all|any) )*(?:start|stop|shutdown|sigterm|failure|restart|docker|linux|container|image|api|release|merge|build|push|pull|top)\w*\b)/i;

/** Why a sentence of prose beside a list, mostly before it, changes the promises in it; empty for mere prose. */
export function doubtOfProse(text: string, side: 'before' | 'after' = 'before'): string {
  const isOfNext = side === 'after' && /\b(?:following|below)\b|:$/i.test(text);
  const changes =
    (!isOfNext && pointing.test(text) && changingAll.test(text)) || freeing.test(text);
  return changes || text.split(/(?<=[.!?])\s+(?=\p{Lu})/u).some((one) => isQualification(one))
    ? `${brief(text)} ${side} it changes what it promises`
    : '';
}

/** It speaks of the promises around it. */
export const pointing =
  /\b(?:these|this|both|numbers|proposal|section|which|those|following|below|above|they|them|items?|criteria|points?|promises|limits?|list|(?:all|none) of this|each|exempt(?:ed)?|apply|counts?)\b|^\W*(?:\w+\W+)?(?:only|unless|except|(?:appl(?:y|ies)|valid|holds?)\b.*\bonly)\b/i;
const changingAll =
  /\bnone of\b|\b(?:must|should|do|does|are|is|need|shall|may|can)(?: not|n['’]t) (?:hold|apply|be|true|met|required|promised|needed|count|bind|expected|checked|count|include|cover|yet)\b|\b(?:unless|except|optional|ideally|nice to have|aspirations?|whether|tbd|undecided|not (?:a |yet )?(?:commitments?|promises?|agreed|decided|final|binding))\b|\bonly (?:apply|applies|hold|holds|for|if|when|in|on|to|with)\b|(?<!read[ -])\bonly\W*$|\bappl(?:y|ies) (?:only |just )?(?:to|when|if|in|on)\b|\b(?:if|when) (?:debug|the debug|in debug)\w*|\bonly\b.{1,40}\b(?:counts?|appl(?:y|ies))\b|\b(?:do|does) not apply\b|\bexempt(?:ed)?\b|^\W*(?:(?:this|these|those|they|both|everything|nothing|all|the (?:list|section|criteria|numbers|limits?|items?|points|targets|values|document|spec|proposal|\w+ (?:limit|criterion)))\b[^.]{0,40}\b(?:is|are|was|were|been|be)|we) (?:\w+ ){0,2}?(?:drafts?|wishes|ideas|obsolete|outdated|superseded|deprecated|rejected|withdrawn|dropped|void|examples?|placeholders?|tentative|provisional|aspirational|optional|on hold|wish ?list|(?:promised|required|binding)(?: \w+)? (?:yet|later|from)|(?:targets|goals) for)\b|\bno longer appl|\b(?:ignore|rely on) (?:this|these|the)\b|^(?:should|would|could|do) (?:we|it|you|they)\b.*\?$|^which of\b/i;

/** By these another build or place need not keep a promise. */
const other =
  '(?:debug|nightly|dev|development|staging|legacy|preview|local|arm64)\\b(?: (?:builds?|images?|containers?|environments?|branch(?:es)?|variants?|hosts?))?';
const freeing = new RegExp(
  `\\b${other} (?:(?:is|are) (?:allowed|exempt|excluded|not|permitted)|may (?:be|use|run|have|exceed|need)|can be (?:larger|bigger|slower))\\b|\\b(?:allowed|permitted|fine|ok|acceptable|tolerated|not|covers?|\\d ?(?:[kmg]i?b|ms|s)) (?:for|in|on) (?:the |a |any )*${other}|\\bexcludes? (?:the |any |all )*\\w+ (?:builds?|images?|variants?)\\b|^\\W*(?:for|on|in) (?:the )?${other}\\b.{0,40}\\b(?:fine|ok|allowed|may)\\b|^\\W*${other}: .*\\d`,
  'i',
);

/** Whether a paragraph is about the list itself: who agreed on it, who checks it. */
export const isAboutList = (text: string): boolean =>
  listed.test(text) && agreed.test(text) && !/\b(?:must|shall|image|container)\b/i.test(text);

const listed =
  /\b(?:criteria|promises|below|following|follows|here|(?:this|these|those|the) (?:points|list|section|spec)|(?:this|these|those) (?:items|document|table))\b|^(?:these|they)\b/i;
const agreed =
  /\b(?:agreed|written|reviewed|approved|decided|discussed|defined|checked|verified|come|comes|describes?|lists)\b/i;

/** A text with no claim of its own, which only leads over to what follows: `It is done when all of these hold`. */
export const isLeadIn = (text: string): boolean =>
  plain(text)
    .toLowerCase()
    .replace(/[^\p{L}\s]/gu, ' ')
    .split(/\s+/)
    .every((word) => leadWords.has(stem(word)));

const leadWords = wordSet` the a an it its this that these those following below all each every of and or to we our you your must should shall has have will can is are be being hold holds held true met satisfied fulfilled done when if once complete completed ready accepted passes pass success successful container containers image images docker api app application service system dockerfile criteria criterion conditions points promises requirements items list checks as follows meet meets satisfy satisfies fulfil fulfill ensure verify make sure check confirm please what which for in at least every`;

/** Whether a note beside a promise only says why, whence, or how to see it, so that the promise is unchanged. */
export function isHarmlessNote(text: string): boolean {
  const bare = plain(text).replace(/^[("'“*_\s–—-]+|[)"'”*_\s.]+$/g, '');
  const why = saysWhy.test(bare) && !saysWhat.test(bare) && !changing.test(bare);
  return mere.test(bare) || (why && !bare.split(/[,;(—.]\s/).some((one) => isQualification(one)));
}

const mere =
  /^(|[-–—✓✔✅]|(curl|wget|docker( \w+)?|trivy|grype|dive|hadolint|k6|snyk|dockle|manual|ci|github actions)|n\/?a|ok|yes|must|must have|required|mandatory|critical|high|medium|p[0-3]|[#@][\w-]+|https?:\S+|\d{4}-\d{2}-\d{2}|(ideal|useful|recommended|suggested) (for|by) [\w ]+|(usually |typically |normally )?takes (about |around )?\d+ ?(s|sec\w*|m|min\w*) to \w+)$/iu;
const saysWhy =
  /^(?:because|since|so that|why|rationale|reason|purpose|motivation|background|see|cf\.?|refs?|references?|source|agreed|decided|discussed|as (?:agreed|decided|discussed|requested)|asked for|requested|wanted|owner|tracked|issue|ticket|verif\w+|check(?:ed)? (?:with|by|it|via|using)|measured (?:with|by|using)|confirmed|tested (?:with|by)|evidence|how to (?:verify|check|test|see)|(?:use|run|try) `|`?(?:docker|podman|curl|psql|whoami) |\$ |for (?:security|safety|simplicity|speed|operations|ops|orchestrat\w+|monitoring|compliance|portability|audit\w*|cost|costs)\b|smaller |faster )/i;

/** `Verify the container runs as root`: it begins like a hint, and promises. */
const saysWhat =
  /^(?:agreed|decided|discussed|requested|wanted|confirmed) that\b|^(?:verif\w+|confirm\w*|for \w+)\b[^`]*\b(?:is|are|runs?|has|have|uses?|contains?|responds?|returns?|listens?|works?|survives?|builds?|starts?|stops?|exits?|declares?)\b/i;

/** Why a bracket that names evidence says more than that, and changes the promise; empty when none does. */
export function doubtOfBrackets(text: string): string {
  const bare = text.replace(/`[^`]*`/g, '`code`');
  const found = [...bare.matchAll(/\(([^()]*)\)/g)].find(
    ([, inside = '']) => saysWhy.test(inside) && changing.test(inside),
  );
  return found === undefined ? '' : `What stands in brackets changes it: ${brief(found[0])}`;
}

/** Words by which a note excepts, adds or conditions. */
export const changing = anywhere(
  `${limiting}|except\\w*|exclud\\w*|includ\\w*|if|when|while|must|should|shall|instead|other|another|left out|at (?:most|least)|debug\\w*|dev|staging|arm64|amd64|test|\\d+(?:[.,]\\d+)? ?(?:[kmg]i?b|ms|s|%|seconds?|minutes?)|[<>≤≥≠=]`,
);

// "v2", "phase 3" and "in Q4" say when, and so not now.
const taking =
  /^\W*(?:(?:in|for|from|since|target(?:ed)?|planned|due|eta|status|milestone|release)\W+)*(?:v(?:ersion )?\d[\d.]*|(?:phase|sprint|milestone|iteration|release|stage) [\d.]+|q[1-4]\b\W*(?:20\d\d)?|(?:20\d\d\W?)?q[1-4])\W*$|^\W*(?:but|only|not|without|counting|unlike|if|when|or|alternatively|otherwise|else|n\/?a|new limit|with a tolerance|tolerance|net of|w\/o|compressed)\b|^\W*(?:now|plus)\b.*\d|[±]|\b(?:not counted|(?:do|does) not count|(?:can|may) be (?:waived|ignored|skipped|relaxed|exceeded)|excl\.|exceptions? (?:are )?(?:possible|allowed))|\bbase (?:image|layers?)\b.*\bexcluded\b|\bwithout (?:the )?base\b|\bmeasured (?:on|after)\b|^\W*(?:[+≈]|was changed to|none$)|\b(?:this|really|realistic|needed|required|enough)\b[^?]*\?$/i;

/** Whether a nested line takes something back from the item that it stands below. */
export const takesBack = (text: string, boxed = false): boolean =>
  isQualification(text, boxed) ||
  freeing.test(text) ||
  (!boxed && taking.test(text)) ||
  doubtOfSigns(text) !== '';

/** Why a sign in a sentence may say "not"; empty when there is none. */
export function doubtOfSigns(text: string): string {
  const prose = text
    .replace(/\b(?:uid ?(?:≠|!=) ?0|user ?(?:≠|!=) ?`?root)\b/gi, 'non-root')
    .replace(/`[^`]*`/g, (code) => (/^`\s*!|!=/.test(code) ? code : '`code`'));
  const sign =
    /^\[[-~!?>]\]|^(?:[×✕⨯🗙╳🙅🚷🤚📵🚳☠]|! )|[⏳🚧🔜📅🗑💤🤷❔⏸👻🚫⛔❌✖✗✘🛑⊘👎❎☒≠≢¬∉❓]|!=|=\/=|<>|(?<![\p{L}\d)`\]])!(?=[\w`])/u.exec(
      prose,
    )?.[0];
  return sign === undefined ? '' : `Does ${sign} say "not"?`;
}
