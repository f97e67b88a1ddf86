import { plainText } from './plain.ts';

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

export const plain = once(plainText);

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
    const meant = misspelled[word.toLowerCase()] ?? word;
    const words = spelled[meant.toLowerCase()]?.split(' ') ?? [meant];
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
    '(?<![\\w`/.])(?<path>/[\\w{}*][\\w./{}:*-]*[\\w}*](?:/(?=[\\s,)]|$))?|/[\\w{}]|(?<=GET )/(?= (?!POST|PUT|PATCH|DELETE|HEAD)))',
    // An image reference: its tag or registry port holds a digit, or it says `latest`; a version; an address.
    '(?<![\\w`])(?<reference>[a-z0-9][\\w./-]*:(?=[\\w.-]*\\d|latest|alpine|slim|stable|lts|nonroot|bookworm|bullseye|buster|trixie|jammy|noble|focal|mainline|edge|debug)[\\w][\\w./-]*[\\w]|v?\\d+\\.\\d+\\.\\d+(?:[\\w.-]*\\w)?|:latest|linux/\\w+|(?:ghcr\\.io|docker\\.io|quay\\.io|[a-z]+\\.azurecr\\.io|[\\w.-]+\\.amazonaws\\.com)/[\\w./-]*\\w|[A-Z][A-Z0-9_]+=[\\w./:-]*\\w|https?://[\\w./:-]*\\w)',
    // File names: `.dockerignore`, `package.json`; the number of a ticket, which is no other number.
    '(?<![\\w`.])(?<name>#\\d+|\\.[a-zA-Z][\\w-]*(?:\\.\\w+)*|\\*\\.\\w+|--[a-z][\\w-]*(?:=\\w+)?|whoami\\b)',
    `(?<![\\w.])(?<number>\\d{1,3}(?:,\\d{3})+|\\d+(?:\\.\\d+)?)(?:[\\s-]?(?<unit>${units})(?![\\w]))?`,
    // A range, `8000-8010`, is neither of its ends.
    '(?<minus>(?<![\\w])[-−](?=\\d)|(?<=\\d)[-–—](?=\\d))',
    '(?<mark><=|>=|=>|->|[<>≤≥~±%=?→(),;:+]|[–—]|(?<=\\s)-(?=\\s))',
    '(?<word>[Bb]uild-essential\\b|[Dd]umb-init\\b|[Xx]86[-_]64\\b|[Aa]ccess-[Cc]ontrol-[Aa]llow-[Oo]rigin\\b|[Dd]ocker[ -]?[Hh]ub\\b|[Gg]it[Hh]ub [Cc]ontainer [Rr]egistry|(?:AWS|Amazon) ECR|Azure CR|(?:Azure|Google) (?:Container|Artifact) Registry|\\w+(?:-\\w+)*-(?:lock|requirements)\\.\\w+|[\\p{L}\\p{N}_$][\\p{L}\\p{N}_.@]*[\\p{L}\\p{N}_]|[\\p{L}\\p{N}_]|[&/])',
  ].join('|'),
  'gu',
);

/** `a b c|d e`: for `a` it stands `b c`, for `d` it stands `e`. */
export const pairs = (text: string): Readonly<Record<string, string>> =>
  // Without a prototype: "constructor" is a word like any other.
  Object.setPrototypeOf(Object.fromEntries(text.split('|').map((it) => it.split(/ (.+)/))), null);

const marks = pairs('≤ <=|≥ >=|– —|- —|− minus|=> →|-> →');

function number({ number: digits = '', unit = '' }: Record<string, string | undefined>): Token {
  const raw = `${digits}${unit && ` ${unit}`}`;
  return { kind: 'number', stem: digits, value: Number(digits.replaceAll(',', '')), unit, raw };
}

/** Other spellings, each with the words that it stands for. */
const spelled = pairs(
  'cannot can not|pas sans|& and|/ or|nonroot non root|postgresql postgres|ou or|oder or|ni or|por for|pour for|für for|envvar environment variable|readonly read only|filesystem file system|multistage multi stage|healthchecks healthcheck|dockerized containerized|dockerised containerized|containerised containerized',
);

const misspelled = pairs(
  'seperate separate|seperated separated|seperately separately|dependancy dependency|dependancies dependencies|dependecies dependencies|dependencys dependencies|succesful successful|succesfully successfully|successfull successful|successfuly successfully|sucessful successful|sucessfully successfully|sucess success|succes success|vulnerabilites vulnerabilities|vulnerabilties vulnerabilities|vulnerabilty vulnerability|vunerabilities vulnerabilities|vulnerabilies vulnerabilities|healtcheck healthcheck|heathcheck healthcheck|helathcheck healthcheck|heatlhcheck healthcheck|healtchecks healthcheck|healty healthy|heathy healthy|unpriviledged unprivileged|unpriviliged unprivileged|priviledged privileged|priviledges privileges|priviliges privileges|enviroment environment|enviroments environments|environement environment|accessable accessible|accesible accessible|availible available|availabe available|avaliable available|persistant persistent|persistance persistence|recieve receive|recieves receives|reponse response|repsonse response|reponds responds|existance existence|containter container|conatiner container|contianer container|contaner container|dokerfile dockerfile|dockerfle dockerfile|dockefile dockerfile|kubernets kubernetes|kubernates kubernetes|runing running|runnning running|lenght length|ommit omit|ommits omits|harcoded hardcoded|hardcorded hardcoded|credencials credentials|credentails credentials|secerts secrets|prodution production|postgress postgresql|repositry repository|directoy directory|excecute execute|excecuted executed|gracefull graceful|gracefuly gracefully|migraions migrations|arhitecture architecture|registery registry|interupted interrupted|unneccessary unnecessary|unecessary unnecessary|neccessary necessary|compresed compressed',
);

/** Words that do not follow the rules; "notes" is neither "not" nor "on". */
const irregular = pairs(
  'forbidden forbidden|embed embed|embeds embed|embedded embed|embedding embed|built build|ran run|kept keep|held hold|lost lose|written write|wrote write|made make|given give|taken take|sent send|shown show|found find|left leave|gone go|goes go|frozen freeze|took take|got get|gotten get|came come|became become|begun begin|bound bind|seen see|read read|does do|this this|always always|cors cors|redis redis|datas data|notes notes|note notes|noted notes|ones one|staging staging',
);

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
