import { parseTemplate, type Template } from './template.ts';

/** Phrases that templates share, by name; each is a template itself. */
const sources = {
  /** What describes the image that is built, and no other image. */
  described:
    '(final|built|resulting|finished|production|prod|runtime|published|running|our|deployed|released|docker|oci|container|containerized|application|app|api|service|backend|whole|complete|{name})*',
  image:
    '(<described> (image|container image|docker image|container)|it|artifact|<described> (app|application|api|service))',
  container:
    '(<described> (container|image|app|application|api|service|process|server|program)|it|[<described>] process inside container|everything|main process|pid 1)',
  dockerfile: '[<described>] (dockerfile|`Dockerfile`)',
  /** Whoever does something. */
  actor:
    '(i|we|you|user|users|one|developer|developers|operator|anyone|anybody|someone|somebody|person|people|client|clients|caller|everyone|team|contributor|engineer|tester|consumer)',
  /** Whoever has another machine. */
  'somebody-else':
    '[(new|second|other|any|member of)]* (colleague|colleagues|teammate|teammates|coworker|coworkers|somebody else|someone else|anyone else|another (developer|person|engineer|user|team member|member)|team member|new developer|third person)',
  cleanly:
    '(successfully|cleanly|correctly|properly|without [any] (error|errors|failure|failures|problem|problems|warnings))',
  answers:
    '(responds|returns|answers|replies|serves|gives|yields|responding|returning|sends|answered|replied|replying|acknowledged|gives back|sends back|comes back|produces|delivers)',
  reachable:
    '(available|reachable|accessible|exposed|provided|implemented|up|served|present|working|works|exists|configured|enabled)',
  'health-endpoint':
    '[<described>] (health|healthcheck|health check|liveness) [(endpoint|route|url|path|probe|check)]',
  http: '[(an|with|http|status|code|response)]*',
  registry: '[(container|docker|image|public|private|remote|oci)]* registry',
  elsewhere:
    '((different|another|other|second|new|clean|fresh|separate|remote|any other) (machine|host|computer|server|engine|laptop|system|environment|docker host|docker engine|box|node|vm|pc)|elsewhere|(teammate|colleague|coworker|somebody else|someone else) (machine|laptop|computer)|machine (other than one that built it|without source code))',
  database:
    '[({neon}|postgres|real|provided|given|supplied|external|configured|managed|serverless|production)]* (database|db|postgres|{neon})',
  there:
    '(up|reachable|available|connected|running|healthy|there|online|accessible|responding|alive|ok|up and running)',
  away: '(down|shut down|killed|broken|unreachable|unavailable|not available|not reachable|not connected|not up|not running|not there|away|stopped|offline|gone|lost|fails|disconnected|out of reach|cannot reached|can not reached)',
  provided: '[(provided|given|supplied|configured|valid|injected)]*',
  url: '<provided> ({variable}|database url|connection string|{variable} connection string) [(environment variable|environment|variable|env var)]',
  using: '[(using|through|via|from|given|when)]*',
  unprivileged: '(non root|unprivileged|non privileged|not root|nonroot|least privileged)',
  user: '[(user|account|uid|process|identity)]',
  runs: '(runs|run|running|executes|execute|operates|starts|start)',
  secrets:
    '[(hardcoded|hard coded|embedded|baked in|plain text|plaintext|confidential|private)]* (secret|credential|password|api key|sensitive data|token|private key|access key|key) [(string|value|material)] [(and|or|nor|secret|credential|password|api key|sensitive data|token|private key|access key|key|other|any)]*',
  'in-image':
    '[(built|final|docker|container|production|published|runtime)]* (image|image layers|layers|any layer|image layer|layer of image|layers of image|image history|image or history|container image|any image layer|any layer of image|any of layers|layers or history|history|any of image layers|image or layers)',
  baked:
    '(end up|ends up|ending up|appear|appears|leak|leaks|leaked|part|part of|exposed|visible|stored|baked|embedded|included|present|hardcoded|hard coded|left|contained|shipped|saved|written|copied|found|kept|baked in|bundled)',
  crud: '[full] crud [(endpoint|operation|route|api|request|call|functionality)]*',
  reading:
    '(read|fetch|fetched|retrieve|retrieved|get|view|viewed|list|listed|reading|listing|fetching|retrieving|viewing|queried|query) [(read|fetch|fetched|retrieve|retrieved|get|view|viewed|list|listed|reading|listing|fetching|retrieving|viewing|single|by id|and|it|them|back|all|again)]*',
  updating:
    '(update|updated|edit|edited|change|changed|modify|modified|updating|editing|changing|modifying) [(replace|replaced|patch|patched|and|it|them)]*',
  /** What the verbs are about, named again. */
  back: '[(it|them|back|again|and|one|new|existing|single|{resource})]*',
  creating: '(create|created|creating|add|added|adding|post|posted|insert|inserted) <back>',
  deleting: '(delete|deleted|deleting|remove|removed|removing) [(it|them|again)]*',
  /** All four. */
  'all-verbs': '<creating> (<reading> <updating>|<updating> <reading>) <deleting>',
  verbs:
    '(create|created|read|fetch|fetched|retrieved|get|list|listed|update|updated|edited|delete|deleted|removed|and|creating|reading|listing|updating|deleting|changed|viewed)*',
  work: '(work|works|function|functions|succeed|succeeds|pass|passes|operational|functional|working|usable|available)',
  fully: '[(correctly|as expected|as specified|successfully|end to end|fully|properly)]',
  containerized:
    '[(when running|when|while running|once|running|after being|against|via|through|over)] [(containerized|containerised|inside container|container|running container|docker|from container|against container|against running container|through container|inside docker|containerized api|api|http|http api|rest api)]',
  data: '[({name}|existing|created|stored|all|written|saved|persisted|task|tasks)]* ({name}|data|tasks|task|rows|records|state|everything|information|entries|entry|item|items|record|notes|note|book|books|todo|todos)',
  survives:
    '(survives|survive|persists|persist|retained|kept|preserved|remain|remains|stays|still there|still available|not lost|never lost|available|outlives|persisted|intact|there|returned|still returned|readable|still readable|found|still found|listed|exist|exists|durable|safe|available again|present|kept intact|survived)',
  restart:
    '[<actor>|<described>] (restart|restarts|restarted|restarting|being restarted|stop and start|stopped and started|stopping and starting|stopped and started again|stop and restart|`docker restart`|docker restart) [(container|application|app|service|api|it)]',
  recreation:
    '[<actor>|<described>] (recreate|replace|recreation|re creation|recreated|recreating|being recreated|being re created|replacement|replaced|being replaced|removal|removed|removed and recreated|deleted and recreated|removed and started again|new container|redeployment|redeploy|deleted and started again|removed and replaced|deleted|thrown away and recreated|destroyed and recreated|removed and new one started|deleted and new one started|replaced by new one|replaced with new one|stopped removed and started again) [(container|it)]',
  across:
    '[(across|after|through|over|when|if|once|even if|even after|even when|following|despite|between|upon|any)]*',
  unset:
    '(not set|unset|missing|absent|undefined|empty|not provided|not given|not present|not supplied)',
  environment:
    '(environment variable|environment variables|environment at runtime|environment|env var|runtime environment|environment at runtime|environment variable at runtime)',
  hardcoded:
    '[(not|never)] [(hardcoded|hard coded|baked|built)] [(into|in)] [(image|code|source|dockerfile)]',
  'at-once':
    '[(with|error|fast|immediately|at once|quickly|clear|helpful|meaningful|descriptive|message|error message|non zero|exit|code|exit code|status|instead|instead of|starting|start|right away|telling|saying|name|names|which variable|variable)]*',
  'not-hardcoded':
    '(not|never) (hardcoded|hard coded|baked into image|baked in|built in|built into image|part of image|stored in image|in image|hardcoded into image)',
  'on-sigterm':
    '(([(on|upon|when|after|following|receiving|receives|received|sent|getting|it|signal)]* (sigterm|{docker-stop}|docker stop) [(received|sent|arrives|signal)]*)|(when|if|once) <container> (stopped|told stop|asked stop))',
  'in-flight':
    '[(all|every|any)]* [(in flight|inflight|ongoing|active|running|current|pending|outstanding|already accepted|already started|started|accepted|unfinished)]* (request|http request|api request|connection) [(in flight|in progress|already started|under way)]',
  'read-only':
    '(read only [(root|container)]* [(file system|filesystem|rootf|root|fs|root fs|disk)]|{read-only-option}|immutable (file system|filesystem|root filesystem))',
  'no-capabilities':
    '((all|every) [linux|kernel]* (capability|capabilities) [being] (dropped|removed)|(no|zero|without [any]) [linux|kernel]* (capability|capabilities)|{cap-drop-option}|dropped (capability|capabilities))',
  'any-user':
    '((as|under) [(an|a)] <arbitrary> (user|user account)|(as|with|under|using|through) [(an|a)] <arbitrary> <uid>)',
  arbitrary:
    '(any|arbitrary|random|arbitrarily assigned|randomly assigned|unknown) [(numeric|high|non root|unprivileged|assigned)]*',
  uid: '(uid|user id|user ids)',
  'base-image': '(base|parent|runtime base) image',
} as const;

/** The phrases, parsed once. */
export const phrases: Readonly<Record<string, Template>> = Object.fromEntries(
  Object.entries(sources).map(([name, source]) => [
    name,
    parseTemplate(source.replaceAll('`', '')),
  ]),
);
