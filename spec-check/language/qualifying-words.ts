/** Words that change what a promise says, as alternatives of regular expressions, for every place where they can stand. */
export const words = {
  negating: "no|not|none|never|neither|nor|nothing|cannot|without|\\w+n['’]t",
  /** They leave something out of it. */
  excepting:
    'except(?:ing)?|excluding|exclusive of|apart from|besides|aside from|but not|with the exception of|other than|save for|barring|not counting|not including|leaving out|exempting',
  /** They make it hold at some time or place only. */
  conditional:
    'unless|in case (?:it|this|that|we|of (?:it|need))|on (?:the )?condition|provided(?: that)?|providing|assuming|presuming|supposing|(?:granted|given) that|so long as|in the event|(?:condition|contingent|depend)\\w* (?:up)?on|subject to|pending (?:approval|review|decision|the|an?)|only (?:if|when|for|in|on|while|after|during|with|under|to)|if and when|(?:if|when|in|while) (?:the )?debug|au(?:ß|ss)er|ausgenommen|sofern|falls (?:der|die|das|es|ein)|sauf|hormis|except[eé]|salvo|excep?to|a menos que|siempre que|desde que|[aà] (?:condition|moins)',
  /** They leave open whether it is required. */
  softening:
    '(?<!\\b(?:has|have|needs?|is|are|ought|required|expected) )to be (?:implemented|added|done|defined|decided|determined)|(?:was|were) (?:used|built|based|run) (?:\\S+ ){0,3}(?:before|earlier|originally|so far)|ideally|preferably|optionally|optional|hopefully|possibly|maybe|perhaps|might|(?<!\\b(?:in|of|since|by|\\d) )may(?! \\d)|if possible|where possible|when possible|whenever possible|if feasible|where feasible|when feasible|where applicable|when applicable|if applicable|where appropriate|as far as possible|as needed|(?:if|when|where|as) (?:needed|required(?! (?:env|config|setting|variable|secret))|necessary|available|desired|supported)|nice to have|best effort|strive|usually|normally|typically|mostly|often|sometimes|occasionally|eventually|tbd|tbc|to be (?:decided|determined|confirmed|discussed|agreed)|todo|on hold|give or take|in principle|could|partly|partially|opcional|optionnel\\w*|facultati\\w*|wünschenswert|desej[aá]vel|deseable|souhaitable|(?:nicht|pas|no es|não(?: é)?) (?:zwingend|verbindlich|obligat\\w+)|可选|необязательно|желательно|(?:at present|at the moment|for now|for the time being|as of (?:now|today))|idealerweise|m[oö]glichst|vorl[aä]ufig|id[eé]alement|si possible|idealmente|de preferencia|por ahora|por enquanto',
  /** They give it up, or leave it open, where they stand first or alone: "removed" may be promised of something else. */
  revoking:
    'not|no longer|never|dropped|cancell?ed|withdrawn|obsolete|superseded|replaced by|raised to|relaxed|deprecated|out of (?:our |the )?scope|removed|rejected|abandoned|discarded|scrapped|descoped|waived|void|revoked|rescinded|retracted|overruled|ignore|disregard|skip|wrong|false|untrue|invalid|outdated|forbidden|nope|wontfix|parked|shelved|suspended|paused|crossed out|later|future|planned|deferred|postponed|next (?:release|version|phase|quarter|year)|moved to v?\\d|skipped|ignored|retired|no (?:guarantees?|commitments?|promises?)|wish ?list|at some point|sooner or later|in the long run|in a perfect world|time permitting|next sprint|(?:would be )?nice|negotiable|flexible|approximate|roughly|around|approximately|approx|ballpark|nominal(?:ly)?|more or less|on average|in (?:general|most cases|theory)|most of the time|within reason|rule of thumb|(?:guidelines?|targets?|goals?) only|only (?:an? )?(?:guideline|target|goal)s?|indicative|informational|advisory|experimental|temporar(?:y|ily)|some ?day|one day|soon|we aim|aim to|aiming|we try|try to|trying|recommended|advised|suggested|desirable|acceptable|preferred|generally|currently|presently|supposed|tentative(?:ly)?|provisional(?:ly)?|preliminary|aspirations?|aspirational|non binding|stretch|wish(?:es|ful)?|undecided|under discussion|soft|hope|wip',
};

