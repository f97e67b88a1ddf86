import type { SpecItem } from '../../model/spec.ts';
import { plain } from './text.ts';

/** The image that a heading or label names (`Frontend Container` → `frontend`); undefined when it names none. */
export function imageNamed(heading: string): string | undefined {
  const parts = heading.split(/:\s|[–—]|\b(?:for|of) (?=the\b|front|back)/i).reverse();
  return parts.map(imageIn).find((name) => name !== undefined);
}

function imageIn(part: string): string | undefined {
  const words = plain(part)
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replace(/front[ -]?end/g, 'frontend')
    .replace(/back[ -]?end/g, 'backend')
    .replace(/[^\p{L}\p{N}-]+/gu, ' ')
    .replace(/^ *the /, '')
    .trim()
    .replace(about, '');
  const named =
    /^(.*?)\b(?:containers?|images?|dockerfiles?|services?|jobs?|stages?|variants?|pods?|builds?|sidecars?)$/.exec(
      words,
    )?.[1];
  if (named === undefined || named === '') return alone.test(words) ? words : undefined;
  const own = named
    .split(' ')
    .filter((word) => !describing.test(word) && !/^[a-uw-z]?\d*$/.test(word));
  return own.length === 0 || own.length > 2 ? undefined : own.join(' ');
}

const about =
  / (?:requirements|checks|(?:(?:acceptance|success) )?(?:criteria|checklist)|definition of done)$/;

/** Parts of a system that need no word "image" behind them. */
const alone =
  /^(?:frontend|backend|api|workers?|(?:web |admin )?ui|dashboard|spa|(?:web|mobile) app|(?:reverse )?proxy|load balancer|gateway|scheduler|cron|(?:queue )?consumer|(?:message )?broker|celery|sidekiq|redis|nginx|rabbitmq|kafka|sidecar|client|debug|debugging|builder|dev|development|staging|legacy|old|previous|next|v[2-9])(?: (?:app|application|server|build|variant|environment|mode|release|version))?$/;

/** Words that say how an image is or what is done with it, not which one it is. */
const describing =
  /^(?:the|a|an|for|in|on|our|your|my|sure|make|this|that|one|single|each|every|docker|oci|container|containers|image|images|final|runtime|production|prod|release|base|minimal|small|slim|lean|hardened|secure|multi-stage|non-root|running|signed|published|build|building|push|pushing|pull|pulling|run|start|scan|tag|publish|ship|deploy|test|testing|optimize|optimise|optimized|check|verify|inspect|health|write|create|add|update|fix|make|implement|prepare|define|configure|refactor|improve|produce|new|devops|ops|infrastructure|infra|deployment|general|common|shared|overall|security|quality|packaging|delivery|module|service|phase|step|task|lab|section|part|\w+-(?:ready|grade|friendly)|(?:harden|secur|contain|defin|improv|optimi[sz]|dockeri[sz]|packag|deploy|manag|structur|organi[sz]|debugg|writ|creat|us|choos|pinn|minimi[sz]|reduc|verify|validat|version|tagg|scann|sign)\w*ing|best|practices?|guidelines?|efficient|correct|proper|good|better|safe|distroless|scratch|alpine|reproducible|\w+(?:able|ible))$/;

/** Images that are another one than the API's, whatever else the spec names. */
export const foreign =
  /^(?:frontend|(?:web |admin )?ui|dashboard|spa|(?:web|mobile) app|client|workers?|(?:reverse )?proxy|load balancer|gateway|nginx|(?:queue )?consumer|(?:message )?broker|celery|sidekiq|scheduler|cron|sidecar|queue|database|db|postgres\w*|mysql|mariadb|mongo\w*|redis|cache|kafka|rabbitmq|init|migrations?|dev|development|debug|debugging|builder|staging|legacy|old|previous|next|v[2-9]|test|ci|batch|backup|seed\w*|windows|clean ?up|scheduled|stopped|background|other|another|second|import\w*|export\w*|sync|report\w*|etl|nightly)\b/;

const api = /^(?:api|backend|server|app|application)\b/;

/** Marks items of other images than the checked one (front matter, title, API, or the only one) with theirs, or as doubtful. */
export function settleGroups(
  items: readonly SpecItem[],
  names: string,
  images: readonly string[] = [],
): readonly SpecItem[] {
  const groups = [...new Set(items.flatMap(({ group }) => group ?? []))];
  const known = new Set(names.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const only = (found: readonly string[]) => (found.length === 1 ? found[0] : undefined);
  const checked =
    only(groups.filter((group) => group.split(/[ -]/).some((word) => known.has(word)))) ??
    only(groups.filter((group) => api.test(group))) ??
    only(groups.filter((group) => !foreign.test(group)));
  return items.map((item) => {
    const { group } = item;
    const named =
      group ??
      imageNamed(/^.{1,40}?\b(?:dockerfile|image|container)\b/i.exec(item.text)?.[0] ?? '');
    const image = images.find((name) => {
      const key = imageNamed(name) ?? plain(name).toLowerCase();
      // "Worker starts"; "Jobs run" speaks of something else.
      const begins = !key.endsWith('s') && item.text.toLowerCase().startsWith(`${key} `);
      return named === key || (group === undefined && begins);
    });
    if (image) return { ...item, image };
    if (group === undefined || group === checked || item.doubt !== '') return item;
    const doubt =
      checked === undefined && !foreign.test(group)
        ? `It speaks of "${group}", and the spec names several images (${groups.join(', ')}): say in the title or as image: in front matter which one is checked`
        : `It speaks of another image ("${group}") than the one that is checked; say its Dockerfile in the front matter, images: { ${group}: … }`;
    return { ...item, doubt };
  });
}
