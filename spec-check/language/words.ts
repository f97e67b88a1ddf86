/** One unit of a sentence. `stem` is the word without inflection, in lower case; `raw` is what stands in the text. */
export interface Token {
  readonly kind: 'word' | 'code' | 'text' | 'mark' | 'number';
  readonly stem: string;
  readonly raw: string;
  readonly value?: number;
  readonly unit?: string;
}

/** Reads each text once, and forgets them all when there are many. */
export function once<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? read(text);
    if (known.size > 2000) known.clear();
    known.set(text, found);
    return found;
  };
}

/** Splits a sentence into words; code, paths and image references stay whole. */
export const tokenize = once(tokensOf);

function tokensOf(text: string): readonly Token[] {
  return [...plain(text).matchAll(pattern)].flatMap(({ groups = {} }): readonly Token[] => {
    const quoted = groups.code?.replace(/^'(.*)'$/, '$1');
    const code = quoted ?? groups.path ?? groups.reference ?? groups.name;
    // `(healthy)`, as `docker ps` prints it.
    const bareCode = code?.replace(/^\((\w+)\)$/, '$1') ?? '';
    const port = /^(?:http:\/\/)?0\.0\.0\.0:(\d+)\/?$/.exec(code ?? '')?.[1];
    if (port !== undefined) return tokenize(`0.0.0.0 port ${port}`);
    // It says what the user is; no user is called so.
    if (code === 'non-root') return tokenize('non root');
    if (code !== undefined) return [{ kind: 'code', stem: stem(bareCode), raw: code }];
    if (groups.text !== undefined)
      return [{ kind: 'text', stem: '"', raw: groups.text.slice(1, -1) }];
    if (groups.number !== undefined) return [number(groups)];
    if (groups.minus !== undefined) return [{ kind: 'mark', stem: 'minus', raw: groups.minus }];
    if (groups.mark !== undefined)
      return [{ kind: 'mark', stem: marks[groups.mark] ?? groups.mark, raw: groups.mark }];
    const word = groups.word ?? '';
    const words = spelled[word.toLowerCase()]?.split(' ') ?? [word];
    return words.map((one) => ({ kind: 'word', stem: stem(one), raw: word }));
  });
}

const units =
  '[kKMGT]i?[bB]|[mgt]i?b|[KMG]i|[kKMG]|m|Mo|[Mm]egs?|bytes?|(?:kilo|mega|giga|kibi|mebi|gibi)bytes?|ms|msecs?|milliseconds?|s|secs?|seconds?|[Ss]ekunden?|segundos?|secondes?|mins?|minutes?|hours?|h';