/** Where one of the words or signs stands in a text. */
export const anywhere = (some: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\d](?=[\\p{L}\\d]))(?:${some})(?!(?<=[\\p{L}\\d])[\\p{L}\\d])`, 'iu');

/** Words that never only explain. */
export const limiting = `${words.negating}|${words.excepting}|${words.conditional}|but|only`;

/** What is so whenever a promise is checked, and conditions that mean "these are required". */
export const presumed =
  /\b(?:(?:once|when|while|whenever|after|as long as) (?:the |a |my |our )?(?:container|api|app|application|service|server|image|it) (?:is |has |has been )?(?:up and running|up|running|runs|started|starts|built|builds)|(?:done|completed?|accepted|ready|success\w*|succeeds?|pass(?:es|ed)?|finished|satisfied|fulfilled|met)\b[^,;]{0,60}?\b(?:only )?(?:when|if|once)|(?:if|when) all of (?:these|the following|them)|after (?:start(?:up|ing)?|boot)|with (?:a |the )?(?:running )?(?:container|image|api|database)|before (?:each |every |any |the |a |we |you |it )?(?:releas|merg|shipp|deploy|going|goes|launch|production|publish)\w*|(?:without|no) (?:any )?exceptions?)\b/gi;

/** Whether a text beside a promise only excepts, conditions, softens or gives it up. `outright`: a mere "after the build" does not count. */
export function isQualification(text: string, outright = false): boolean {
  const said = text
    .replace(presumed, ' ')
    .toLowerCase()
    .replace(introducing, ' ')
    .replace(/n['’]t\b/g, ' not')
    .replace(/[^\p{L}\p{N},]+/gu, ' ')
    .trim()
    .replace(/, (?:that is|i e)$/, '');
  // What says more, behind a comma, must speak of the promise.
  const more = /^[^,]*,((?: \S+){2,})$/.exec(said)?.[1];
  const begins = !outright && beginning.test(said) && (more === undefined || pointing.test(more));
  return begins || outspoken.test(said) || (said.length < 80 && only.test(said.replace(/,/g, '')));
}

/** "Note: …", "See ADR 12, …": what stands behind it may change a promise. */
const introducing =
  /^\W*(?:(?:note|nb|caveat|remark|comment|hint|info|important|warning|attention|status|condition|update|edit|decision|verdict|priority|prio|severity|moscow)\W*:|see [^,;:(]+[,;:(])/i;
const beginning =
  /^(?:if|when|whenever|where(?= (?:the|it|an?|we)\b)|while|once|until|till|before|after|during|given|in case|as (?:long|soon) as|depend\w* on|apart from|aside from|besides|other than|instead of|unlike|without|outside|omitting|ignoring|disregarding|deferred|postponed|superseded|withdrawn|dropped in|rejected in|cancell?ed|abandoned|obsolete|deprecated|outdated|waived|planned for|no longer|(?:not yet|to be) (?:agreed|decided|approved|discussed)|under discussion|tb[acd]|(?:needs|waiting for|awaiting) (?:approval|sign)|blocked by|applies (?:only )?to|valid (?:until|from)|since v?\d|nur (?:für|in|bei|wenn)|uniquement|seulement|solo (?:para|en|si)|apenas|ohne|sin|sem|minus|less the|leaving|bar|save|not the) [\p{L}\p{N}]/u;
const pointing =
  /\b(?:above|these|those|they|them|everything|criteria|limits?|promises?|list|appl(?:y|ies)|holds?|counts?|fine|ok|enough|(?:allow|accept|permit|tolerat)\w+|\d+ ?(?:[kmg]b|s|ms)|(?:it|this) (?:is|may|can|must|need|does|will))\b/;
const outspoken = new RegExp(
  `^(?:(?!apart|aside|besides|other|depend)(?:${words.excepting}|${words.conditional})|exceptions?(?! handling)|(?:everything|all) but|(?:\\S+ ){0,5}(?:is |are |)exempt\\w*|does not apply|replaced by|raised to|relaxed to|(?:(?:in (?:ci|staging|dev\\w*|preview|phase)|at (?:night|weekends)|under (?:\\w+ )?load|(?:from|starting with) (?:version|v?\\d)|for (?:version |v)\\d|(?:on|for|under|with) (?:linux )?(?:arm64|aarch64|armv7|apple silicon|windows|macos|podman))(?: \\w+){0,2}|(?:\\w+ ){0,3}(?:builds?|releases?|images?|environments?|hosts?|nodes?|mode|tags?|branch|branches|customers|tenants) only)$)(?= |$)`,
  'u',
);
const emptying = `${words.softening}|${words.revoking}`;
const filling =
  'a|an|the|this|that|these|those|it|they|all|both|of|above|list|items?|criteri(?:a|on)|points?|promises?|promised|require(?:d|ments?)|commitments?|mandatory|limits?|targets?|goals?|numbers?|figures?|is|are|was|were|will|wo|be|been|being|do|does|only|just|merely|still|so|here|there|yet|needed|guarantees?|any|more|now|true|applicable|apply|applies|final|agreed|decided|we|our|us|for|to|and|or|as|on|in|basis|binding|hold|holds|hard|firm|strict|real|must|have|non|note';
const only = new RegExp(`^(?:(?:${filling}) )*(?:${emptying})(?: (?:${filling}|${emptying}))*$`);
