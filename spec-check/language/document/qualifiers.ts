import { brief, plain } from './text.ts';

/** Why a sentence, parent item or label above promises changes them; empty when it only introduces them. */
export function doubtAbove(text: string): string {
  const rest = plain(text)
    .replace(presumed, ' ')
    .replace(/`[^`]*`/g, ' ');
  if (!restricting.test(rest) && doubtOfSigns(text) === '') return '';
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

/** What is so whenever a promise is checked, and conditions that mean "these are required". */
const presumed =
  /\b(?:(?:once|when|while|whenever|after|as long as) (?:the |a |my |our )?(?:container|api|app|application|service|server|image|it) (?:is |has |has been )?(?:up and running|up|running|runs|started|starts|built|builds)|(?:done|completed?|accepted|ready|success\w*|succeeds?|pass(?:es|ed)?|finished|satisfied|fulfilled|met)\b[^,;]{0,60}?\b(?:only )?(?:when|if|once)|(?:if|when) all of (?:these|the following|them)|with (?:a |the )?(?:running )?(?:container|image|api|database)|before (?:each |every |any |the |a |we |you |it )?(?:releas|merg|shipp|deploy|going|goes|launch|production|publish)\w*|without (?:any )?exceptions?)\b/gi;

const restricting =
  /\b(?:not|no|none|never|neither|nor|cannot|without|forbid\w*|forbidden|prohibit\w*|avoid\w*|reject\w*|wrong|false|fail\w*|except\w*|unless|exclud\w*|other than|instead|only|if|when|whenever|while|during|until|before|after|once|in case|provided that|assuming|given|outside|with|under|optional\w*|ideally|preferabl\w*|maybe|might|may|could|nice to have|later|future|eventually|planned|dropped|discarded|abandoned|withdrawn|deprecated|obsolete|superseded|out of (?:the |our )?scope|(?:some|any|one|two|most)(?: \w+)? of|either|debug\w*|staging|legacy|previous\w*|arm64|amd64|opposite|contrary|impossible|anything but|used to|as soon as|depending|bugs|nobody wants|untrue|everything but|hardly|rarely|sometimes|formerly|hope|wish|perhaps|tbd|proposal|suggested|is it true|deny|pending|subject to|starting with|next (?:quarter|year|month|release|version)|nicht|kein\w*|wenn|ohne|sauf|sans|salvo|sem|sin|excepto)\b|n['’]t\b|^for \w+ (?:on|with|who|whose)\b|^(?:behind|inside|per)\b|^for (?:v?\d|tenants?\b)|^(?:from|as of) (?:version|v?\d)|^(?:in|at) (?:ci|phase \w+|dev\w*|preview\w*|peak\w*|the \w+ region|the worker|night|weekends?|the long run|the future|theory|principle|most|some|rare|an emergency|emergencies)\b|^on (?!(?:(?:the|a|an|each|every|all|any) )*(?:start|stop|shutdown|sigterm|failure|restart|docker|linux|container|image|api|release|merge|build|push|pull|top)\w*\b)/i;

/** Why a sentence of prose that stands before a list changes the promises in it; empty for mere prose. */
export function doubtOfProse(text: string): string {
  const points =
    /\b(?:these|those|following|below|above|they|them|items?|criteria|points?|promises|limits?|list|(?:all|none) of this|each)\b|^\W*(?:\w+\W+)?(?:only|unless|except|(?:appl(?:y|ies)|valid|holds?)\b.*\bonly)\b/i;
  const changes =
    /\bnone of\b|\b(?:must|should|do|does|are|is|need|shall|may|can)(?: not|n['’]t) (?:hold|apply|be|true|met|required|promised|needed|count|bind|expected|checked|count|include|cover|yet)\b|\b(?:unless|except|optional|ideally|nice to have|aspirations?|whether|tbd|undecided|not (?:a |yet )?(?:commitments?|promises?|agreed|decided|final|binding))\b|\bonly (?:apply|applies|hold|holds|for|if|when|in|on|to|with)\b|(?<!read[ -])\bonly\W*$|\bappl(?:y|ies) (?:only |just )?(?:to|when|if|in|on)\b|\b(?:if|when) (?:debug|the debug|in debug)\w*/i;
  return points.test(text) && changes.test(text)
    ? `${brief(text)} before it changes what it promises`
    : '';
}

/** Why a sentence that stands after a list takes something back from it; empty when it does not. */
export function doubtAfter(text: string): string {
  const excepts =
    /^\W*(?:\w+:\s*)?(?:exceptions?(?! handling)|exemptions?|except|unless|excluding)\b|\bonly\b.{1,40}\b(?:counts?|appl(?:y|ies))\b|\bexempt(?:ed)?\b|\b(?:do|does) not apply\b/i;
  if (excepts.test(text)) return `${brief(text)} after it changes what it promises`;
  return /\b(?:above|these|those|they|none of this)\b/i.test(text) ? doubtOfProse(text) : '';
}

/** Whether a paragraph is about the list itself: who agreed on it, who checks it. */
export const isAboutList = (text: string): boolean =>
  /\b(?:criteria|points?|promises|items|list|section|document|spec|table|below|following|follows|here)\b|^(?:these|they)\b/i.test(
    text,
  ) &&
  /\b(?:agreed|written|reviewed|approved|decided|discussed|defined|checked|verified|come|comes|describes?|lists?)\b/i.test(
    text,
  ) &&
  !/\b(?:must|shall|image|container)\b/i.test(text);

/** A text with no claim of its own, which only leads over to what follows: `It is done when all of these hold`. */
export const isLeadIn = (text: string): boolean =>
  plain(text)
    .toLowerCase()
    .replace(/[^\p{L}\s]/gu, ' ')
    .split(/\s+/)
    .every((word) => leadWords.has(word));

const leadWords = new Set(
  ' the a an it its this that these those following below all each every of and or to we our you your must should shall has have will can is are be being hold holds held true met satisfied fulfilled done when if once complete completed ready accepted passes pass success successful container containers image images docker api app application service system dockerfile criteria criterion conditions points promises requirements items list checks as follows meet meets satisfy satisfies fulfil fulfill ensure verify make sure check confirm please what which for in at least every'.split(
    ' ',
  ),
);

/** Whether a note beside a promise only says why, whence, or how to see it, so that the promise is unchanged. */
export function isHarmlessNote(text: string): boolean {
  const bare = plain(text).replace(/^[("'“*_\s–—-]+|[)"'”*_\s.]+$/g, '');
  if (
    /^(|[-–—✓✔✅]|(curl|wget|docker( \w+)?|trivy|grype|dive|hadolint|k6|snyk|dockle|manual|ci|github actions)|n\/?a|ok|yes|must|must have|required|mandatory|critical|high|medium|p[0-3]|[#@][\w-]+|https?:\S+|\d{4}-\d{2}-\d{2})$/iu.test(
      bare,
    )
  )
    return true;
  return saysWhy.test(bare) && !saysWhat.test(bare) && !changing.test(bare);
}

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
export const changing =
  /\b(?:not|no|none|never|without|except\w*|unless|exclud\w*|includ\w*|but|only|if|when|while|must|should|shall|instead|other|another|left out|at (?:most|least)|debug\w*|dev|staging|arm64|amd64|test|\d+(?:[.,]\d+)? ?(?:[kmg]i?b|ms|s|%|seconds?|minutes?))\b|n['’]t\b|[<>≤≥≠=]/i;

/** Whether a nested line takes something back from the item that it stands below. */
export const takesBack = (text: string): boolean =>
  /^\W*(?:except\w*|unless|but|only|not|without|excluding|counting|unlike|apart from|other than|if|when|on condition|provided|in case)\b/i.test(
    text,
  );

/** Why a sign in a sentence may say "not"; empty when there is none. */
export function doubtOfSigns(text: string): string {
  const prose = text
    .replace(/\buid ?(?:≠|!=) ?0\b/gi, 'non-root')
    .replace(/`[^`]*`/g, (code) => (/^`\s*!|!=/.test(code) ? code : '`code`'));
  const sign =
    /^\[[-~!?>]\]|^(?:[×✕⨯🗙╳🙅🚷🤚📵🚳☠]|! )|[⏳🚧🔜📅🚫⛔❌✖✗✘🛑⊘👎❎☒≠≢¬∉❓]|!=|=\/=|<>|(?<![\p{L}\d)`\]])!(?=[\w`])/u.exec(
      prose,
    )?.[0];
  return sign === undefined ? '' : `Does ${sign} say "not"?`;
}