const pattern = new RegExp(
  [
    '(?<ticks>`+)\\s?(?<code>.+?)\\s?\\k<ticks>',
    '(?<text>"[^"]{1,200}"|“[^”]{1,200}”)',
    // A path at the beginning of a word; `and/or` is none.
    '(?<![\\w`/.])(?<path>/[\\w{}*][\\w./{}:*-]*[\\w}*]|/[\\w{}]|(?<=GET )/(?= (?!POST|PUT|PATCH|DELETE|HEAD)))',
    // An image reference: its tag or registry port holds a digit, or it says `latest`; a version; an address.
    '(?<![\\w`])(?<reference>[a-z0-9][\\w./-]*:(?=[\\w.-]*\\d|latest|alpine|slim|stable|lts|nonroot|bookworm|bullseye|buster|trixie|jammy|noble|focal|mainline|edge|debug)[\\w][\\w./-]*[\\w]|v?\\d+\\.\\d+\\.\\d+(?:[\\w.-]*\\w)?|:latest|linux/\\w+|(?:ghcr\\.io|docker\\.io|quay\\.io|[a-z]+\\.azurecr\\.io|[\\w.-]+\\.amazonaws\\.com)/[\\w./-]*\\w|[A-Z][A-Z0-9_]+=[\\w./:-]*\\w|https?://[\\w./:-]*\\w)',
    // File names: `.dockerignore`, `package.json`.
    '(?<![\\w`.])(?<name>\\.[a-zA-Z][\\w-]*(?:\\.\\w+)*|\\*\\.\\w+|--[a-z][\\w-]*(?:=\\w+)?|whoami\\b)',
    `(?<![\\w.])(?<number>\\d{1,3}(?:,\\d{3})+|\\d+(?:\\.\\d+)?)(?:[\\s-]?(?<unit>${units})(?![\\w]))?`,
    // A range, `8000-8010`, is neither of its ends.
    '(?<minus>(?<![\\w])[-−](?=\\d)|(?<=\\d)[-–—](?=\\d))',
    '(?<mark><=|>=|=>|->|[<>≤≥~±%=?→(),;:+]|[–—]|(?<=\\s)-(?=\\s))',
    '(?<word>[Bb]uild-essential\\b|[Dd]umb-init\\b|[Xx]86[-_]64\\b|[Aa]ccess-[Cc]ontrol-[Aa]llow-[Oo]rigin\\b|[Dd]ocker[ -]?[Hh]ub\\b|[Gg]it[Hh]ub [Cc]ontainer [Rr]egistry|(?:AWS|Amazon) ECR|Azure CR|(?:Azure|Google) (?:Container|Artifact) Registry|\\w+(?:-\\w+)*-(?:lock|requirements)\\.\\w+|[\\p{L}\\p{N}_$][\\p{L}\\p{N}_.@]*[\\p{L}\\p{N}_]|[\\p{L}\\p{N}_]|[&/])',
  ].join('|'),
  'gu',
);

const marks = pairs('≤ <=|≥ >=|– —|- —|− minus|=> →|-> →');

function number({
  number: digits = '',
  unit = '',
}: Readonly<Record<string, string | undefined>>): Token {
  const raw = `${digits}${unit && ` ${unit}`}`;
  return { kind: 'number', stem: digits, value: Number(digits.replaceAll(',', '')), unit, raw };
}

/** Other spellings, each with the words that it stands for. */
const spelled = pairs(
  'cannot can not|pas sans|& and|/ or|nonroot non root|postgresql postgres|ou or|oder or|ni or|por for|pour for|für for|envvar environment variable|readonly read only|filesystem file system|multistage multi stage|healthchecks healthcheck|dockerized containerized|dockerised containerized|containerised containerized',
);

/** Words that do not follow the rules; "notes" is neither "not" nor "on". */
const irregular = pairs(
  'forbidden forbidden|embed embed|embeds embed|embedded embed|embedding embed|built build|ran run|kept keep|held hold|lost lose|written write|wrote write|made make|given give|taken take|sent send|shown show|found find|left leave|gone go|goes go|frozen freeze|took take|got get|gotten get|came come|became become|begun begin|bound bind|seen see|read read|does do|this this|always always|cors cors|redis redis|datas data|notes notes|note notes|noted notes|ones one|staging staging',
);

/** `a b c|d e`: for `a` it stands `b c`, for `d` it stands `e`. */
export function pairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(text.split('|').map((pair) => pair.split(/ (.+)/)));
}

/** Short words that are not what is left of a longer one: `off` is not `of`. */
const short = new Set(['off', 'one', 'are', 'see', 'all', 'too']);

/** A word without plural, tense and participle: `pushes`, `pushed` and `pushing` are one word here. Names stay as they are. */
export const stem = once(withoutInflection);

function withoutInflection(raw: string): string {
  const word = raw.toLowerCase();
  const known = irregular[word];
  if (known !== undefined) return bare(known);
  if (short.has(word) || !/^\p{L}{3,}$/u.test(word)) return word;
  if (word.length < 4) return bare(word);
  return bare(
    word
      .replace(/ie[sd]$/, 'y')
      .replace(/([^aeious]|[aeo]e|[^s]se|[aeiou])s$/, '$1')
      .replace(/(?<=[aeiouy].*[^e])ed$|(?<=[aeiouy].*)ing$/, ''),
  );
}

