/** `Given …, When …, Then …`: its `Then` behind the conditions that matter, without what every proof does anyway, and these by themselves; undefined for other text. */
export function readScenario(text: string) {
  const [, label = '', steps = '', then = ''] =
    /^((?:[\w-]+: )?)((?:given|when)\b.+?)[\s,;]+then\b[\s,:]*(.+)$/is.exec(text) ?? [];
  if (then === '') return undefined;
  const conditions: string[] = [];
  const known: string[] = [];
  let it: string | undefined;
  let since = '';
  let deed = '';
  for (const step of steps.split(between).filter(Boolean)) {
    const seen = inspected.exec(step)?.slice(1).find(Boolean);
    const variable = missing.exec(step)?.slice(1).find(Boolean);
    const looks = looking.test(step) && !printed.test(then);
    if (looks) it ??= 'the image';
    if (anyway.test(step) || looks || (building.test(step) && !made.test(then))) continue;
    if (seen !== undefined && (alone.test(seen) || /^its?\b/i.test(then)))
      it = seen === 'it' ? it : seen.replace(/^its\b/i, 'the');
    else if (variable !== undefined) {
      it = 'the container';
      if (/fail|exit|crash|refus|stop|error|not start/i.test(then))
        known.push(`without ${variable}`);
      else conditions.push(`when ${variable} is unset`);
    } else if (commanded.test(step) && printed.test(then)) {
      it = /`[^`]+`/.exec(step)?.[0];
    } else if (present.test(step) || started.test(step)) {
      it = nounIn(step);
      // A limit of time counts from there.
      if (started.test(step) && timed.test(then)) since = ' of startup';
    } else if (succeeds.test(then) && ours.test(step) && !building.test(step) && deed === '')
      deed = step.replace(/\bit\b/i, it ?? 'it').replace(/\b(?:attempt|trie)s to\b/i, 'can');
    else conditions.push(`when ${step}`);
  }
  if (deed !== '' && conditions.length === 0)
    return { sentence: `${label}${[...known, deed].join(', ')}`, conditions };
  if (deed !== '') conditions.push(`when ${deed}`);
  const of = (_it: string, own: string) => (own === '' ? `${it}` : `${it}'s`);
  const own =
    it === undefined || conditions.length > 0
      ? then
      : then.replace(/^(?:it|the (?:output|result)(?= is\b))(s?)\b/i, of);
  // "When I inspect its layers, then no secrets are found": in them.
  const promise = it && sought.test(own) ? `${own} in ${it}` : own;
  const opening = conditions.length > 0 ? `${conditions.join(', ')}, then ` : '';
  const sentence = `${opening}${[...known, promise + since].join(', ')}`;
  return { sentence: `${label}${sentence}`, conditions };
}

const whole = (form: string): RegExp => new RegExp(`^(?:${form})$`, 'i');
const sought =
  /\b(?:found|detected|visible|present|exists?)$|^there (?:is|are) no\b(?!.*\b(?:in|of)\b)/i;
/** "When I push it, then it succeeds": what is done is what is promised. */
const succeeds = whole(
  '(?:(?:it|that|this|every one|each one|(?:the|every|each|all)(?: the)? (?:operations?|requests?|actions?|calls?|steps?|push|pull|build|connection)|connection) (?:all )?(?:succeeds?|works?|passes|completes?)(?: successfully| correctly| without errors?)?)',
);
const timed = /^(?!.*\bhealthy\b).*\d ?(?:ms|s|(?:milli)?sec\w*|min\w*)\b/i;
const between = /(?:^|[\s,;]+)(?:given|when)\b[\s:]*(?:that )?|[,;]\s*(?:and|but)\s+/i;
const noun = '(?:images?|containers?|app|application|api|(?:micro)?service|server|dockerfile)';
const thing = `(?:(?:an?|the|my|our|its|that|this) )?(?:(?:fastapi|flask|express|node|python|go|http|web|rest|docker|built|running|started|final|production|api|backend|container|multi-stage|published|runtime|optimized|containerized|working) )*${noun}(?: (?:of|for) (?:the|our|my|an?) (?:api|app|application|service|backend|server|project))?`;
const person =
  '(?:i|we|you|they|someone|(?:(?:an?|the|any) )?(?:(?:new|security|devops|platform|backend|qa) )*(?:user|developer|operator|engineer|reviewer|auditor|tester|maintainer|contributor|administrator|admin|student|evaluator|architect|instructor|team)s?)';
const actor = `(?:${person} )?`;
const ours = new RegExp(`^(?:${person}|(?:an?|the) client|${thing} (?:attempts|tries) to) `, 'i');
const given =
  '(?: (?:with|and) (?:an? |the |its )?(?:valid |working |required )?(?:`?DATABASE_URL`?|env(?:ironment)? var(?:iable)?s(?: \\([^()]*\\)| (?:that )?it (?:needs|requires|expects))?|(?:db|database) connection)(?: set)?)?';

const root =
  '(?: (?:from|in|at|on|against) (?:(?:the )?(?:project|repo(?:sitory)?)(?: root| directory)*|an? (?:clean|fresh|new) (?:checkout|clone)))?';
const nounIn = (step: string): string =>
  `the ${step.match(new RegExp(`\\b${noun}\\b`, 'gi'))?.at(-1) ?? ''}`;

/** What every proof has: Docker, and the project. */
const anyway = whole(
  `(?:an?|the|any|my) (?:(?:clean|fresh|new) )*(?:machine|host|laptop|environment) with (?:only )?docker(?: installed| running)?|${person} ha(?:ve|s) docker(?: installed| running)?(?: and (?:ha(?:ve|s) )?(?:cloned|checked out) the (?:repo(?:sitory)?|project|code))?(?: and is in the (?:project|repo(?:sitory)?)  ?root(?: directory)?)?|health[- ]?check(?:s|ing|ed)?(?: (?:is|are) (?:run|performed|executed))?|(?:(?:an?|the|completed|successful|multi-stage) )*build|(?:${thing} (?:is|are) scanned|scanning(?: ${thing})?(?: with (?:trivy|grype|trivy(?:/| or )grype))?|(?:an? |the )?(?:security|vulnerability|process|image|container) (?:scan|inspection) is (?:run|performed))(?: for vulnerabilities)?|inspected|run|(?:the|an?) \`?\\.dockerignore\`?(?: file)?|docker (?:is )?(?:installed|running|available)(?: on (?:(?:the|my|their|an?) )?(?:local )?(?:machine|host|computer))?|docker (?:performs|runs) (?:an? |the )?health[- ]?checks?|(?:(?:an?|the|my) )?(?:(?:clean|fresh|new|go|node|python|java|rust|fastapi|express|flask|backend|application|app) )*(?:repository|repo|project|source code|codebase|code|clone|checkout)(?: of (?:the|our|my) (?:api|app|application|service|backend|project|repo(?:sitory)?|code))?(?: (?:and|with) (?:all )?(?:its )?(?:dependencies|requirements\\.txt|package\\.json|pyproject\\.toml))?(?: (?:is (?:available|cloned|checked out)|exists))?|(?:it (?:is |starts )?)?(?:running|started|built)(?: with \`docker run(?: (?:-d|--rm|-p [\\d:]+|[a-z][\\w./:-]*))*\`)?`,
);

const looking = whole(
  `${actor}(?:runs? )?(?:docker (?:images|history|inspect)|\`docker (?:images|history|inspect|image (?:ls|inspect))(?: (?:-\\S+|<[\\w-]+>|(?!\\S*(?:db|postgres|redis|mysql|mongo|nginx|proxy|worker|frontend))[a-z][\\w./:-]*))*\`)(?: is (?:run|executed|inspected|checked))?`,
);
const building = whole(
  `${actor}(?:runs? )?\`docker build(?![^\`]* (?:--(?:platform|build-arg|target[ =](?!prod|run|final|release))|(?:-f|--file)[ =]\\S*(?:dev|test|debug)))[^\`]*\`(?: (?:is (?:run|executed|invoked)|runs|(?:on|with|using) (?:the )?(?:backend )?dockerfile))?${root}|docker builds ${thing}(?: context)?|(?:the )?(?:docker )?build context is (?:created|sent|prepared)|${thing} is built${root}(?: (?:with|by|using) \`docker build[^\`]*\`)?|building ${thing}|${person} builds? ${thing}|${thing} builds|${actor}(?:runs? )?(?:an? |the )?(?:(?:docker|image|container) )+build(?: process| command)?(?: runs| is (?:run|executed))?`,
);
/** What a build is about itself. */
const made =
  /^(?!the (?:docker )?(?:build (?:complet|succe|finish|pass)|image is (?:built|created|generated|produced))).*\b(?:(?<!stage )buil(?!d (?:context|tool|stage|dep))|produc(?!tion)|creat|succe|complet|finish|pass|result|exit|fail|ends?\b)/i;
const insides =
  '(?:files|file system|filesystem|layers|history|configuration|contents|metadata|labels)';
const alone = whole(
  `(?:${thing}|its)(?: ${insides})?|it|(?:(?:the|all) )?${insides} (?:of|in|inside) ${thing}`,
);
/** The image is built, the container runs: so it is whenever something is proven. */
const present = whole(
  `${thing}(?: (?:named|called) \`?(?!\\S*(?:db|database|redis|nginx|proxy|worker|frontend))[\\w./:-]+\`?| with (?:build and )?(?:an? )?runtime stages?| with (?:an? )?multi-stage builds?| with all (?:its |the )?dependencies)?(?: (?:(?:is|are|has been|was) )?(?:successfully )?(?:built|built and tested(?: locally)?|tagged|in (?:(?:the|a) )?(?:container )?registry|running|up|up and running|started|available|created|(?:deployment[- ])?ready)(?: successfully)?| exists)?(?: in the (?:project|repo(?:sitory)?) root)?${given}`,
);
const started = whole(
  `${actor}(?:runs?|starts?|launch(?:es)?|running|starting|launching) (?:with )?(?:${thing}|\`docker (?:container )?run(?: (?:-d|--rm|-p [\\d:]+|[a-z][\\w./:-]*))*\`)${given}|\`docker (?:container )?run(?: (?:-d|--rm|-p [\\d:]+|[a-z][\\w./:-]*))*\` is (?:run|issued|executed|invoked)|${thing} (?:runs|starts|(?:is )?(?:run|started|launched))(?: (?:in|from) ${thing})?(?: with (?:its |the )?defaults?(?: settings| configuration)?)?${given}(?: without (?:an? )?(?:explicit |extra |any )*(?:user |host-port |port )?(?:overrides?|flags|options|arguments))?(?: with port \\d+ (?:mapped|published|exposed))?`,
);
/** What a command prints is said of the command. */
const commanded = whole(
  `${actor}(?:exec(?:s|utes?)? into ${thing} and )?(?:runs?|executes?|types?) \`[^\`]+\`(?: (?:in|inside) (?:${thing}|it))?|\`[^\`]+\` is (?:run|executed|invoked)(?: (?:in|inside) (?:${thing}|it))?`,
);
const printed =
  /^(?:it|the (?:output|result)) (?:prints|returns|outputs|shows|says|gives|reports|is)\b/i;
const inspected = whole(
  `${actor}(?:(?:inspect|check|examin|review|list)(?:s|es?|ing)?|measures?|reads?|looks? at|inspecting|checking|examining) (.+?)(?: (?:with|using|via|by running) \`docker (?:image )?(?:inspect|history|images) ?[^\`]*\`)?|(.+) (?:is|are) (?:inspected|checked|measured|examined|reviewed|listed)(?: for running processes)?`,
);
const named = '`?([A-Z][A-Z0-9_]+)`?';
const missing = new RegExp(
  `^(?:(?:there is )?no|(?:${thing} (?:starts|runs|is (?:started|run)) |(?:I|we|you) (?:start|run) ${thing} )?without)(?: an?| the| (?:an? |the )?required variables?(?: such as)?)? ${named}(?: (?:environment )?variable)?(?: (?:is )?(?:set|given|provided|defined))?$|^${named} is (?:not (?:set|given|provided)|unset|missing|absent)$`,
);
