import type { SectionKind } from '../../model/spec.ts';
import { anywhere, isQualification, words as qualifying } from '../qualifying-words.ts';

export interface HeadingMeaning {
  /** Undefined for a heading that only divides the section it stands in. */
  readonly kind: SectionKind | undefined;
  /** It names a topic of containers (`Security`): its lists are promises only where no other heading says what they are. */
  readonly weak: boolean;
  /** Why the promises below it can't be taken as they are written; empty when they can. */
  readonly doubt: string;
}

/** Reads a heading by its words: numbering, emoji, emphasis and what stands in brackets do not matter. */
export function readHeading(heading: string): HeadingMeaning {
  const whole = plainHeading(heading);
  const excluded = kindIn(excluding, whole);
  if (excluded !== undefined) return { kind: excluded, weak: false, doubt: '' };
  const kind = kindOf(plainHeading(heading.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')), heading);
  const doubt = doubtOf(whole, heading);
  if (kind === 'divides') return { kind: 'intent', weak: true, doubt };
  const topic = kind === 'topic' || (kind === undefined && doubt !== '');
  return topic ? { kind: 'criteria', weak: true, doubt } : { kind, weak: false, doubt };
}

type Words<K extends string> = Readonly<Partial<Record<K, RegExp>>>;

function kindIn<K extends string>(table: Words<K>, words: string): K | undefined {
  // The keys of the table are kinds.
  return (Object.keys(table) as K[]).find((kind) => table[kind]?.test(words));
}

/** Sections whose lists are no promises, whatever else their heading says. */
const excluding: Words<SectionKind> = {
  'non-goals':
    /\b(non ?(goals?|objecti\w+)|anti ?goals?|no objetivos|nao objetivos|nicht ?ziele?|(out of|not in|outside)( the| our)? scope|wo(n ?)?t (have|do|fix|be)|^wo(n ?)?t ?s?(?= this|$)|will not|not (doing|planned|included|covered|supported|promised)|what (this|it|we|that) (is|are|re|do|does|won ?t) ?(not|n ?t)?( do)?$|exclu(sions?|ded)(?!.*\b(dockerignore|image|build|context)\b)|fuera de(l)? alcance|fora d[eo] escopo|hors (du |de )?(perimetre|champ|scope)|ausserhalb|nicht im umfang|abgrenzung)|вне рамок|не цели|не входит|非目标|范围之?外|不在范围/,
  excluded:
    /\b(future|later|planned|deferred|postponed|backlog|some ?day|one day|parking lot|ice ?box|considered and|not (taken|chosen|adopted)|known (issues?|bugs?|gaps?|problems?|limitations?)|limitations|not (now|yet|done|implemented|started|required|needed)|next steps?|follow ?ups?|open (questions?|issues?|points?)|(?<!(have|has|needs?) )to ?do|roadmap|obsolete|superseded|deprecated|outdated|legacy|status quo|as is|what we have|(current|existing|old|original|previous|former|pre) (state|status|situation|set ?up|implementation|behaviou?r|approach|problems?|issues?|hardening|migration|refactor\w*|(docker\w*|images?|containers?|config\w*|size)$)|(issues?|problems?|vulnerabilities|findings?) found|^(audit |security |key |scan |review )?findings$|^((known|open|main|security) )?(problems?|issues?|weaknesses|gaps?|pain points|shortcomings|bugs?|smells|concerns|risks?)$|(?<!(expected|desired|required|target) )results$|measurements$|ist zustand|estado (actual|atual)|etat actuel|alternatives?( considered)?|offene fragen|spater)\b|^before$|\bbefore( the| this| our)? (migration|refactor\w*|change|rewrite|optimi[sz]ation|hardening|clean ?up|fix|redesign|docker\w*|containeri\w*|multi stage)\b/,
};

/** Headings that negate, soften or condition what stands below them. */
function doubtOf(words: string, heading: string): string {
  const said = `The heading "${heading.trim()}"`;
  if (contrary.test(words) || /~~|^[❌🚫⛔✗✘]/u.test(heading))
    return `${said} turns it into its contrary`;
  const changes = [heading, ...heading.split(/[()[\]]/)].some((one) => isQualification(one, true));
  return changes || softening.test(words.replace(gate, ' '))
    ? `${said} leaves open whether it is required`
    : '';
}

const contrary =
  /\b((must|may|shall|should|can|do|does|is|are)( not|n t)|cannot|none of|nothing of|never|anti ?(criteria|patterns?|requirements?)|forbidden|prohibited|(to )?avoid(ed|ing)?$|do ?n ?ts?|discarded|declined|withdrawn|scrapped|descoped|cancell?ed|^(dropped|removed)( (from|in|for|items?|requirements?|criteria)\b.*)?$|abandoned|^exceptions?(?! handling)\b.*|^exempt(ed|ions?)?\b.*|unwanted|not wanted|red lines?|no gos?|wrong|bad|poor|false|counter ?examples?|violations?|deal ?breakers?|disallowed|unacceptable|reject(ed|ion)?|negative (criteria|requirements|list)|defects?|red flags?|(must|should|shall) fail|(signs?|symptoms?) of failure|smells?|impossible|breaks the build|^nope?$|show ?stoppers?|veto(es)?|^failures?$|^rejects$|mistakes?|pitfalls?|gotchas?|lessons learned|taboos?|off limits|banned|illegal|not permitted|(must|shall) nots|broken windows|how it fails|worst practices|failure (criteria|conditions?)|fails? (when|if)|not (be )?(true|hold|acceptable|accepted|allowed|ok|committed)|uncommitted|archived?|deleted|myths?|misconceptions?|competitors?|abgelehnt|verworfen|veraltet|rejete\w*|abandonne\w*|obsoleto|rechazado|descartado)\b|отклонен/;

const softening = anywhere(
  `${qualifying.conditional}|${qualifying.excepting}|if|when|whenever|while|until|in case|as (?:long|soon) as|(?<!read )only|without(?! exc| cap| root)|during|(any|one|some|most|either) of|optional(ly)?|nice to haves?|stretch|could haves?|wish ?list|ideas|aspirations?|bonus|maybe|if (time|possible)|extra credit|(for|open for) discussion|suggestions?|proposals|optionnel|opcional|desejavel|wunschenswert|kann kriterien|^either$|^(should|would|could|do) (we|it|you|they)`,
);

/** Conditions that are met whenever the image is checked. */
const gate =
  /\b(done|complete|completed|accepted|ready|successful|success|passes|finished|works) (only )?(when|if)\b|\bwhen (is|this|it|all)\b.* done\b|\b(if|when) (the |a |your |this )?(prs?|pull request|change|using|you use|running in|(?:deploy|releas|author|review|writ|creat|build|chang|add|updat|containeri[sz]|dockeri[sz])ing)\b|\bonly production\b|\bgiven when then\b/g;

/** A topic of containers holds promises, and one of software explains, where no other heading says what there is. */
type Kind = SectionKind | 'topic' | 'divides';

/** The head noun decides: that of the first part that has one, prepositions cut off. */
function kindOf(words: string, heading: string): Kind | undefined {
  if (/^\s*requirement\b[^:]*:/i.test(heading)) return 'criteria';
  const whole = kindIn(phrases, words);
  if (whole !== undefined) return whole;
  if (explaining.test(words)) return 'intent';
  const parts = heading
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .split(/:|[–—|›»]| - /)
    .map(plainHeading)
    .filter((part) => part !== '' && !numbered.test(part));
  const found = parts.map((part) => {
    const [head = '', ...rest] = part.split(/\b(?:for|of|on|in|with|to|from|by|before)\b/);
    return lastKind(head) ?? lastKind(rest.join(' '));
  });
  return found.find(isStrong) ?? found.find(Boolean);
}

const numbered =
  /^(phase|task|step|unit|section|part|milestone|sprint|epic|story|us|iteration) ?\w?$/;

const explaining = /^(how to|how|why|what (is|are)|who|about|where)\b/;

const phrases: Words<Kind> = {
  criteria:
    /\bdefini\w+ (of|de|von) \w+|\bdo[dr]\b|\bdone\b|^(make|be) sure\b|^ensure\b|^before\b|^(if|when) (the |a |your |this )?(prs?|pull request|change)\b|\bmust haves?\b|\b(you|we|students) (have|need) to\b|\bexpected\b|^sign ?off|^how (?:(?:this|it|i|we) )?(?:(?:was|were|is|has been|have) )?(?:it )?(?:verified|tested|checked|validated)\b|^acs?$|\b(complete|finished|works|passes|passing|accepted|ready) (when|if|means)\b|\b(should|must|shall)( (do|be|have|meet|fulfil\w*|satisfy|guarantee|provide))?$|\bmust be true$|\bholds?$|\bnon negotiables?$|完成定义/,
  intent:
    /^((business|technical|project|product|our|the|main) )*(goals?|objectives?|ziele?|objetivos?|objectifs?|цел[ьи])$/,
  dependencies: /^(depends on|requires|needs)$/,
  topic: /\bsecurity context$/,
};

function lastKind(words: string): Kind | undefined {
  const all = words
    .trim()
    .split(' ')
    .map((word) => kindIn(kinds, word));
  // What explains is the head noun itself: "Notes" or "Design notes", not "Notes service".
  const strong = all.findLast((kind) => isStrong(kind) && kind !== 'intent');
  const subject = /ing$/.test(words) ? all.at(-2) : undefined;
  return all.at(-1) === 'intent' ? 'intent' : (strong ?? all.at(-1) ?? subject);
}

const isStrong = (kind: Kind | undefined): boolean =>
  kind !== undefined && kind !== 'topic' && kind !== 'divides';

/** Words of six languages by their stems, without accents; Chinese has no blanks between words. */
const kinds: Words<Kind> = {
  criteria:
    /^(\w*kriteri\w+|crit?eri\w+|criteres?|accept\w*|aceit\w*|acept\w*|\w*akzeptanz\w*|\w*abnahme\w*|recette|checklists?|\w*check(s|liste)?|checkpoints?|prufliste|\w*prufung(en)?|tests?|testes|testing|pruebas|essais|verif\w+|valid\w+|comprobacion|outcomes?|gates?|assertions?|kpis?|metrics|readiness|expectations?|scenarios?|targets?|objectives?|qa|grading|rubric|assurance|proof|contracts?|controle|success|promises|guarantees|slas?|slos?|goals|conditions|sign ?off|проверк\w*|критери\w*|прием\w*|тест\w*|чек\w*|готовност\w*)$|критери|проверк|прием[ко]|готовност|тесты|验收|标准|检查|成功/,
  constraints:
    /^(constraints?|requirements?|nfrs?|frs?|rules?|considerations?|guidelines?|polic(y|ies)|standards?|conventions?|limits?|reductions?|optimi[sz]ations?|practices|\w*anforderung\w*|\w*bedingungen|einschrankungen|vorgaben|requisitos|restri[cç]\w+|exigences|contraintes)$|требовани|ограничени|要求|需求|约束|限制/,
  dependencies:
    /^(dependenc\w+|dependenci\w+|dependances|pre ?requisit\w*|prerequis|assumptions?|abhangigkeiten|voraussetzungen)$|зависимост|依赖|前提/,
  intent:
    /^(intent|purpose|overview|background|summary|motivation|context\w*|kontext|hintergrund|introduction|scope|rationale|reasons?|notes?|references?|glossary|history|changelog|examples?|faqs?|appendix|links|questions|risks?|timeline|entities|explanation|обзор|введение)$|контекст|背景|概述|目标/,
  divides:
    /^(architecture|design|approach|strategy|usage|bootstrap|setup|installation|workflow|structure)$/,
  topic:
    /^(images?|containers?|containeri[sz]ation|docker|dockerfiles?|security|hardening|observability|logging|logs|monitoring|size|deployments?|builds?|runtime|performance|reliability|networking|health|healthchecks?|configuration|config|environment|artifacts?|registry|integration|tooling|development|production|operations|portability|compatibility|resilience|shutdown|startup|secrets|users?|ports?|ci|cd|push|pull|tags?|variables|settings|behaviou?r|management|handling|stages?|sicherheit|seguridad|seguranca|securite|безопасность)$|安全|镜像|容器/,
};

/** Lower case, without accents, marks and what numbers it: `3.1 ✅ Critères:` → `criteres`. */
export const plainHeading = (heading: string): string =>
  heading
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/['’]/g, ' ')
    .replace(/[^\p{L}\p{N}\s]|_/gu, ' ')
    .replace(/\b(?:[a-z]{0,3}\d+|[ivx]+(?= \S))\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Labels that only explain: what stands behind them is no promise. */
export const contextLabels =
  /^(rationale|alternatives?( considered)?|why|reason(ing)?|notes?|background|context|trade ?offs?|considered|explanation|motivation|examples?|source|references?|see( also)?|because|how to verify|verification|evidence|comment)$/;