/** Without a last `e` and a doubled last letter, which inflection adds and takes. */
const bare = (word: string): string =>
  word.replace(/(?<=..)(?<=[aeiouy].*)e$/, '').replace(/(?<=..)([bcdfglmnprstvz])\1$/, '$1');

/** How many tokens the words take at the beginning, some left aside between them; 0 when they are not there. `=word` is a word as it is written. */
export function reach(
  tokens: readonly Token[],
  stems: readonly string[],
  aside: ReadonlySet<string> = new Set(),
): number {
  let at = 0;
  for (const word of stems) {
    while (at > 0 && tokens[at]?.stem !== word && aside.has(tokens[at]?.stem ?? '')) at += 1;
    const token = tokens[at];
    const fits = token?.stem === word || `=${token?.raw.toLowerCase()}` === word;
    if (!fits || (token?.kind === 'code' && stems.length > 1)) return 0;
    at += 1;
  }
  return at;
}

/** wordSet`some words`, each without inflection. */
export const wordSet = (words: TemplateStringsArray): ReadonlySet<string> =>
  new Set(words.join('').split(' ').map(stem));

const numbers = 'zero one two three four five six seven eight nine ten'.split(' ');
const count = new RegExp(`\\b(?:${numbers.join('|')})(?= (?:milli)?(?:second|minute)s?\\b)`, 'gi');

const option = '(interval|timeout|start[ _-]period|retries)(?<=health.?check.*)';
const amount = '(\\d+(?:[ -]?(?:ms|s(?:ec\\w*)?|m(?:in\\w*)?)\\b)?)';
const official =
  'node|python|golang|ruby|php|rust|nginx|alpine|debian|ubuntu|eclipse-temurin|openjdk|gcr.io/distroless';

