/** `Given …, When …, Then …`: its `Then` behind the conditions that matter, without what every proof does anyway, and these by themselves; undefined for other text. */
export function readScenario(text: string) {
  const [, label = '', steps = '', then = ''] =
    /^((?:[\w-]+: )?)((?:given|when)\b.+?)[\s,;]+then\b[\s,:]*(.+)$/is.exec(text) ?? [];
  if (then === '') return undefined;
  const conditions: string[] = [];
  const known: string[] = [];
  let it: string | undefined;
  let since = '';
  for (const step of steps.split(between).filter(Boolean)) {
    const seen = inspected.exec(step)?.[1];
    const variable = missing.exec(step)?.slice(1).find(Boolean);
    if (anyway.test(step) || (building.test(step) && !made.test(then))) continue;
    if (seen !== undefined && (alone.test(seen) || /^its?\b/i.test(then)))
      it = seen.replace(/^its\b/i, 'the');
    else if (variable !== undefined) {
      it = 'the container';
      known.push(`without ${variable}`);
    } else if (present.test(step) || started.test(step)) {
      it = nounIn(step);
      // A limit of time counts from there.
      if (started.test(step) && timed.test(then)) since = ' of startup';
    } else conditions.push(`when ${step}`);
  }
  const of = (_it: string, own: string) => (own === '' ? `${it}` : `${it}'s`);
  const promise = it === undefined || conditions.length > 0 ? then : then.replace(/^it(s?)\b/i, of);
  const opening = conditions.length > 0 ? `${conditions.join(', ')}, then ` : '';
  const sentence = `${opening}${[...known, promise + since].join(', ')}`;
  return { sentence: `${label}${sentence}`, conditions };
}

const timed = /^(?!.*\bhealthy\b).*\d ?(?:ms|s|(?:milli)?sec\w*|min\w*)\b/i;
const between = /(?:^|[\s,;]+)(?:given|when)\b[\s:]*(?:that )?|[,;]\s*(?:and|but)\s+/i;
const noun = '(?:image|container|app|application|api|service|server|dockerfile)';
const thing = `(?:(?:an?|the|my|our|its) )?(?:(?:docker|built|running|started|final|production|api) )*${noun}`;
const actor = '(?:(?:i|we|you|someone|the (?:user|developer|operator)) )?';
const given = '(?: with (?:an? |the )?(?:valid |working )?`?DATABASE_URL`?(?: set)?)?';

function nounIn(step: string): string {
  return `the ${step.match(new RegExp(`\\b${noun}\\b`, 'gi'))?.at(-1) ?? ''}`;
}

/** What every proof has: Docker, and the project. */
const anyway = whole(
  '(?:an?|the|any|my) (?:(?:clean|fresh|new) )*(?:machine|host|laptop|environment) with (?:only )?docker(?: installed| running)?|docker (?:is )?(?:installed|running|available)|(?:(?:an?|the|my) )?(?:(?:clean|fresh|new|go|node|python|java|rust|application|app) )*(?:repository|repo|project|source code|clone|checkout)(?: is (?:available|cloned|checked out))?|(?:it (?:is |starts )?)?(?:running|started|built)',
);

const building = whole(
  `${actor}(?:runs? )?\`docker (?:buildx |image )?build[^\`]*\`(?: is (?:run|executed))?`,
);
/** What a build is about itself. */
const made = /\b(?:buil|produc|creat|succe|complet|finish|pass|result|exit|fail)/i;
const alone = whole(`${thing}(?: layers| history)?`);
/** The image is built, the container runs: so it is whenever something is proven. */
const present = whole(
  `${thing}(?: (?:is|has been|was) (?:successfully )?(?:built|running|up|up and running|started|available|ready))?${given}`,
);
const started = whole(
  `${actor}(?:runs?|starts?|launch(?:es)?) (?:${thing}|\`docker (?:container )?run(?: (?:-d|--rm|-p [\\d:]+|[a-z][\\w./:-]*))*\`)${given}|${thing} (?:runs|starts|is run|is launched)${given}`,
);
const inspected = whole(`${actor}(?:inspects?|checks?|measures?|examines?|looks? at) (.+)`);
const named = '`?([A-Z][A-Z0-9_]+)`?';
const missing = new RegExp(
  `^(?:(?:there is )?no|(?:${thing} (?:starts|runs|is started) |(?:I|we|you) (?:start|run) ${thing} )?without) ${named}(?: (?:is )?(?:set|given|provided))?$|^${named} is (?:not (?:set|given|provided)|unset|missing|absent)$`,
);

function whole(form: string): RegExp {
  return new RegExp(`^(?:${form})$`, 'i');
}
