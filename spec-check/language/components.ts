import type { Spec, SpecItem } from '../model/spec.ts';
import { foreign } from './document/groups.ts';
import { termsIn } from './terms.ts';

/**
 * Reads which parts of a system the items of a spec name: "Orchestrator" of "Orchestrator Dockerfile". `names` are
 * words that describe the image that is checked, `subjects` names that stand for it; `note` says which of them nothing
 * but the line itself gives, and `question` why that may be another image.
 */
export function namesOf({ title, defaults, items, headings }: Spec) {
  const folder = defaults.dockerfile?.replace(/[^/]*$/, '') ?? '';
  const given = wordsOf(`${title} ${defaults.image ?? ''} ${folder}`).filter(
    (one) => !misleading.test(one),
  );
  const found = [...items, ...headings].flatMap(({ text }) => partsIn(text));
  const images = Object.keys(defaults.images ?? {}).map(lower);
  const parts = [...new Set(found.map(lower))].filter((one) => !images.includes(one));
  return ({ text, group = '', image = '' }: SpecItem) => {
    const own = new Set([...given, ...wordsOf(`${group} ${image}`)]);
    const isOwn = (name: string) => wordsOf(name).some((word) => own.has(word));
    // "Worker and API": the title does not say which of them it is.
    const both = /\s(?:and|&|\+)\s/.test(title) && image === '' && parts.filter(isOwn).length > 1;
    const first = lower(/^[A-Z][\w-]*(?= )/.exec(text)?.[0] ?? '');
    const named = [...partsIn(text), ...(parts.includes(first) ? [first] : [])];
    // `web/Dockerfile`: the folder says which image it is of.
    const folders = text.match(/[\w.-]*\w\/(?=(?:Docker|Container)file\b)/g) ?? [];
    const other = [...named, ...folders].filter(
      (name) => (both || !isOwn(name)) && (parts.length > 1 || !common.test(name)),
    );
    // "Backend" beside a frontend is the API.
    const isOnly = parts.every((one) => one === 'api' || (foreign.test(one) && !isOwn(one)));
    const isClear = other.every((name) =>
      parts.length <= 1
        ? !/\w[ -]service\b/i.test(title) && isName(name, found)
        : isOnly && lower(name) === 'api',
    );
    const also = parts.length > 1 ? `The spec names ${parts.join(', ')}. ` : '';
    return {
      names: new Set([...own, ...named.flatMap(wordsOf)]),
      subjects: new Set([group, image, title, ...parts.filter(isOwn), ...named].map(lower)),
      note: other[0] ? `"${other[0]}" is the image: the spec names no other that may be meant` : '',
      question: isClear
        ? ''
        : `Is "${other[0]}" the image that is checked? ${also}Say it in the title, or as image: in front matter`,
    };
  };
}

/** A name in all its spellings; what people call a backend or a server is the API. */
export const lower = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[ -]service$/, '')
    .replace(/\b(?:backend|server)\b/g, 'api');

export const wordsOf = (text: string): string[] => lower(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words of a title that would make another image out of "the … image". */
const misleading =
  /^(?:base|builder|dev|development|test|testing|debug|staging|old|previous|specification|spec|container|image|no|not|without)$/;

/** The parts that a text names before "container", "image" or "Dockerfile". */
function partsIn(text: string): string[] {
  return [...text.matchAll(naming)].flatMap(({ 1: words = '', 2: service = '', index }) => {
    // "Nginx container starts" is about another one, and "based on the nginx image" is not.
    const isFirst = /^(?:the |an? )?$/i.test(text.slice(0, index));
    const isNoun = /\b(?:the|an?|our) `?[\w-]+$/i.test(text.slice(0, index) + words);
    const isPart = (word: string) =>
      isUnknown(word) || (service.startsWith('-') && words.endsWith(word))
        ? !describing.test(word) && (isNoun || /[A-Z]|-/.test(word) || foreign.test(word))
        : common.test(word) || (isFirst && foreign.test(lower(word)));
    const name = words.split(' ').filter(isPart).join(' ');
    return name === '' ? [] : [name + service];
  });
}

const naming =
  /(?<![\w./:-])`?((?:[A-Z][\w-]* )?(?!(?:an?|the|in|of|to|and)\b)[A-Za-z][\w-]*?)`?([ -][Ss]ervice)?`?(?: (?:[Dd]ocker|[Cc]ontainer|[Pp]roduction))* (?:[Cc]ontainer|[Ii]mage|[Dd]ockerfile|\.dockerignore)\b(?! [Rr]egistr| [Ss]tatus)/g;

/** Known words that name a part where there are several. */
const common = /^(?:api|backend|server|web|bot|mcp)$/i;

/** "Orders" may be what an API keeps, and "the orchestrator" who asks for its health. */
const isUnknown = (word: string): boolean =>
  termsIn(word).some(
    ({ role, concepts }) =>
      role === 'word' &&
      [...concepts].every((one) => one === '{resource}' || one === 'health-tracking'),
  );

/** Words that say how an image is, not which one; other builds of it, and what runs beside it. */
const describing =
  /(?:ed|ing|able|ible|less|ful|ous|ive|al|ic|ary|ish|ready|based|only|date|arch|party)$|(?:^|[ -])(?:postgres\w*|mysql|mariadb|mongo\w*|database|db|redis|cache|kafka|rabbitmq|dev|debug\w*|builder|staging|legacy|previous|next|test|ci)$|-standard$|^(?:secure|rom|iso|disk|boot|kernel|firmware|logo|(?:small|larg|bigg|old|new|form|inn|out|low|upp|high|lat|light|heavi|clean|fast|slow|eith|neith)(?:er|est)|current|naive|tiny|whole|entire|right|wrong|correct|main|target|default|plain|bare|non|pre|multi|semi|self|third|per|single|same|similar|parent|child|sample|example|demo|broken|corrupt|vendor|mirror|qa|uat|gpu|cpu|cuda|arm|amd|prod|eol|jre|jdk|sdk|ubi|aws|gcp|ecr|acr|gcr|ghcr|e2e|vm|os|linux|user|customer|developer)(?![a-z])/i;

/** Whether it is made like a name, or used as one again and again; parts that most systems have are mostly another image. */
function isName(name: string, found: readonly string[]): boolean {
  const written = found.filter((one) => lower(one) === lower(name));
  const said = written.join(' ');
  const isCompound = /^[A-Z][A-Z0-9]+\b|[a-z][A-Z]|[a-z]-[a-z]|[ -][Ss]ervice/.test(said);
  const isProper = /\b[A-Z]/.test(said) && (/(?:[st]or|er)\b/.test(said) || written.length > 1);
  return (isCompound || isProper) && !foreign.test(lower(name));
}