/** Other ways to write it: a form, and what it stands for; `=` begins one whose capitals count, `´` is a backtick, `·` a blank. */
const rewritten = table(String.raw`
=[‘’] ⇒ '
# ´T003 [P] [US1] …´, a task of a list.
=^(?:T\d{2,4}:?\s+(?:\[(?:P|US\d+)\]\s+)*|\d{1,2}[:)]\s+|(?:\d{1,2}\.)+\d{0,2} (?=[A-Z][a-z])) ⇒
^(?:(?:convert|refactor|migrate|rewrite|restructure|transform|rework|move|switch|turn) (?:(?:the|our|existing|current|single[- ]stage|backend|api) )*(?:docker ?file|image|build)? ?(?:in)?to (?:use )?(?:an? )?(?=multi)|(?:please|die(?= (?:[a-zäöü]*(?:größe|image)|daten|anwendung|api)\b))\s)|\blos\s|(?<=\bfor )(?:at least|a minimum of) (?=\d)|,? \(?not (?:137|143|255)\b\)?(?<=\b(?:code|status|with) 0\b.*)|(?<=\blogs?\b.*) in real[- ]?time\b|\bin order (?=to\b)|\sinstead(?=\.?$)|\bprocess\.env\.(?=[A-Z])|(?<=\d)/tcp\b|\s*\((?:(?:Apple Silicon|Raspberry Pi|(?:AWS )?Graviton)[^()]*|\d+ ?(?:pts?|points?|marks?)\.?)\)|,? \(?not (?:only|just) ´?:?latest´?\)?|[\s(—–-]*\b(?:12|twelve)[- ]factor(?: app)?\)? ⇒
(?<=\d) (?:to|through) (?=\d) ⇒ -
# Where it comes from: ´(AC-J009-05, FR-3)´, ´(#12)´, ´[Source: docs/prd.md:254]´.
\s*[([](?:(?:§[\d.]*\d|(?:AC|FR|NFR|REQ|US|SC|TC|ADR|GH)(?:-[\w.-]*)?\d+|[\w./-]*#\d+|@[\w/-]+|\d{4}-\d\d-\d\d)(?:,\s*)?)+[)\]]|\s*\[source: [\w./#:-]+\] ⇒
\b(?:as well as|along with)\b ⇒ and
=(?<![\w´])(?:ASP)?\.NET(?: Core)?\b ⇒ dotnet
\b\d[\d.,]* ?(?:[kMG]i?B|ms|s|sec\w*|min\w*) (?:smaller|less|lower|lighter|larger|bigger|more|faster|slower) than\b ⇒ relative to
# What it was, and what it shall be.
\sfrom (?:about )?\d[\d.,]* ?(?:[kMG]i?B|ms|s|sec\w*|min\w*)(?: down)? to (?=under|below|less|at most|max|no more|[<≤]) ⇒ ·
^(?:(?:switch|change|upgrade|update|migrate|move|bump|set) (?:the )?(?:docker |runtime )?base image (?:from ´?[\w./:-]+´? )?to|(?:switch|migrate|move) (?:from ´?[\w./:-]+´? )?to(?= ´?(?:${official})[:/])|replace ´?[\w./:-]+´? (?:with|by)(?= ´?(?:${official})[:/])) (?=´?[a-z]) ⇒ Base image:·
(?<=\b(?:dev|development|prod|production) )´(node_modules)´|(?<=\bcop(?:y|ies) )´(Dockerfile)´ ⇒ $1$2
^(?:use )?´?COPY´?(?: instructions?)?(?: (?:is|are) (?:used|preferred))?,?(?: instead of| rather than| over| not) ´?ADD´?|\b(?:no|avoid|never use) ´?ADD´?\b|´?\bADD´?(?: instructions?)? (?:(?:must|should|shall|is|are) not (?:be )?used|(?:is|are|must be|should be) (?:avoided|forbidden|prohibited)) ⇒ no ´ADD´
(?<!\bnot )\b(?:excludes?|leaves? out|omits?) (?:the )?(?:specified|listed) files? (?=\(no )|\bthe following (?=.*:) ⇒ ·
,?\s\(?(?:and )?not (?:(?:only|just) )?(?:(?:on|to) )?´?(?:localhost|127\.0\.0\.1)´?\)?(?<=0\.0\.0\.0.*) ⇒ ·instead of localhost
\bwhen compressed\b ⇒ compressed
\bIntel(?: Macs?)? and (?:M1|Apple Silicon)(?: Macs?)?\b|\b(?:M1|Apple Silicon)(?: Macs?)? and Intel(?: Macs?)?\b ⇒ amd64 and arm64
# What it is, and in brackets the limit.
\b\d[\d.,]* ?[kMG]i?B\s*(?=\((?:[<≤]|under|below|limit|at most|max)) ⇒
=^(?:RUN )?((?:npm|yarn|pnpm|pip3?|uv|poetry) (?:ci|install|sync)(?: --[\w=-]+)*)(?=$| \(| is used) ⇒ ´$1´
\s*[[(](?:p[0-3]|critical|important|required|mandatory|must|blocking|high|built[- ]in|ubiquitous|(?:event|state)-driven)[\])] ⇒
\b(?:can|won)'t\b ⇒ can not
n't\b|\bno longer\b ⇒ ·not
(?<!´)'s?\b ⇒ ·
\bhalf a second\b ⇒ 500 ms
\b(?:a|one) (?=(?:second(?! (?:\w+ )?(?:machine|host|computer|laptop|server|engine|device|node))|minute)\b) ⇒ 1·
\buid\s*[=:/]?\s*(\d+)(?:,| and|\s*/)?\s*gid\s*[=:]?\s*(\d+) ⇒ uid ´$1:$2´
(?<=\bid(?: -u)?´? \S+ )(?:(?:not|other than|anything but|something other than|[≠!]=?) ´?0´?(?![\d.])|(?:a )?non-?zero(?: (?:uid|value|number|user id))?\b) ⇒ not root
=´?\buid=(\d+)(?:\(([a-z_][\w-]*)\)| ([a-z_][\w-]*)(?=´))´? ⇒ uid $1 ´$2$3´
=´?\buid=(\d+)´? ⇒ uid $1
=(?<=\buser\W{1,3}|\b[Rr]un(?:s|ning)? as ´?|USER )([a-z_][\w-]*):[a-z_][\w-]*(?=[´\s),;]|\.?$) ⇒ $1
=´"?User"?: ?"?([a-z_][\w-]*)"?´ ⇒ user ´$1´
(?<![:{[,´] ?)["“'](latest|healthy|nonroot)["”'](?! ?[:}\],´]) ⇒ ´$1´
(?<!\s--?[\w-]+) (?:\./)?(\w[\w./-]*?)(?<!\b(?:frontend|worker|proxy|db|database)/?)/?(?=(?: (?:-t|--tag) [\w./:-]+)?´)(?<=´docker (?:buildx |image )?build(?: (?!-f|--file)[^´ ]+)+) ⇒ ·-f $1/Dockerfile·.
\b(?:on|for) (?:Apple Silicon|M[1-4] Macs?|(?:AWS )?Graviton\d?)(?: Macs?)?\b(?! and| or|,) ⇒ for arm64
=(?<=\b(?:amd64|arm64|x86_64)) ?/ ?(?=(?:linux/)?(?:amd64|arm64|aarch64)\b) ⇒ ·and·
\b[ug]id ?[:/] ?[ug]id(?: (?:are |is )?set to|\s*[=:])?\s*(\d+)(?![\d:]) ⇒ uid ´$1:$1´
# "Acceptable (< 200 MB)": what is in brackets says what that is.
(?:\bwithin an? )?\b(?:acceptable|reasonable|small|low|minimal)(?: time(?:frame)?| size| limits?)?\s*(?=\((?:[<≤]|under|at most|up to)=?\s*\d) ⇒
\b100 ?% of ⇒ all
# "CVE(s)", "uid ≠ 0", {"status":"ok"} without its marks.
(?<=[a-z])\((e?s)\) ⇒ $1
\buid (?:≠|!=|is not) ?0\b ⇒ uid other than 0
(?<![´'])(\{"[^{}´]*\})(?![´']) ⇒ ´$1´
=(?<!´)\b(COPY (?=\S*[*./])[\w*./-]+(?: \./?)?)(?!´) ⇒ ´$1´
\bbut (?=(?:can|may|is|must) be \w+ (?:via|with|by|through)\b|(?:is )?(?:configurable|overridable)\b|´?[A-Z_]{4,}´? (?:can )?overrides?\b) ⇒ and·
(?<=[\s,])([a-z]+(?:-[a-z]+)+)(?=,| and |\.?$)(?<=dockerignore.* (?:exclud|ignor|omit|list)\w*\b.*[\s,][a-z-]+) ⇒ ´$1´
# Nobody else reaches what listens on localhost; and what ´-p´ publishes is another port inside.
(?<=\b(?:listen|bind|bound)\w*(?: only)?(?: (?:to|on|at))? ´?(?:http://)?)(?:localhost|127\.0\.0\.1)(?=:\d) ⇒ loopback
\b(localhost|127\.0\.0\.1):(\d+)\b(?<=\s(?:-p|--publish)[ =]\2:(\d+)\b.*) ⇒ $1:$3
# The contrary of a good order.
=´COPY \./? [^´]*´(?= (?:\w+ )?before )|\b[Ss]ource(?: code)?(?= (?:(?:is|are) copied )?first\b|,? (?:and )?then (?:the )?dependencies) ⇒ the whole tree
=(?<!´)\b(CMD|ENTRYPOINT) (\["[^\]]*"\])(?!´) ⇒ ´$1 $2´
=(?<!´)\b(USER|EXPOSE|CMD|ENTRYPOINT|LABEL|VOLUME|STOPSIGNAL)(?= (?:instruction|directive|statement)\b) ⇒ ´$1´
=^(HEALTHCHECK) ((?:--\S+ )*CMD [^´]+)$ ⇒ ´$1 $2´
=^(CMD|ENTRYPOINT|FROM|ENV|USER):? (\d+(?::\d+)?|\[.*\]|\S+=\S*|[a-z][\w./-]*:[\w.-]+|(?:node|npm|python3?|\w+corn|java)(?: [\w/@-]*[./:=\d-][\w./:=@-]*)+)$ ⇒ ´$1 $2´
=(?<=^|\b(?:with|using|via|by|is|[Rr]uns?|[Ss]tarts?|[Cc]ommand):? )((?:node|python3?|\w+corn|java|dotnet|bun)(?: (?:-[\w-]+|[a-zA-Z./][\w./@-]*[./:][\w./:@=-]*\w))+(?: [\w./:@=-]*[./:=\d-][\w./:@=-]*\w| \d+)*) ⇒ ´$1´
(?:(?<![\w-])--|\b)cap[-_]drop(?<=^[^´]*(?:´[^´]*´[^´]*)*)[:=]? ?(?:\[?"?ALL"?\]?) ⇒ ´--cap-drop=ALL´
\bread_only: ?true\b ⇒ ´--read-only´
=´(?:HTTP (\d{3})(?: OK)?|(\d{3}) [A-Z][A-Za-z ]{1,24})´ ⇒ HTTP $1$2
=´?\bNODE_ENV´? (?:(?:is|must be|equals|=|defaults to|(?:is |must be )?set to) )?´?production\b´? ⇒ ´NODE_ENV=production´ is set
# What a HEALTHCHECK declares, as its options.
\bstart(?:up)?[ _-](?:up |grace )*(?:period|delay) ⇒ start period
,? before (?:being )?(?:(?:marked|marking|considered|reporting) )?(?:it |(?:the )?container )?(?:as )?unhealthy\b(?<=health.?check.*) ⇒
=´HEALTHCHECK((?: --[\w-]+=\w+)*) CMD ([^´]+?)(?: \|\| exit 1)?´ ⇒ ´HEALTHCHECK´$1 CMD ´$2´
(?<![-\w])${option}(?: of| is| set to|:|=)? ?${amount} ⇒ ´--$1=$2´
\b${amount} ${option}\b ⇒ ´--$2=$1´
\bevery(?<=health.?check.*) ${amount} ⇒ ´--interval=$1´
=´?\b([A-Z]+_[A-Z_]+|PORT(?=´? (?:is )?set to \d))\b´? (?:is |m\w+ be )?(?:set )?to ´?([a-z0-9][\w.-]*)´? ⇒ ´$1=$2´
`);

export const rewrite = (text: string, forms: ReturnType<typeof table>): string =>
  forms.reduce((line, [form, by]) => line.replace(form, by), text);

/** A line each: `form ⇒ what it stands for`. */
export function table(text: string, flags = 'g'): readonly (readonly [form: RegExp, by: string])[] {
  return text
    .replaceAll('´', '`')
    .split('\n')
    .flatMap((line) => {
      const [, exact, form = '', by = ''] = /^(?!#)(=?)(.+) ⇒ ?(.*)$/.exec(line) ?? [];
      const either = exact || flags === '' ? flags : `${flags}i`;
      return form ? [[new RegExp(form, either), by.replaceAll('·', ' ')] as const] : [];
    });
}

/** Typographic quotes made plain, contractions opened up, numbers before a unit of time as digits, other ways to write it alike. */
export const plain = once((text) => {
  const digits = text
    .normalize('NFKC')
    .replace(count, (word) => String(numbers.indexOf(word.toLowerCase())));
  return rewrite(digits, rewritten);
});
