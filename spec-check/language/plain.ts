/** Takes from a text, or writes plainly, what people write in many ways: what is understood stays the same. */
export const plainText = (text: string): string => rewrite(text.normalize('NFKC'), forms);

export const rewrite = (text: string, forms: ReturnType<typeof table>): string =>
  forms.reduce((line, [form, by]) => line.replace(form, by), text);

/** A line each: `form ⇒ what it stands for`; `=` begins a form whose capitals count, `#` a comment; `´` is a backtick, `·` a blank. */
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

const digits = 'zero one two three four five six seven eight nine ten'
  .split(' ')
  .map((word, digit) => `\\b${word}(?= (?:milli)?(?:second|minute)s?\\b) ⇒ ${digit}`);
const measure = String.raw`\d[\d.,]* ?(?:[kMG]i?B|ms|s|sec\w*|min\w*)`;
const option =
  '(interval|timeout|start[ _-]period|retries)(?<=(?:health.?check|\\bpoll|\\bprob(?:e|ing)\\b).*)';
const amount = String.raw`(\d+(?:[ -]?(?:ms|s(?:ec\w*)?|m(?:in\w*)?)\b)?)`;
export const official =
  'node|python|golang|ruby|php|rust|nginx|alpine|debian|ubuntu|eclipse-temurin|openjdk|gcr.io/distroless';

/** In groups; the later ones read what the earlier ones wrote. */
const forms = table(String.raw`
## English in plain letters, without contractions.
[‘’] ⇒ '
\b(?:can|won)'t\b ⇒ can not
n't\b|\bno longer\b ⇒ ·not
(?<!´)'s?\b ⇒ ·
\b(?:as well as|along with)\b ⇒ and
\bbut (?=(?:also |still )?(?:works?|runs?|supports?)\b(?! only)|(?:can|may|is|must) be \w+ (?:via|with|by|through)\b|(?:is )?(?:configurable|overridable)\b|´?[A-Z_]{4,}´? (?:can )?overrides?\b) ⇒ and·
\bwhen compressed\b ⇒ compressed
\bneither\b(?=(.+?)\bnor\b) ⇒ no
\bnor\b(?<=\bno\b.*) ⇒ or
\bwhose\b ⇒
^(?:the )?database (?=(?:persists?|survives?) (?:(?:across|after|through) )?(?:an? )?(?:container|app) (?:restart|re-?creat)) ⇒ data·
=\bTHE (?:[A-Z][a-z]+_)+(?:App|Service|API|System|Server|Backend|Application)\b ⇒ the system
(?<=\bport ´?\d{2,5}´? )unless ´?([A-Z_]*PORT)´? (?:is (?:set|given|provided)|says otherwise)\b ⇒ by default, configurable via $1
\btest(?:s|ing)\b(?<=\b(?:validated|verified|confirmed|proven) (?:by|via|through|with) (?:[a-z-]+ ){0,4}\w+) ⇒ checks
(?<=\bbuild )(?:should|must|shall|will) (?=(?:complete|succeed|finish|pass)\b) ⇒
(?<=\bdocker ?file´? )(?:says|reads|states|shows|specifies|goes)(?= ´[A-Z]{3,}[ ´]) ⇒ has
(?<=\b(?:as|is|be|by|to|shows?|reports?|says|has) )(?:(?:a|an|any|some) )?(?:something|anything|anyone|someone|user|account|uid|one) other than root\b ⇒ a non-root user
(?<=\b(?:multi-?stage|(?:two|2) stages)\b[^:(]*)(?::| \(|,) ?one (?:stage )?(?:for|to) (?:the )?\w+(?: stage)?,? (?:and )?(?:one|another|a second)(?: one| stage)? (?:for|to) (?:the )?\w+\)?(?=\.?$) ⇒
\bnothing (?:else )?(?:is|can be|may be) (?:writable|written(?: to)?) (?:except|but|other than|apart from|besides)(?: for)? (?=´/) ⇒ writable only:·
\bnothing (?:except|but|other than|besides) (´/[^´]+´(?:(?:,| and|, and) ´/[^´]+´)*) is writable\b ⇒ writable only: $1
\bwith (?:the )?(postgres(?:ql)?|database|db|neon) (?:being )?(?=(?:down|up|unreachable|unavailable|stopped|away|offline)\b) ⇒ when the $1 is·
## What promises nothing.
# How it is measured or looked at: "(cold start measurement)", "(secret scanning in CI)".
\s*\((?:(?!(?:no|not|without|except|only|if|optional\w*|planned|future|later|todo|partial|dev\w*|staging|test|compress\w*)\b)[a-z-]+ ){0,3}(?:measurement|scanning|inspection|audit|scan(?:ner)?|gate)(?: (?:gate )?(?:in|by|during) (?:the )?(?:ci|pipeline))?\) ⇒
\s*\((´[^´]+´) or (?:equivalent|similar)\) ⇒ ·(e.g. $1)
,? (?:rather than|instead of|and not) (?:failing|crashing|exiting|dying|starting) silently\b ⇒
# "… and verify that it starts": what is promised stands behind it.
(?<=(?:\band|\bthen|[,;:—]) )(?:(?:verif(?:y|ies)|ensures?|confirms?|checks?|validates?|see(?= (?:that|if|whether)\b))|tests?(?= (?:the \S+ \w|that\b|if\b))) (?=\S) ⇒
# ´Container_Image´, a term of its glossary.
=(?<=\b(?:[A-Z][a-z]+_)*(?:[A-Z][a-z]+|[A-Z]{2,5}))_(?=[A-Z][a-z])|(?<=\b[A-Z][a-z]+)_(?=[A-Z]) ⇒ ·
# The number of a task or item: "T003 [P] [US1] …", "4: …", "1.1 …".
=^(?:(?:AC|FR|NFR|REQ)-?\d+(?:\.\d+)*\.\s+|(?:AC|FR|NFR|REQ|R)-?\d+\.\d+\s+(?=[A-Z][a-z]|THE|WHEN)|\[(?:Step|Task|Part|Exercise) \d+\]\s+|T\d{2,4}:?\s+(?:\[(?:P|US\d+)\]\s+)*|(?:Step|Task|Criterion|Requirement|Goal|Test|Check) \d+(?:\.\d+)*[:.)]\s+|\d{1,2}[:)]\s+|(?:\d{1,2}\.)+\d{0,2} (?=[A-Z][a-z])) ⇒
# Where it comes from: "(AC-J009-05, FR-3)", "(#12)", "[Source: docs/prd.md:254]".
\s*[([](?:(?:§[\d.]*\d|(?:AC|FR|NFR|REQ|US|SC|TC|ADR|GH)(?:-[\w.-]*)?\d+|(?!(?:UTF|SHA|AES|ISO|RFC|HTTP|TLS)-)[A-Z]{2,10}-\d{1,5}|[CHSRTDQEG]\d{1,2}|[\w./-]*#\d+|@[\w/-]+|\d{4}-\d\d-\d\d)(?:,\s*)?)+[)\]]|\s*\[source: [\w./#:-]+\] ⇒
# How much it matters, and what it counts: "(must)", "[P1]", "(5 pts)".
\s*[[(](?:p[0-3]|critical|important|required|mandatory|must|blocking|high|target|goal|built[- ]in|ubiquitous|(?:event|state)-driven)[\])]|\s*[([]\+?\d+ ?(?:pts?|points?|marks?)\.?[)\]]|\s[–—-] \d+ ?(?:pts?|points?|marks)\.?$ ⇒
# The pattern that it follows: "[When] When a container starts, …".
^\s*\[(?:when|while|where|if|then|given|state|event|unwanted(?: behaviou?r)?)\]\s+ ⇒
\bafter (?:the )?(?:image |docker )*pull(?: is)? (?:completed?|completes|done|finished|finishes)\b ⇒
# Which machines have that architecture, and whose rule it is.
\s*\((?:Apple Silicon|Raspberry Pi|(?:AWS )?Graviton)[^()]*\)|,? \(?as (?:required|mandated|demanded|prescribed|specified|described|defined|stated|outlined|laid down) (?:by|in) (?:(?:the|our|their|company) )*(?:[\w-]+ ){0,2}(?:polic(?:y|ies)|guidelines?|standards?|rubric|requirements?|regulations?|platform|assignment|brief)\)?\.?$|[\s(—–-]*\b(?:12|twelve)[- ]factor(?: app)?\)? ⇒
# What is changed: "Convert the single-stage Dockerfile to a multi-stage build".
^(?:convert|refactor|migrate|rewrite|restructure|transform|rework|move|switch|turn) (?:(?:the|our|existing|current|single[- ]stage|backend|api) )*(?:docker ?file|image|build)? ?(?:in)?to (?:use )?(?:an? )?(?=multi) ⇒
(?<=\bwithin (?:an? |the )?\d+[ -]?(?:ms|s|sec\w*|min\w*)) timeout\b|^(?:please|(?:sub)?task:|die(?= (?:[a-zäöü]*(?:größe|image)|daten|anwendung|api)\b))\s|\blos\s|(?<=\bfor )(?:at least|a minimum of) (?=\d)|,? \(?not (?:137|143|255)\b\)?(?<=\b(?:code|status|with) 0\b.*)|(?<=\blogs?\b.*) in real[- ]?time\b|\bin order (?=to\b)|\sinstead(?=\.?$)|\bprocess\.env\.(?=[A-Z])|(?<=\d)/tcp\b|,? \(?not (?:only|just) ´?:?latest´?\)? ⇒
(?<!\bnot )\b(?:excludes?|leaves? out|omits?) (?:the )?(?:specified|listed) files? (?=\(no )|\bthe following (?=.*:) ⇒ ·
# What else happens says the same of a variable that is required.
(?<=(?:must be (?:set|provided|given|defined|present)|is (?:required|mandatory))),? (?:otherwise|or(?: else)?) (?:the )?(?:container|app(?:lication)?|api|service|server|it) (?:exits|fails|stops|crashes|refuses to start)(?: with an? (?:\w+ )?error(?: message)?| to start| at startup)?(?=\.?$) ⇒
\b(build|builder|compile) and (final|runner|runtime|production) stages\b ⇒ $1 stage and $2 stage
(?<=^\W*)(?:stage \d|(?:first|second|last) stage),? [(´](build|builder|final|runner|runtime|production)[)´] ⇒ $1 stage·
\bdocker build and (?:docker )?run\b(?!time)(?! (?:commands?|instructions?|steps?)) ⇒ ´docker build´ and ´docker run´
(?<=\benvironment\b.*),? (?:and )?not (?:from|in) (?:the )?(?:image|(?:source )?code|codebase|dockerfile)(?=\.?$) ⇒ , not hardcoded
(?<=\b(?:different|another|other|fresh|clean|new) (?:machine|computer|laptop|host|server)) with (?:only|just|nothing but) docker(?: installed)?\b ⇒
\ball (?:four|five|six|[4-9]) (?=(?:crud|rest|api)\b) ⇒ all·
\bctrl ?[+-] ?c\b ⇒ SIGINT
(?<=\b(?:no|not|without|exclud\w*) (?:\S+ )?)source ?maps?(?: files?)?(?= (?:in|inside|from|are|is)\b) ⇒ ´*.map´ files
´?\bnode_modules´? (?=(?:contains?|has|have|holds?|includes?) only production\b) ⇒ the image·
# Why, and who asked for it: "For security reasons, …", "As agreed in ADR-007, …".
^for (?:security|safety|compliance|performance|portability|reproducibility|simplicity|maintainability|operability)(?: (?:reasons?|purposes))?,? (?=(?:the|an?|all|it|our|every)\b)|^as (?:agreed|decided|described|specified|required|requested|documented|laid down|set out) (?:in|by|with) [^,;:]+, |,? as (?:it did |it was |was )?before(?=\.?$)|^so that builds? (?:can be|are|is|stays?|remains?) (?:repeat\w*|reproduc\w*|deterministic), ⇒
\bnothing (?:else )?(?:but|except|other than) ⇒ only·
\bjust (?=works?\b) ⇒
\bfor instance\b,? ⇒ e.g.
^there (?:is|are|must be|should be|shall be|has to be) (?!no\b|not\b|nothing\b|only\b)(?:an? |the )?((?:[^,;:.()]|\.(?=\S))+?)(?=\.?$) ⇒ $1 exists
\b(?:is|are) (?:already )?there(?=\.?$) ⇒ exists
\bnot (?:(?:run|started|launched|executed) )?(by|as) ´?root´?,? but (?:rather |instead )?\1 ⇒ not run as root, run as·
\s\((?:we (?:are )?)?aim\w*\b[^()]*\d[^()]*\)(?<=\d ?[kMG]i?B .*) ⇒
^([^:;,]{3,60}s(?: \([^()]*\))?): ?(?:none|zero|keine|ningun[ao]|aucun[es]*|nenhum\w*)\.?$ ⇒ no $1
\b(?:is|are|stays?|remains?) (?:fine|ok(?:ay)?|clean|good|acceptable|reasonable|small|low|short|fast|in order),? (?:i\.? ?e\.?,?|that is,|meaning|namely) ⇒ :
## Numbers, and what they are compared with.
\b(?:more than one|at least two|two or more|two|several|multiple) ´?FROM´?(?: (?:stages?|instructions?|statements?|lines?|directives?))?(?![\w-]) ⇒ multi-stage build
\b(?:the |a )?(?:upper )?limit of (${measure})(?: (?:is|must|may|shall|should|can))? not (?:be )?(reached|exceeded|passed|crossed) ⇒ $2 $1
\breached (?=\d) ⇒ under·
\b(?:exceeded|passed|crossed) (?=\d) ⇒ at most·
${digits.join('\n')}
\ba (?=(?:second(?! (?:\w+ )?(?:machine|host|computer|laptop|server|engine|device|node))|minute)\b) ⇒ 1·
\b100 ?% of ⇒ all
\bbetween (\d[\d.,]*) and (?=\d[\d.,]*( ?[a-z]+)) ⇒ at least $1$2 and at most·
\bbetween (\d[\d.,]* ?[a-z]+) and (?=\d) ⇒ at least $1 and at most·
\bin (?=\d[\d.]* ?(?:ms|s(?:ec\w*)?|min\w*) or (?:less|faster|quicker)\b) ⇒
(?<=\d) (?:to|through) (?=\d) ⇒ -
# What it was, or is, and then the limit: "from 1.2 GB to under 300 MB", "22.8 MB (≤ 25 MB)", "acceptable (< 200 MB)".
\sfrom (?:about )?${measure}(?: down)? to (?=under|below|less|at most|max|no more|[<≤]) ⇒ ·
\b\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)? ?(?:[kMG]i?B|s|sec(?:ond)?s?)\s*(?=\((?:[<≤]|under|below|limit|at most|max)) ⇒
(?:\bwithin an? )?\b(?:acceptable|reasonable|(?:has become |is |got )?smaller|small|low|minimal|fast|quick|short)(?: time(?:frame)?| size| limits?)?\s*(?=\((?:[<≤]|under|below|less than|at most|max\.?|up to)=?\s*\d) ⇒
\b${measure} (?:smaller|less|lower|lighter|larger|bigger|more|faster|slower) than\b ⇒ relative to
# Where it listens, and on which machines it runs.
,?\s\(?(?:and )?not (?:(?:only|just) )?(?:(?:on|to) )?´?(?:localhost|127\.0\.0\.1)´?\)?(?<=(?:0\.0\.0\.0|\ball (?:network )?interfaces).*) ⇒ ·instead of localhost
# Nobody else reaches what listens on localhost; and what ´-p´ publishes is another port inside.
(?<=\b(?:listen|bind|bound)\w*(?: only)?(?: (?:to|on|at))? ´?(?:http://)?)(?:localhost|127\.0\.0\.1)(?=:\d) ⇒ loopback
\b(localhost|127\.0\.0\.1):(\d+)\b(?<=\s(?:-p|--publish)[ =]\2:(\d+)\b.*) ⇒ $1:$3
\b(?:on|for) (?:Apple Silicon|M[1-4] Macs?|(?:AWS )?Graviton\d?)(?: Macs?)?\b(?! and| or|,) ⇒ for arm64
\bIntel(?: Macs?)? and (?:M1|Apple Silicon)(?: Macs?)?\b|\b(?:M1|Apple Silicon)(?: Macs?)? and Intel(?: Macs?)?\b ⇒ amd64 and arm64
=(?<=\b(?:amd64|arm64|x86_64)) ?/ ?(?=(?:linux/)?(?:amd64|arm64|aarch64)\b) ⇒ ·and·
## Users and their ids, as people and ´id´ write them.
(?<=\b[ug]id ?[=:]? ?\d+)\+ ⇒ ·or higher
# What an image is tagged is another tag than that of its base.
(?<=(?<!\b(?:base|parent) )\bimage (?:\w+ )?)(?:never|not) (?:be )?tagged\b ⇒ not named or tagged
# A user's shell is none of the image's.
(?<=\b(?:user|account)) with no shell\b ⇒ ·with no login shell
\buid\s*[=:/]?\s*(\d+)(?:,| and|\s*/)?\s*gid\s*[=:]?\s*(\d+) ⇒ uid ´$1:$2´
\b[ug]id ?[:/] ?[ug]id(?: (?:are |is )?set to|\s*[=:])?\s*(\d+)(?![\d:]) ⇒ uid ´$1:$1´
(?<=\bid(?: -u)?´? (?:(?:in|inside) the container )?\S+ )(?:(?:not|other than|anything but|(?:something|a (?:value|number|uid)) other than|[≠!]=?) ´?0´?(?![\d.])|(?:a )?non-?zero(?: (?:uid|value|number|user id))?\b) ⇒ not root
\b(?:reported )?(?:uid ?(?:≠|!=|is not) ?(?:0\b|´0´)|user´? ?(?:≠|!=) ?´?root´?) ⇒ uid other than 0
=´?\buid=(\d+)(?:\(([a-z_][\w-]*)\)| ([a-z_][\w-]*)(?=´))´? ⇒ uid $1 ´$2$3´
=´?\buid=(\d+)´? ⇒ uid $1
=(?<=\buser\W{1,3}|\b[Rr]un(?:s|ning)? as ´?|USER )([a-z_][\w-]*):[a-z_][\w-]*(?=[´\s),;]|\.?$) ⇒ $1
=´"?User"?: ?"?([a-z_][\w-]*)"?´ ⇒ user ´$1´
## Code without its backticks: "CMD node main.js", "returns {"status":"ok"}".
(?<![:{[,´] ?)["“'](latest|healthy|nonroot)["”'](?! ?[:}\],´]) ⇒ ´$1´
(?<![´'])(\{"[^{}´]*\})(?![´']) ⇒ ´$1´
(?<=\b(?:as|als|como|comme) )["“](?!root\b)([a-z_][\w-]*)["”] ⇒ ´$1´
´"?CapDrop"?[:=] ?\["?ALL"?\]´ ⇒ ´--cap-drop=ALL´
´"?SecurityOpt"?[:=] ?\["?no-new-privileges(?::true)?"?\]´ ⇒ ´--security-opt no-new-privileges´
\bread_only: ?true\b|´"?ReadonlyRootfs"?[:=] ?true´ ⇒ ´--read-only´
# What else the answer holds: ´{"status":"ok", …}´.
,\s*(?:\.{3}|…)\s*(?=\}) ⇒
# A member of the answer: ´"status": "ok"´, status "ok".
(?<![{,] ?)´?("\w+": ?(?:"[^"´]*"|true|false|\d+))(?!\s*[,}])´? ⇒ ´{$1}´
´status[:=] ?(\w+)´|\bstatus(?: (?:of|is|set to))?:? ["´]((?!success|fail)[a-z]+)["´](?<=\b(?:GET|returns?|returning|responds?|answers?|json)\b.*)(?<!\b(?:docker|container|healthcheck)\b.*) ⇒ ´{"status":"$1$2"}´
=(?<!´)\b(CMD|ENTRYPOINT) (\["[^\]]*"\])(?!´) ⇒ ´$1 $2´
=(?<!´)\b(USER|EXPOSE|CMD|ENTRYPOINT|LABEL|VOLUME|STOPSIGNAL)(?= (?:instruction|directive|statement)\b) ⇒ ´$1´
=^(CMD|ENTRYPOINT|FROM|ENV|USER|HEALTHCHECK):? (\d+(?::\d+)?|\[.*\]|\S+=\S*|[a-z][\w./-]*:[\w.-]+|(?:node|npm|python3?|\w+corn|java)(?: [\w/@-]*[./:=\d-][\w./:=@-]*)+|(?:--\S+ )*CMD [^´]+)$ ⇒ ´$1 $2´
=(?<=^|\b(?:with|using|via|by|is|[Rr]uns?|[Ss]tarts?|[Cc]ommand):? )((?:node|python3?|\w+corn|java|dotnet|bun)(?: (?:-[\w-]+|[a-zA-Z./][\w./@-]*[./:][\w./:@=-]*\w))+(?: [\w./:@=-]*[./:=\d-][\w./:@=-]*\w| \d+)*) ⇒ ´$1´
=^(?:RUN )?((?:npm|yarn|pnpm|pip3?|uv|poetry) (?:ci|install|sync)(?: --[\w=-]+)*)(?=$| \(| is used) ⇒ ´$1´
=(?<!´)\b(COPY (?=\S*[*./])[\w*./-]+(?: \./?)?)(?!´) ⇒ ´$1´
(?<=[\s,])([a-z]+(?:-[a-z]+)+)(?=,| and |\.?$)(?<=dockerignore.* (?:exclud|ignor|omit|list)\w*\b.*[\s,][a-z-]+) ⇒ ´$1´
# A folder: "excludes dist/ and build/".
(?<![\w´/.:<-])(\w[\w.-]*/)(?=[,)]|\s|\.?$)(?<=^[^´]*(?:´[^´]*´[^´]*)*) ⇒ ´$1´
(?<=\binstall(?:s|ed|ing)? .*)(?<!´)\b(requirements[\w.-]*\.txt)\b(?!´) ⇒ ´$1´
(?<![\w./-])((?:[\w.-]+/)+(?:Docker|Container)file)(?![\w./-])(?<=^[^´]*(?:´[^´]*´[^´]*)*) ⇒ ´$1´
# A command without its backticks, and two commands in one.
=^(docker (?:build|run)\b[^´]*?)(?: (?=(?:works?|succeeds?|passes|starts|completes)\b)) ⇒ ´$1´·
(?<=´docker build [^´]*?) ?&& ?(?=docker run [^´]*´) ⇒ ´ and ´
(?<=´[\w.-]+\.(?:txt|json|toml|lock|mod|sum|ya?ml|xml)´) ?/ ?(?=´[\w.-]+\.\w+´) ⇒ ·and·
(?<=\b(?:stages|labels)(?: \(|: )(?:´?[a-z][\w-]*´?(?: \([^()]*\))?(?:,? and|,| →|->) )*)(?!and\b)([a-z][\w-]*)(?=,|\)|\.?$| (?:and|→|->|\()) ⇒ ´$1´
´--privileged(?:=true)?´(?: (?:flag|mode))?|--privileged\b(?<=^[^´]*(?:´[^´]*´[^´]*)*)(?: (?:flag|mode))? ⇒ privileged
´Dockerfile´ (?:(?:is |exists )?(?:located |placed )?in|inside|under) (?:the )?´([\w-][\w./-]*)/´(?: (?:directory|folder))? ⇒ ´$1/Dockerfile´ exists
## What instructions, options and answers stand for.
´(?:docker (?:run|exec) [^´]*?)?\b(node|python|java|go|php|ruby|deno|bun)3? (?:--version|-version|version|-v)´(?: (?:in|inside) the container)? (?:outputs|shows|prints|returns|reports|displays|gives|says) ["´]?(?:(?:version|java|python|openjdk|node|go|php|ruby) )?v?(\d[\d.]*?)(?:\.x)?["´]?(?=\.?$) ⇒ uses $1 $2
=(?<![\w´])(?:ASP)?\.NET(?: Core)?\b ⇒ dotnet
^(?:(?:switch|change|upgrade|update|migrate|move|bump|set) (?:the )?(?:docker |runtime )?base image (?:from ´?[\w./:-]+´? )?to|(?:switch|migrate|move) (?:from ´?[\w./:-]+´? )?to(?= ´?(?:${official})[:/])|replace ´?[\w./:-]+´? (?:with|by)(?= ´?(?:${official})[:/])) (?=´?[a-z]) ⇒ Base image:·
# "Only production ´node_modules´", "copy the ´Dockerfile´": no files that are asked for.
(?<=\b(?:dev|development|prod|production) )´(node_modules)´|(?<=\bcop(?:y|ies) )´(Dockerfile)´ ⇒ $1$2
^(?:use )?´?COPY´?(?: instructions?)?(?: (?:is|are) (?:used|preferred))?,?(?: instead of| rather than| over| not) ´?ADD´?|\b(?:no|avoid|never use) ´?ADD´?\b|´?\bADD´?(?: instructions?)? (?:(?:must|should|shall|is|are) not (?:be )?used|(?:is|are|must be|should be) (?:avoided|forbidden|prohibited)) ⇒ no ´ADD´
# ´docker build -t web services/web´ builds the Dockerfile of that folder.
(?<!\s--?[\w-]+) (?:\./)?(\w[\w./-]*?)(?<!\b(?:frontend|worker|proxy|db|database)/?)/?(?=(?: (?:-t|--tag) [\w./:-]+)?´)(?<=´docker (?:buildx |image )?build(?: (?!-f|--file)[^´ ]+)+) ⇒ ·-f $1/Dockerfile·.
# The contrary of a good order.
=´COPY \./? [^´]*´(?= (?:\w+ )?before )|\b[Ss]ource(?: code)?(?= (?:(?:is|are) copied )?first\b|,? (?:and )?then (?:the )?dependencies) ⇒ the whole tree
(?:(?<![\w-])--|\b)cap[-_]drop(?<=^[^´]*(?:´[^´]*´[^´]*)*)[:=]? ?(?:\[?"?ALL"?\]?) ⇒ ´--cap-drop=ALL´
=´(?:HTTP (\d{3})(?: OK)?|(\d{3}) [A-Z][A-Za-z ]{1,24})´ ⇒ HTTP $1$2
=´?\bNODE_ENV´? (?:(?:is|must be|equals|=|defaults to|(?:is |must be )?set to) )?´?production\b´? ⇒ ´NODE_ENV=production´ is set
=´?\b([A-Z]+_[A-Z_]+|PYTHON[A-Z]{5,}|PORT(?=´? (?:is )?set to \d))\b´? (?:is |m\w+ be )?(?:set )?to ´?([a-z0-9][\w.-]*)´? ⇒ ´$1=$2´
(?:(?:with|via|using|by) )?´(?:[^´]*&& ?)?(?:adduser|useradd)(?: -[GgshdcK] [^\s´]+| --?(?!uid\b|u\b)[\w-]+(?:=[^\s´]+)?)* ([a-z_][\w-]*)(?: [^´]*)?´(?<=\b(?:create|add|non-?root)\w*\b.*) ⇒ ´$1´
## What a HEALTHCHECK declares, as its options: "every 30s with 3 retries".
^(?:the )?container (?:is )?(?:marked|considered|reported|becomes|goes|turns) (?:as )?unhealthy after (\d+) (?:consecutive )?fail\w*(?: (?:health )?(?:checks?|attempts?|probes?))?(?=\.?$) ⇒ health check ´--retries=$1´
\bstart(?:up)?[ _-](?:up |grace )*(?:period|delay) ⇒ start period
,? before (?:being )?(?:(?:marked|marking|considered|reporting) )?(?:it |(?:the )?container )?(?:as )?unhealthy\b(?<=health.?check.*) ⇒
=´HEALTHCHECK((?: --[\w-]+=\w+)*) CMD ([^´]+?)(?: \|\| exit 1)?´ ⇒ ´HEALTHCHECK´$1 CMD ´$2´
(?<![-\w])${option}(?: of| is| set to|:|=)? ?${amount} ⇒ ´--$1=$2´
\b${amount} ${option}\b ⇒ ´--$2=$1´
\bevery(?<=(?:health.?check|\bpoll|\bprob(?:e|ing)\b).*) ${amount} ⇒ ´--interval=$1´
`);
