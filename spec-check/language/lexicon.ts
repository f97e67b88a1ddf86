import { stem, wordSet } from './words.ts';

/**
 * A line for each concept: words and phrases that stand for it, without inflection ("images", "pushed"). A word may
 * stand for several concepts; the longest phrase counts. What no concept has is left over, and makes a line
 * UNVERIFIED: a word belongs here when every sense that names its concept means the same with it.
 */
const concepts = `
# What is checked, and words that describe it and nothing else.
image: image available|image is available|image be available|image hosted|image is hosted|image|docker image|container image|oci image|artifact|build artifact|imagen|imagem|final output|final artifact|image signature|single docker image|single image|single container image
container: conteneur|contêiner|container|docker container|instance|contenedor|контейнер|containern|contenedores|contêineres|single container|single docker container
app: make app|make api|make container|make service|make server|make it|make application|app|application|api|service|server|backend|program|web server|web app|web service|microservice|software|website|web interface|bot|aplicación|aplicação|servidor|servicio|serviço|anwendung|http transport|http server|http listener
process: process|main process|pid 1|entrypoint process|process inside container|process in container|process owner|process list|running process|binary|app binary|server binary|proceso|processo
dockerfile: dockerfile|containerfile|docker file|single dockerfile|one dockerfile|one single dockerfile
docker: docker|docker buildx|buildx|docker level|buildkit
http-server: uvicorn|gunicorn|hypercorn|kestrel|tomcat|puma|waitress|daphne
system: system|deployment|workload|solution|they|everything|stack|setup|we|project|sistema|o sistema|el sistema|système|das system
ours: final|production|prod|runtime|release|docker|oci|container|containerized|application|app|api|service|backend|server|whole|complete|native|flask|express|fastapi|django|spring|rails|nest|next|node|python|go|rust|java|dotnet|web|main|rest|hono|elixir|phoenix|laravel|php|production ready|=built|=running|=published|=deployed|=finished|=resulting|actuator|spring boot|blazor|gin|quarkus|micronaut|symfony|fastify|koa|nestjs|axum|ktor|mcp|production mode|aplicación|aplicação|servidor|servicio|serviço|anwendung
actor: i|you|user|one|developer|operator|anyone|anybody|someone|somebody|person|people|client|caller|everyone|team|contributor|engineer|tester|consumer|visitor|load balancer|reviewer|auditor|security reviewer|security auditor|maintainer|evaluator|student|instructor|security engineer|devops engineer|platform engineer|end user|administrator|new user
base-image: base image|parent image|runtime base|base|base container image|imagen base|imagem base|image de base|basis image|basisimage
stage: stage|final stage|last stage|runtime stage|production stage|runner stage|phase|etapa|etapas
final-stage: etapa final|estágio final|finale stage|final stage|last stage|runtime stage|production stage|runner stage|release stage|runner|runner image|runtime image stage|production docker stage|final docker stage|runtime docker stage|final image stage|final build stage|production image stage|production build stage
multi-stage: multi stage|multi stage build|multi stage docker build|multi stage dockerfile|multi stage docker|two stage|two stage build|multiple stage|several stage|multiple build stage|staged build|more than one stage|separate build and runtime stage|build and runtime stage|distinct stage|separate stage|multi stage build step|multi stage build process|multi stage docker file|multi stage approach|separate build and runtime environment|build and runtime environment|separate build stage|distinct build stage|mehrstufig|mehrstufiger build|mehrstufiges|multi étapes|multi etapas|build multi étapes|construction multi étapes|multi stage docker build process|build in multi stage|build in multiple stage|build in two stage|three stage build|three stage docker build|four stage build|two named stage|two separate stage|two distinct stage|at least two stage|two or more stage|at least two build stage|at least two separate stage|at least two from statement|at least two from instruction|multiple from statement|multiple from instruction|several build stage|2 stage build|2 stage
uncovered: docker start on boot|on production server|=not =scanned|become root|copy dockerfile|multi stage deployment|multi stage setup|multi stage stack|multi stage workload|multi stage system|multi stage solution|multi stage project|mehrstufiges deployment|before dependency|before package|before production dependency|before installing dependency|before install|prior to dependency|ahead of dependency|next release|next version|next sprint|next iteration|next milestone|next phase|next step|connection release|release connection|for =services|can run as non root|can be run as non root|can also run as non root|can run rootless|can run as unprivileged|can be run as unprivileged|able to run as non root|able to run rootless|allow running as non root|allowed to run as non root|can run image as non root|can run container as non root|can run it as non root|runnable as non root|support run as non root|support running as non root|support non root user|support rootless|return list|return array|return json array|return json list
layer: layer|image layer|docker layer|build layer|image build layer|layer of image|copied file
history: history|image history
endpoint: endpoint|route|url|uri|path|ruta|rota
health-endpoint: health endpoint|health check endpoint|healthcheck endpoint|liveness endpoint|readiness endpoint|health route|health url|health api|liveness route|liveness probe endpoint|readiness probe endpoint|liveness|readiness|liveness check|readiness check|liveness probe|readiness probe|health probe|health path|ping endpoint|status endpoint|basic health check|basic liveness check|simple health check|heartbeat endpoint|health|health check route|health check url|health check endpunkt|health endpunkt|endpoint de salud|liveness check endpoint|endpoint de saúde|endpoint de santé
healthcheck: healthcheck|health check|docker healthcheck|docker health check|container health check|health check probe|liveness check command|container healthcheck|docker level healthcheck|image healthcheck
health-tracking: monitoring|tracking|orchestrator|orchestration|orchestration platform|orchestrator monitoring|liveness probe|readiness probe|container health|health monitoring|health tracking|probe
database: database|db|postgres|data store|postgres database|external database|real database|supabase|external postgres database|external postgres|postgres instance|remote database|remote postgres database|mysql|mariadb|mysql database|mariadb database|external mysql database|external mysql|mysql instance|remote mysql database|mysql server|mariadb server|work with postgres|work with external postgres|work with postgres database|work with external postgres database|work with any postgres|work with any external postgres|work against postgres|work against any postgres|work against external postgres|work with hosted postgres|work with managed postgres|work with remote postgres|work with real postgres|run against postgres|run against external postgres|work with any postgres database|work against any postgres database|work with external database|work with any external database|database container|db container|postgres container
neon: neon|work with neon
hosted: external|remote|managed|hosted|serverless|cloud
dependency: dependency|every dependency|upstream|deps|dependencies|dependency manifest|package manifest|manifest|requirement|lockfile|lock file|dependency file|package file|requirement file|module|dependencias|abhängigkeiten|dépendances|dependências|dependency management|package management
data: data|row|record|state|everything|information|entry|item|note|book|todo|task|content|user data|order|message|dados|datos|données|daten|data stored in postgres|data stored in database|data kept in database|data saved in database|data in postgres|data in database|data written to database
registry: registry|container registry|docker registry|image registry|repository|image repository|registry such as|local registry|private registry|internal registry|company registry
secret: secret|credential|password|api key|sensitive data|sensitive information|token|private key|access key|key|secret value|confidential data|confidential|secret material|sensitive|secret key|certificate|ssh key|sensitive value|hardcoded secret|secret token|auth token|access token|sensitive configuration|sensitive config|sensitive setting|sensitive environment variable|sensitive env var|sensitive variable|plaintext credential|plaintext secret|plain text credential|plaintext password|plain text password|plain text secret|zugangsdaten|geheimnis|geheimnisse|secreto|secretos|segredos|credenciais|credenciales|passwörter|contraseña|contraseñas|database password|db password|db credential|database credential|connection secret|секрет|секреты|hardcoded credential|hardcoded password|hardcoded token|hardcoded api key|hardcoded key|env secret|environment secret|secret management|credential management|sensitive file|secret file|secret string
root: root|root user|superuser|uid 0|root privilege|root access|administrator|user id 0|uid=0
unprivileged: something other than root|anything other than root|anything but root|user other than root|username other than root|name other than root|non root username|non root name|non root|unprivileged|non privileged|least privileged|low privileged|limited privilege|non root user|unprivileged user|non privileged user|rootless|restricted user|non administrator user|uid other than 0|non root account|non root user right|non root privilege|non root permission|unprivileged privilege|non root right|least privilege|least privilege user|dedicated non root user|unprivileged account|nicht root|nicht als root|nicht root benutzer|usuario no root|utilisateur non root|usuário não root|usuario sin privilegio|usuário sem privilégio|unprivilegierter benutzer|non root system user|non root app user|non root runtime user|non root process|non root user account|non root service account|non sudo user|not run as root|not running as root|non root user privilege|non root user permission|non root user context
user: user|account|identity|uid|user id|owner|usuario|usuário|utilisateur|benutzer|nutzer|nginx user|user context|process user|effective user|running user|사용자|사용자로
gid: gid|group id|uid gid|user and group
uid: uid|user id|ids|user number
any-user: as any user|as arbitrary user|as random user|under any user|under arbitrary user|with any uid|with arbitrary uid|with an arbitrary uid|with any user id|with random uid|with a random uid|under any uid|under arbitrary uid|under an arbitrary uid|under a random uid|under a random user id|under random user id|as any uid|as arbitrary uid|as an arbitrary uid|as an arbitrary user|as a random user|as a random uid|under an arbitrary user id|as any non root user|under a random high uid|with any user|with arbitrary user id|with an arbitrary user id|with random user id|under arbitrary user id|on kubernetes with arbitrary user id|on kubernetes with an arbitrary user id|on openshift with arbitrary uid|on openshift with arbitrary user id|on openshift with an arbitrary uid|under openshift arbitrary uid|on openshift with random uid
read-only: somente leitura|solo lectura|sólo lectura|lecture seule|read only|read only root|read only root file system|read only file system|read only rootf|read only fs|read only container file system|read only container|immutable file system|immutable root file system|read only mode|read only root fs|read only disk|immutable|non writable
file-system: sistema de archivos|sistema de arquivos|file system|root file system|rootf|root fs|container file system|fs|read only root|read only root file system|read only file system|read only rootf|read only fs|read only container file system|immutable file system|immutable root file system|read only root fs|read only disk
capability: capability|linux capability|kernel capability|privilege capability
no-new-privileges: no new privilege|no-new-privileges|no-new-privileges:true
memory: memory|ram|memory usage|memory use|memory footprint|memory consumption|ram usage|rss|resident memory|memory utilization|ram consumption|ram footprint|peak memory|memory peak|peak memory usage|maximum memory usage|peak memory use|resident set size|peak rss|max rss|maximum rss|memory peak usage|working set|memory usage under load|memory under load|ram usage under load|memory use under load|memory consumption under load
size: size|image size|footprint on disk|disk footprint|tamano|tamanho|taille|größe|image footprint|tamaño|tamanho da imagem|tamaño de la imagen|taille de l image|imagegröße|bildgröße|размер образа|image weight|tamaño de imagen|final size|target size|resulting size|weigh
disk: disk|disk space|space|storage|disk usage
compressed: compressed|download size|download|when compressed|compressed size|compressed in registry|gzipped
unpacked: unpacked|uncompressed|on disk|total|overall|extracted
port: port|tcp port|listening port|http port|network port|server port|non privileged port|unprivileged port|high port|puerto|porta|порт
variable: variable|environment variable|env var|env variable|env|envs|variável de ambiente|variáveis de ambiente|variable de entorno|variables de entorno|umgebungsvariable|umgebungsvariablen
environment: only via environment|only via environment variable|only via env var|only through environment|only through environment variable|only through env var|only from environment|only from environment variable|only from env var|only by environment|only by environment variable|only by env var|exclusively via environment|exclusively via environment variable|exclusively via env var|exclusively through environment|exclusively through environment variable|exclusively through env var|exclusively from environment|exclusively from environment variable|exclusively from env var|exclusively by environment|exclusively by environment variable|exclusively by env var|solely via environment|solely via environment variable|solely via env var|solely through environment|solely through environment variable|solely through env var|solely from environment|solely from environment variable|solely from env var|solely by environment|solely by environment variable|solely by env var|environment|environment variable|env|env var|runtime environment|env variable|process environment|variável de ambiente|variáveis de ambiente|variable de entorno|variables de entorno|umgebungsvariable|umgebungsvariablen
label: label|oci label|image label|opencontainers label|metadata label|annotation|metadata
tag: tag|image tag|version tag|docker tag|semver tag|release tag
version: version|semantic version|semver|version number|release version|app version|semantic version number|exact version|specific version|release number|semver version|version tag|semver tag|release tag
commit: commit|commit hash|commit sha|git sha|git commit|git hash|sha|git commit hash|source commit|commit id|git revision|short sha|git commit sha
latest: latest|latest tag|floating tag|mutable tag|:latest
digest: digest|sha256 digest|image digest|index digest|image index digest|manifest digest
architecture: architecture|platform|cpu architecture|processor architecture|target platform|target architecture|processor|machine|arch
log: log|log output|container log|application log|logging|log message|log line|output|log entry|logs|im log|en los logs|nos logs|structured log|structured logging|normal log|regular log|access log|info log|error log
stdout: stdout|standard output|stdout or stderr|stdout and stderr|console|standard out|docker log|standard streams|nach stdout|a stdout|vers stdout|auf stdout
structured: json|structured|json format|structured json|json structured|json line|structured log|structured logging|machine readable|estructurado|strukturiert|strukturiertes|structuré|estructurados
error: error|exception|stack trace|error message|failure|crash|traceback|error log|panic|panic error|fatal error|fatal|unhandled exception|uncaught exception|unhandled error|uncaught error|unhandled rejection|segfault|error entry|error line|error level entry|error level line|fehlermeldung|erreur|fehler
sbom: sbom|software bill of material|bill of material|cyclonedx|spdx|cyclonedx sbom|spdx sbom|nomenclature logicielle
dockerignore: .dockerignore|.dockerignore file|dockerignore|docker ignore|dockerignore file|docker ignore file
build-context: build context|docker build context|docker context|context
production-dependency: production dependency|prod dependency|runtime dependency|production package|runtime package|production module|production npm dependency|prod package|dependency needed at runtime|production node modules|required dependency|needed dependency|production node_modules|prod node_modules|production deps|prod deps|runtime deps|production requirement|runtime library|dependencia de producción|dependencias de producción|dépendances de production|dependências de produção|produktionsabhängigkeiten
dev-dependency: devdependency package|devDependencies|dev dependency|development dependency|devdependency|build dependency|dev package|build tool|development package|test dependency|compiler|build time dependency|build toolchain|devdependencies|dev and test dependency|development tool|dev deps|build dep|build deps|test tool|build dependencies|devdeps|build essential|build-essential|test runner|test framework|testing tool|test library|dev tool|dev tooling|build tooling|development tooling|herramienta de build|herramientas de build|herramientas de compilación|outils de build|ferramentas de build|dependencias de desarrollo|dépendances de développement|dependências de desenvolvimento|dev node_modules|development node_modules|build time package|build only dependency|build only package|build time tool|compile time dependency|devdependency package|build time dependency and tool|build tool and dependency|build dependency and tool|compiler and build tool|dotnet sdk|net sdk|compiler toolchain|build sdk|build time tooling|test dependency and tool
exec-form: array|exec form|exec array|json array|exec array form|json form|exec format|exec syntax|json array form|array form|exec json form|json array syntax|json array notation|json syntax|exec array syntax|array syntax
shell-form: shell form|string form|wrapped in shell|shell wrapper|wrapped by shell|shell wrapped
cmd-instruction: cmd|run command|runtime command|container command|entrypoint|start command|startup command|command|default command|cmd instruction|entrypoint instruction|cmd or entrypoint|launch command|cmd and entrypoint
entrypoint: entrypoint|entrypoint instruction
workdir: workdir|working directory|work directory|work dir|working dir|workdir instruction
instruction: instruction|directive|statement|docker instruction|dockerfile instruction|from line|from instruction|from statement|dockerfile line|line of dockerfile|line
shell: shell|sh|bash|interactive shell|shell binary|bash shell|busybox
package: package|library|client library|tool|utility|binary|system package|os package
file: file|folder|directory|source|source code|code|application code|app code|application source|app source|compiled output|build output|compiled code|compiled artifact|compiled file|built output|compiled javascript|archivo|arquivo|fichero|compiled js|compiled typescript|compiled source|compiled binary|compiled app|compiled application|compiled asset|built asset
all-interfaces: all interface|every interface|all network interface|all address|any interface|all host interface|0.0.0.0
localhost: localhost|127.0.0.1|loopback|local host|loopback interface
metrics: metrics|prometheus metrics|prometheus|metrics endpoint|prometheus endpoint|prometheus metrics endpoint|application metrics|metric|prometheus data|prometheus format|prometheus text format|prometheus output|prometheus exposition format
openapi-page: openapi documentation|api documentation|swagger ui|swagger|api docs|openapi docs|swagger documentation|interactive documentation|redoc|openapi page|documentation page|openapi|openapi document|swagger page|docs page|docs endpoint|openapi specification|openapi spec|openapi or swagger documentation|swagger docs|openapi ui|interactive api docs|openapi.json|openapi.yaml|openapi json|openapi schema endpoint
vulnerability: vulnerability|cve|security vulnerability|image vulnerability|container vulnerability|known vulnerability|known cve|os vulnerability|vulnerabilidad|vulnerabilidade|schwachstelle
scan: scan|security scanning|vulnerability scanning|image scanning|image scan|container scan|vulnerability scan|security scan|docker scan|container image scan|vulnerability scanner|scanner|scan result
trivy: trivy|trivy scan|trivy image scan
grype: grype|grype scan
severity: severity|critical|high|medium|low|high severity|critical severity|medium severity|low severity|crítica|alta|moderate
critical: critical|critical severity|crítica
high: high|high severity|alta
medium: medium|medium severity|moderate
low: low|low severity
detect: known|find|detect|identify|discover|flag
above: or above|or higher|and above|or greater|and higher|or worse
conform: conform|comply|match|adhere|validate against|conform to|comply with|adhere to|agree with|correspond|correspond to|follow|=validated|consistent
openapi-contract: openapi schema|openapi contract|api contract|api specification|api spec|swagger specification|swagger spec|documented schema|swagger contract|documented response schema|openapi.yaml|openapi.yml|openapi.json|swagger.json
contract-test: schemathesis|contract test|openapi contract test|api contract test|schemathesis run|schemathesis test
implementation: implementation|actual behavior|actual behaviour|actual response
cosign: cosign|cosign verify|sigstore|keyless|keylessly|oidc
signed: signed|sign
valid: valid|verified|verify|verifiable
signature: signature|cosign signature|image signature|digital signature
cors: cors|cross origin request|cross origin|cors header|cors origin|access-control-allow-origin|access-control-allow-origin header|cross origin access
migration: tables created|table are created|create table|schema created|schema is created|create schema|table get created|migration|database migration|ef core migration|prisma migration|alembic migration|flyway migration|drizzle migration|knex migration|django migration|typeorm migration|sequelize migration|schema migration|db migration|schema|database schema|pending migration|pending database migration|outstanding migration|pending schema migration|all migration|all pending migration|schema get created|schema is created automatically|schema created automatically|table created automatically|table are created automatically|database schema created automatically|database schema is created automatically|database schema automatically created|database schema is automatically created|database table created automatically|database table are created automatically|db schema is created automatically|create database schema automatically|create schema automatically|create its schema|create its table|create missing table|alembic upgrade head|alembic upgrade|prisma migrate deploy|prisma migrate|flyway migrate|drizzle kit migrate|knex migrate
layer-order: layer order|layer ordering|instruction order|order of layers|order of instructions|ordered layer|layer caching order|dependency layer is cached between build|dependency layer cached between build|dependency layer are cached between build|dependency are cached between build|dependency cached between build|dependency layer is cached|dependency layer cached|dependency layer are cached|dependency are cached separately
change-rate: change frequency|frequency of change|rate of change|least changed|least frequently changed|least often changed|most stable|how often it change|least to most frequently changing|least to most frequently changed|least to most often changed|how often they change|least to most changing
layer-cache: layer cache|layer caching|docker layer cache|docker layer caching|docker cache|docker caching|docker build cache|build cache
cache: cache|caching|layer cache|docker cache|layer caching|build cache|docker layer caching|cache hit
cold-cache: without cache|no cache|cold cache|clean build|from scratch|cold|empty cache|uncached|with no cache|without build cache|without using cache
warm-cache: warm cache|with cache|warm|cached|with warm cache|with cached layer|cached layer|incremental|with layer cache|using cache|cached rebuild
reproducible: reproducible|deterministic|bit for bit reproducible|repeatable|byte for byte|bit for bit
identical: identical|same|unaltered|without change|without any change|without any modification|with no change|with no modification|without code change|without modifying|without changing anything|with zero change|identical image|same digest|same image|same image digest|equal|bit identical|unmodified|unchanged|without modification
home-directory: home directory|actual home directory|home folder|real home directory
tmpfs: tmpfs|tmpfs mount
writable-path: writable|write to|writable path|writable directory|writeable|write access|writable access
response-time: response time|latency|response latency|answer time|round trip time|response duration
start-time: startup time|start time|start up time|boot time|cold start|cold start time|container startup time|time to start|launch time|startup|container startup|start up|startup duration|time to ready|time to first response|on startup|at startup|during startup|on start|initialization|initialisation|container initialization|container initialisation|docker run command|time from|time between|time it take from
build-time: build time|build duration|image build time|docker build time|time to build|build speed|cached rebuild|during build|during image build|during docker build
graceful-shutdown: graceful shutdown|graceful stop|graceful termination|clean shutdown|graceful exit|shutdown gracefully|graceful shutdown handling|orderly shutdown|graceful shut down|drain connection|connection drain|clean exit|clean stop|clean termination|graceful drain|graceful draining
graceful: graceful|gracefully|orderly|without losing request|without dropping request|gracefully and cleanly|stop accepting connection|stop accepting request|stop accepting new connection|stop accepting new request
sigterm: sigterm|term signal|sigterm signal|termination signal|stop signal|signal|docker stop|os signal|sigint|interrupt signal|sigterm event|sigint event|sigterm or sigint event|sigint or sigterm event
in-flight: in flight request|inflight request|in flight|ongoing request|active request|running request|pending request|open request|outstanding request|current request|request in progress|request in flight|active connection|open connection|in flight http request|unfinished request|accepted request|request already started|already accepted request|existing request|in progress request|request under way
crud: crud endpunkt|crud endpunkte|crud operationen|endpoints crud|endpoint crud|operaciones crud|operações crud|opérations crud|crud|crud endpoint|crud operation|crud route|crud api|crud request|full crud|crud functionality|crud action|crud cycle|crud lifecycle|crud flow|crud round trip|full crud cycle|full crud lifecycle|full crud flow|complete crud cycle
runtime-name: node|nodejs|node.js|python|ruby|go|golang|java|jdk|jre|php|dotnet|bun|deno|elixir|erlang|rust|nginx|alpine|debian|ubuntu|postgres|caddy|perl
variant: linux|slim|alpine|bookworm|bullseye|bookworm slim|bullseye slim|slim bookworm|slim bullseye|trixie|trixie slim|jammy|noble|=variant|flavor|flavour|distroless|official
distroless: distroless
slimmed: slim|alpine|bookworm|bullseye|bookworm slim|bullseye slim|slim bookworm|slim bullseye|trixie|trixie slim|jammy|noble
unset: not set|unset|missing|absent|undefined|empty|not provided|not given|not present|not supplied|not defined|not configured|not there|not available|not specified
default: default|by default|default value|default to|otherwise|default is|fall back to|fallback|fall back|default of
such: such as|like|e.g|for example|for instance
clone: fresh clone|clean clone|clean checkout|fresh checkout|new clone|clean state|clone|checkout|scratch|clone of repository|fresh clone of repository|clean clone of repository|checkout of repository|fresh checkout of repository|new checkout|clean repository checkout|fresh repository clone|pristine checkout|clean git clone|fresh git clone|clean working copy
project-root: root of project|project root directory|repository root directory|project root|repository root|repo root|root of repository|root directory|root of project|project directory|repo|repository|project|root|alongside dockerfile|next to dockerfile|beside dockerfile
locally: locally|local machine|on local machine|local docker|local|from host|from host machine
elsewhere: anderer rechner|anderen rechner|anderem rechner|anderen computer|anderen maschine|anderen host|otra máquina|otro equipo|otro ordenador|otra computadora|otro host|outra máquina|outro computador|autre machine|autre ordinateur|different machine|another machine|other machine|second machine|new machine|clean machine|fresh machine|separate machine|remote machine|any machine|different host|another host|other host|second host|clean host|different computer|another computer|other computer|different server|another server|different environment|another environment|other environment|elsewhere|teammate machine|teammate laptop|colleague machine|colleague laptop|coworker machine|coworker laptop|somebody else machine|someone else machine|machine other than one that built it|different docker host|another docker host|different docker engine|another laptop|different laptop|their own machine|their own computer|own machine|own computer|own laptop|different vm|another vm|clean vm|any other machine|another developer machine|another engineer laptop|different node|any host|machine without source code|other engine|another engine|any docker host|any machine with docker|colleague computer|another pc|different pc|fresh machine|clean host|new host|fresh host|fresh vm|new vm|fresh server|new server|clean server|any docker machine|machine with no jdk|machine with only docker|machine with only docker installed|machine that has only docker|machine that only has docker|any machine with docker installed|machine without node|machine without python|machine without node installed|machine without node.js installed|machine with nothing but docker|any server|any host with docker|host with only docker|box with only docker
colleague: colleague|teammate|coworker|another developer|another person|team member|new developer|another engineer|member of the team|another team member|new team member
change: change|modification|rebuild|source code|source|rebuilding|code change
free-of: free of|free from|clean of|devoid of
handler: handler|handling|signal handler|trap
clean: cleanly|clean
write: write|write to|write into|emit|stream|direct|redirect|route|sent|print to|output to|go to|flow to|shipped to|gehen|van|vont|vão|schreibt|escribe|écrit|writable|writeable
depend: depend|rely|depend on|rely on
docker-build: docker build|docker build process|build process|image build process|docker image build process
build-stage: build stage|builder stage|builder|compile stage|dependency stage|build image stage
any-uid: arbitrary user id|any user id|arbitrary uid|random uid|random user id|arbitrarily assigned uid|arbitrary user ids|any uid|non root uid|any non root uid|openshift arbitrary uid|openshift arbitrary user id|openshift random uid|openshift assigned uid
it: it|them
across: across|over|through|after|during|despite|between|upon|following|on|throughout|while|após|tras|después de|depois de|après|nach
twice: twice|two time|again|two consecutive|two successive|consecutive|successive|repeated
attach: attach|generate|publish|génère|genera|erzeugt|gera|generated with syft|generated by syft|created with syft|produced with syft|generated with trivy|generated with docker buildx
configuration: configuration|config|setting|settings|configurable|app configuration|runtime configuration|application configuration|configuration value|environment specific setting
automatically: automatically|automatic|auto
package-manager: package manager|os package manager|system package manager
pip: pip|npm|yarn|pnpm|poetry|uv|composer|bundler|maven|gradle|cargo|package manager
after-start: after startup|after start|of startup|of start|of container start|of container startup|of launch|of boot|of starting|from startup|from container start|after container start|after it start|after boot|after start period
at-least: at minimum|at least|at the minimum
argument-line: build arg|build argument|build time argument
host: host|address|interface
inject: inject|passed|supplied|configurable|settable|injectable|overridable|provide|done through|done via|handle via|handle through|driven by|come from|externalize to|externalise to|manage via|manage through|fed via|taken from|externalize|externalise|externalized|externalised|injetado|injetados|injetada|inyectado|inyectados|arrive|injection
possible: possible|allow|permitted
format: format|formatted|line|formato
two: two|both
release: release|every release|each release
exact: specific|exact|fixed|explicit|concrete|precise|certain|específico|específica|spécifique|spezifisch
stay-up: stay up|remain up|keep running|stay running|remain running|stay alive|keep up|not exit immediately|not crash|not immediately exit|not exit right away|not stop immediately|not die|not crash immediately|not crash on startup|not crash on start|not crash loop
exist: live|lives|reside|located|sit|exist|must provide|=present|есть|in place|there|=added|=included|=provided|add|include|=created|=has|erstellen|erstellt|angelegt|créé|créer|crear|creado|criar|criado|наличие|создать|создан|appliqué|aplicado|=configured
new: new|fresh|another|new one
ready: ready|ready to serve|ready for traffic|ready to serve traffic|ready to accept request|listo|pronto|bereit|listo para trafico|listo para tráfico|ready for requests
privilege-escalation: privilege escalation|new privilege|escalate privilege|allow privilege escalation|gain new privilege|gain additional privilege|gain privilege|acquire new privilege|acquire additional privilege|gain more privilege|allowprivilegeescalation
code-0: exit code is 0|exit code be 0|exit status is 0|exit code of 0|exit 0|exit with 0|exit with code 0|exit with exit code 0|exit with status 0|code 0|exit code 0|with code 0|status 0|exit status 0|exit code of 0
other: other|another|any other|similar|equivalent|local registry|private registry|internal registry|company registry
later: second|after|last|afterwards|third
execution: execution|execução|ejecución|exécution|ausführung|implementation|enforcement|configuration
pattern: pattern|approach|technique|strategy|follow
trigger: trigger|cause|lead to|result in|initiate
multi-arch: multi arch|multi platform|multi architecture|multiple platform|multiple architecture|multi arch manifest|multi platform manifest|multi arch container manifest|multi arch image|multi platform image|multi architecture build|multi platform build|manifest list|multi arch manifest list
small: small|minimal|lightweight|compact|tiny|lean|slim
improve: maximize|improve|leverage|exploit|benefit|good|efficient|efficiently|effective|effectively|optimal|optimally|maximum|max|efficiency
unneeded: unnecessary|unneeded|unwanted|irrelevant|superfluous|unused|sensitive file|development file|junk|junk file|unnecessary file|unneeded file|unwanted file|non essential|clutter|test file|test artifact|ide file|editor file|log file|cache file|local file|virtual environment|cache|build artifact|temporary file|dev file|coverage report|local config|caches|build cache|python cache|other unnecessary file|other unneeded file|other junk|other non essential file|other development file|other file|unnecessary path|unnecessary folder|unnecessary directory|unnecessary artifact|unnecessary content|unnecessary item|unneeded path|unneeded folder|unneeded directory|unneeded artifact|unneeded content|unneeded item|non essential file|non essential path|non essential folder|non essential directory|non essential artifact|non essential content|non essential item|irrelevant file|irrelevant path|irrelevant folder|irrelevant directory|irrelevant artifact|irrelevant content|irrelevant item|unwanted path|unwanted folder|unwanted directory|unwanted artifact|unwanted content|unwanted item|junk path|junk folder|junk directory|junk artifact|junk content|junk item|development path|development folder|development directory|development artifact|development content|development item|temporary path|temporary folder|temporary directory|temporary artifact|temporary content|temporary item|redundant file|redundant path|redundant folder|redundant directory|redundant artifact|redundant content|redundant item|non production file|non production path|non production folder|non production directory|non production artifact|non production content|non production item|other unnecessary path|other unnecessary folder|other unnecessary directory|other unnecessary artifact|other unnecessary content|other unnecessary item|other unneeded path|other unneeded folder|other unneeded directory|other unneeded artifact|other unneeded content|other unneeded item|other non essential path|other non essential folder|other non essential directory|other non essential artifact|other non essential content|other non essential item|other irrelevant file|other irrelevant path|other irrelevant folder|other irrelevant directory|other irrelevant artifact|other irrelevant content|other irrelevant item|other unwanted file|other unwanted path|other unwanted folder|other unwanted directory|other unwanted artifact|other unwanted content|other unwanted item|other junk file|other junk path|other junk folder|other junk directory|other junk artifact|other junk content|other junk item|other development path|other development folder|other development directory|other development artifact|other development content|other development item|other temporary file|other temporary path|other temporary folder|other temporary directory|other temporary artifact|other temporary content|other temporary item|other redundant file|other redundant path|other redundant folder|other redundant directory|other redundant artifact|other redundant content|other redundant item|other non production file|other non production path|other non production folder|other non production directory|other non production artifact|other non production content|other non production item
listing: contain|cover|include|list
# What it does.
build: build|construct|assemble|compile|docker build|container build command|docker build command|build command|docker build process|build process|image build process|docker image build process|build complete|build succeed|build finish|build pass|build go through|baut|gebaut|construye|construit|constrói|compila|собирается|bauen|buildable|build into|se construye|construir|se compila|construite|construida|construída|clean build|uncached build|cached build|rebuildable|build in
build-done: build complete|build succeed|build finish|build pass|build go through
run: tables created|table are created|create table|schema created|schema is created|create schema|table get created|ejecutarse|correr en|rodando|ejecutando|executando|run|execute|operate|läuft|=corre|ejecuta|roda|executa|tourne|se ejecuta|запускается|laufen|ejecutar|executar|exécuter|ausführen|ausgeführt|rodar|correr|runnable|can be run|rodam|executam|corren|tournent|실행|exécute|schema get created|schema is created automatically|schema created automatically|table created automatically|table are created automatically|database schema created automatically|database schema is created automatically|database schema automatically created|database schema is automatically created|database table created automatically|database table are created automatically|db schema is created automatically|create database schema automatically|create schema automatically|create its schema|create its table|create missing table|process is owned by|process inside container is owned by|process in container is owned by|main process is owned by|app process is owned by|process owned by
start: of startup|of start|of container start|of container startup|of launch|of boot|of starting|from startup|from container start|start|start up|boot|launch|come up|spin up|initialize|begin|boot up|start running|arranca|inicia|startet|démarre|arranca correctamente|se inicia|démarre|startet|inicia|arrancar|запускается|come online|go up|bring up|up and running
up: up|running|up and running|stay up|alive|stay running|remain running|live|keep running|vivo|viva|activo
stop: exit code is 0|exit code be 0|exit status is 0|exit code of 0|stop|shut down|shut app down|shut api down|shut application down|shut container down|shut service down|shut server down|shut process down|shut it down|shut everything down|shutdown|terminate|exit|quit|end|shutting down|termination|tear down|close|close down|halt|drain
restart: reiniciar|reiniciar contenedor|reinicio del contenedor|redémarrer|reiniciar contêiner|docker compose restart|restart|container restart|stop and start|stop and restart|docker restart|stop and start again|restart container|restart of container|api restart|app restart|service restart|reinício|reinicio|neustart|redémarrage
upgrade: upgrade|update|rolling update|rolling upgrade|rolling deployment|rolling deploy|rolling release|deployment|deploy|rollout|roll out|redeployment|redeploy|release|new release|new version|version upgrade
without-loss: without losing request|without dropping request|without failing request|without failed request|without dropped request
backward-compatible: backward compatible|backwards compatible
data-loss: data loss|loss of data
downtime: downtime|down time|outage|service interruption|interruption of service
roll-back: roll back|rollback|downgrade
previous: previous version|old version|previous release|old release|previous image|old image|older version|prior version
new-schema: new schema|new database schema|new db schema|migrated schema|migrated database|schema of new version
recreate: recreate|recreation|container recreation|replacement|replace|remove|remove and recreate|delete and recreate|new container|redeploy|redeployment|destroy and recreate|container replacement|container removal|remove and start again|stop remove and start again|delete and start again|replace by new one|replace with new one|throw away and recreate|new one start|re create|removal|redeploys|re creation|recreate container|container remove and recreate|upgrade
push: image available|image is available|image be available|image hosted|image is hosted|push|publish|upload|docker push|deploy to registry|ci publish|ci push|pipeline publish|pipeline push|ci pipeline push|ci pipeline publish|ci workflow push|ci workflow publish|workflow push|workflow publish|github action push|github action publish|publica|publicar|se publica|publicada|publicado
pull: pull|docker pull|download|pullable|anyone can pull
answer: respond|return|answer|reply|serve|give|yield|send|responsive|acknowledge|produce|deliver|come back|give back|send back|result|return back|get|receive|see|obtain|handle request|generate|arrive|retorna|devuelve|responde|regresa|renvoie|antwortet|liefert|répond|antworten|gibt zurück|devolve|retourne|respondem
reachable: reachable|available|accessible|exposed|provide|implement|present|exist|configure|enable|serve|open|accessed|reach|access|visible|accessible from host|reachable from host|available from host|accessible from outside|reachable from outside|accessible from host machine|reachable from host machine|exponen|acessível|accesible|zugänglich|erreichbar
accept: accept|take|handle
call: call|hit|request|fetch|open|visit|curl|query|poll|probe|use|against|ping|target|check|inspect|examine|wget|wired to|hit|poll|check against|pointed at|point at|scrape|acceder|acceder a
ask: get|call|hit|request|fetch|open|visit|curl|query|send|make|access|wget
use: use|employ|utilize|leverage|adopt|apply|utilise|based on|usa|utiliza|verwendet|verwenden|benutzt|nutzt|emplea|usando|utilizando|verwende|usage of|perform|carry out
present: yes|present|have|contain|include|define|declare|configure|implement|add|exist|provide|set up|in place|set|there|ship|come with|enable|establish|offer|specify|embed|feature|implemented and working|required|support|incorporate|must provide|=has|есть|presente|vorhanden|configurado|bear|carry|implementado|implementada|configurada|configurados|configuradas|definido|definida|vorhanden|eingerichtet|implementiert|configuré|настроен|добавлен|wire|in use|put in place|añadir|agregar|configurar|usar|utilizar|mandatory|compulsory|obligatory|tem|tiene|erstellen|erstellt|angelegt|créé|créer|crear|creado|criar|criado|наличие|создать|создан|appliqué|aplicado|hay|existe|existen|enthält|contient|contiene|contém|설정|구성|추가|존재|must set|must be present|must be provided|must be defined|must be configured|must be given|must be set|must be specified|must be included|fornecer|fornece|proveer|provee|proporciona|proporcionar|incluir|incluye|inclui|bereitstellen|fournir|fournit
work: funktionieren|funcionan|funcionam|fonctionnent|work|function|functional|operational|usable|workable|succeed|pass|complete|finish|funciona|funcionando|fonctionne|funktioniert|работает
pass: pass|succeed|work|green|ok|healthy|functional|operational|pass successfully|be healthy
finish: finish|complete|drain|answer|serve|process|fulfill
succeed: exit code is 0|exit code be 0|exit status is 0|exit code of 0|succeed|work|pass|complete|finish|exit 0|run through|go through|exit with 0|exit code 0|exit with code 0|exit with exit code 0|exit with status 0|success
healthy: healthy|ok|up|green
unhealthy: unhealthy|not healthy
become: become|turn|report|mark|show|go|status|state|get|report as|transition|pass|print|list|display|say|=flagged|=flags|reach|reaches|flip|flip to|change to|transition to
show: show|print|report|reveal|return|say|list|display|output|contain|give|state|confirm|indicate
stay: stay|remain|keep|is|weigh|come in|measure|come out|be kept|amount|liegt|beträgt|bleibt
weigh: weigh|occupy|take|take up|require|consume|use|pesa|pese|wiegt|fait|tem|ocupa|belegt
keep: keep|retain|preserve|remain|hold
optimized: otimizado|otimizada|optimizado|optimizada|optimization|reduce|optimize|minimize|slim|optimise|minimise|cut|shrink
target: target|goal|requirement|budget|target size|final size|objective|meta|ziel
limit: limit|max|maximum|maximal|cap|budget|upper limit|ceiling|threshold|allowed|hard limit|maximum allowed|upper bound|grace period
survive: still be read|still be retrieved|still be fetched|still be listed|still be found|still be accessed|still be there|überleben|überlebt|überstehen|übersteht|persisten|perduran|sobrevivem|survivent|persistent|survive|persist|retain|keep|preserve|remain|still there|still available|outlive|intact|durable|available again|readable|persistent|still exist|still return|still readable|still find|return|exist|safe|still present|available|stay|list|find|not lose|is still return|persistem|persisten|sobrevive|sobreviven|erhalten|bleiben|persistence|persist in database|be persisted in database|persisted in database|stay in database|remain in database|kept in database|persist in postgres|persisted in postgres|kept in postgres|remain in postgres
lose: lose|loss|lost|data loss|drop|discard|wipe|delete|disappear|vanish|reset
drop: drop|lose|cut|cut off|abort|interrupt|fail|kill|reject|terminate|sever
connect: connect|connection|talk|reach|connectivity|communicate|connect successfully|connection work|work with postgres|work with external postgres|work with postgres database|work with external postgres database|work with any postgres|work with any external postgres|work against postgres|work against any postgres|work against external postgres|work with neon|work with hosted postgres|work with managed postgres|work with remote postgres|work with real postgres|run against postgres|run against external postgres|work with any postgres database|work against any postgres database|work with external database|work with any external database
expose: expose|exposed|exposure|expone|exponiert|expõe|export|exposé|exposée|exponer|expor|exposer|freigegeben|exposta|exposto|expuesto|freigeben
listen: reachable from host|accessible from host|available from host|reachable from outside|accessible from outside|reachable from host machine|accessible from host machine|reached from host|listen|bind|serve|accept connection|listen for connection|accept request|respond|answer request|answer|run|available|reachable|accessible|open|handle request|access|reach|serve request|serve traffic|start|accept traffic|application listen|load
read: only via environment|only via environment variable|only via env var|only through environment|only through environment variable|only through env var|only from environment|only from environment variable|only from env var|only by environment|only by environment variable|only by env var|exclusively via environment|exclusively via environment variable|exclusively via env var|exclusively through environment|exclusively through environment variable|exclusively through env var|exclusively from environment|exclusively from environment variable|exclusively from env var|exclusively by environment|exclusively by environment variable|exclusively by env var|solely via environment|solely via environment variable|solely via env var|solely through environment|solely through environment variable|solely through env var|solely from environment|solely from environment variable|solely from env var|solely by environment|solely by environment variable|solely by env var|change listening port|change listen port|change port|change listener port|read|take|come|come from|get|provide|supply|inject|pass|load|configure|set|give|obtain|source|control|determine|override|overridden|overridable|configurable|changeable|customizable|adjustable|settable|define|configured|respected|honour|honor|respect|change with|change via|change through|change by|set via|set through|set with|set by|gesetzt|übergeben|définies|definidas|configuradas|specified|specify|named|indicated|dictated|governed|driven|allow overriding it|allow override|allow overriding|allow it to be overridden|allow changing it|allow it to be changed|let it be overridden|let it be changed|allow to override it|allow to change it
require: require|mandatory|must set|need|necessary|must provide|must be set|must be provided|must be present|must be supplied|must be passed|must be defined|must be configured|must be given|must be specified
fail: fail|exit|abort|crash|terminate|refuse to start|fail to start|refuse start|fail fast|error out|stop|refuse|error|quit|prevent|startup failure|failure to start|start failure|startup error|halt|make container exit|make container fail|make app exit|make app fail|make process exit|make it exit|make it fail
at-once: immediately|at once|fast|quickly|right away|clear|helpful|meaningful|descriptive|message|error message|error|non zero|exit|exit code|code|status|instead|instead of|telling|say|name|variable|startup|start|with|clear error|clear error message|nonzero|useful|informative|non zero code|non zero status|non zero exit code|1|instead of starting|immediate|prompt|promptly|instantly|instant
hardcoded: hardcode|hard code|bake|bake in|bake into|build in|embed|commit|burn|burn into|part of image|bake at build time|hardcoded secret|hardcoded credential|hardcoded password|hardcoded token|hardcoded api key|hardcoded key
carry: end up|appear|leak|part|part of|expose|visible|store|bake|embed|include|present|hardcode|hard code|leave|contain|ship|save|write|copy|find|keep|bake in|bundle|hold|carry|have|put|commit|place|pack|bake into|build into|inside|persist|reveal|print|show|layer|hardcoded into|write to|write into|in plain text|hay|existe|existen|enthält|contient|contiene|contém|remain|left|leave behind|must be present|must be included
avoid: avoid|prevent|prohibit|forbid|disallow|never use|exclude|forbidden|banned|not allowed|disallowed|must never be used|masked|redacted
support: support|offer|provide|serve|allow|let|enable|handle|perform|implement|respect|honor|honour|react|respond|obey|process|catch|trap|listen for|receive|listen to|build for|compile for|make for
tolerate: support|tolerate|accept|allow|compatible|enable|enforce|mount|use|make|permit
need: need|require|necessary|use|grant|have|want|request
dropped: drop|remove|strip|disable|prune|omit|discard|strip out|leave out
pin: pin|gepinnt|fixiert|lock|fix|freeze|specify|explicit
exact-version: exact version|specific version|version|fixed version|explicit version|exact tag|specific tag|exact version tag|specific version tag|version tag|pinned version|concrete version|precise version|major version|full version|minor version|major and minor version|specific version tags|exact versions|specific image version|major node version|specific node version|specific runtime version|specific python version|specific version and tag|exact version and tag|specific tag or digest|exact tag or digest|specific version or digest|version tag or digest|specific image tag|exact image tag|versioned image tag|major minor|major minor version|tag específico|tag spécifique|versión específica|versão específica|version spécifique
label_set: set|present|define|exist|there|require|=filled|mandatory|populate|populated
exclude: exclude|ignore|omit|leave out|keep out|filter|skip|filter out|prevent|block|never reach|not reach
separate: separate|separately|independently|distinct|different|own|dedicated|individual|isolated
order: order|arrange|structure|sort|organize|sequence|optimize|happen|occur|take place
first: first|before|prior|ahead|earlier|precede
copy: copy|copied|copiar|copier|kopieren|kopiert
install: install|download|restore|fetch|resolve|instalar|installer|installieren|instala|installe|installation
resource_create: create|add|post|insert|creation
resource_read: read|fetch|retrieve|get|view|list|query|retrieval|read back|back|back again|display|show
resource_update: put|update|edit|change|modify|replace|patch|modification
resource_delete: delete|remove|deletion|removal
sign_up: switch|switch to|change to
own: dedicated|separate|own|regular|normal|specific|system|custom|named|ordinary|dedicated system|default|by default|explicit|designated|fixed|static|predefined
inside: inside|within container|within docker container
# How it does it.
manner: ohne änderung|ohne änderungen|successfully|cleanly|without error|without any error|without problem|without failure|without issue|without any problem|with no error|fine|ok|okay|reliably|smoothly|error free|successful|without a problem|erfolgreich|correctamente|sin errores|without any failure|with success|as normal|normally|without build error|just the same|the same|with zero error|produce no error|yield no error|have no error|raise no error|report no error|without manual step|without manual intervention|without intervention|first try|on first try|out of box|with no manual step|without any manual step|to completion|on first attempt|without missing dependency error|without compilation error|with no build error|no immediate exit|no immediate exits|sin problemas|fehlerfrei|ohne fehler|sans erreur|com sucesso|sem erros|sin error|con éxito|exitosamente|correctement|correctament|без ошибок|успешно|at first attempt|from base dockerfile|without crash|without crashing|without crashes|without exit immediately|at first start|normalement|normalmente|during normal operation|under normal operation|in normal operation|without any build error|without any compilation error|without compile error|without dependency error|without any dependency error|without installation error|without any installation error|without install error|without build or dependency error|identically|reproducibly
database-url: database url|db url|database connection string|connection string
correctly: correctly|properly|as expected|as specified|as intended|accurately|truthfully|fully|end to end|appropriately|correct|correct|right|proper
every: every|all|each|any|single|entire|entirely|completely|altogether|anywhere|any log level|every log level|all log level
now: after build|after building|after docker build|afterwards|afterward|previously created|previously added|previously stored|previously saved|thereafter|rigorously|strictly|consistently|explicitly|and =verified|and =working|before merge|before merging|before release|before deploy|before deployment|before push|now|already|still|also|even|always|currently|both running|achieved|ensured|guaranteed|enforced|met|=confirmed|=verified|existing|unconditionally|and exercised|exercised
runtime: at runtime|at run time|in running container|at container start|at start|runtime|at launch|during runtime|on first run|on first start|on boot|at boot|on startup|on start|at startup|on container startup|on container start|at container startup|before app start|before server start|before application start|before api start|before service start|laufzeit|en tiempo de ejecución|en tempo de execução|before serving traffic|before serving request|before accepting request|before accepting traffic|before app begins serving traffic|before application begins serving traffic|before it serves traffic|before app starts|before application starts|before server starts|before api starts|before service starts|before begin serving traffic
there: up|reachable|available|connect|running|healthy|there|online|accessible|responding|alive|ok|up and running|respond|=running
away: down|shut down|kill|broken|unreachable|unavailable|not available|not reachable|not there|away|stop|offline|go|lose|fail|disconnect|out of reach|can not be reach|can not reach|not respond|not responding|inaccessible|not accessible|not =running|not =connected|not =up
frozen: hang|frozen|freeze|not respond|not answer|unresponsive|stop responding|stop answering|stuck|hung|not responding
http-word: http|status|code|response|status code|http status|http response|http code|response code|http status code|an http|success|2xx
ok: ok|success|successfully|healthy|correctly|successful|up
body: body|json|response body|json body|payload|json response|with body
method: get|get request|http get|http get request
only: only|exclusively|solely|solo|sólo|nur|seulement|uniquement|apenas|somente|únicamente
used: use|utilise|utilisé|utiliser|utiliza|usa|usar|verwendet|verwenden|nutzt|based on|basée sur|basé sur|basado en|basada en|baseada em|baseado em|basiert auf|basierend auf|base|on top of|extend|derive from|come from|choice|choose|select|choose base|chosen|selected|built on top|choice of|take|start from|starts from|inherit from
contains: contain|have|include|set|use|define|declare|with|specify|add|bear|carry|=ends
stated: is|equal|say|be|become
command: command|docker build command|build command|container build command|cli command|single command|one command
observe: inspect|examine|look at|check|view
out-of: out of|out|outside|outside of
nonzero: non zero|other than 0|nonzero
full: full|full size|fat|standard|regular|stock
json: json body|json response|json payload|valid json|json object|json|json format|structured json|json line|json structured
docker-ps: docker inspect|docker container inspect|docker ps|docker top
invalidate: invalidate|bust|rerun|reinstall|re install|re run|redo|re download|redownload|trigger full
reuse: reuse|skip|hit cache|come from cache|stay cached|remain cached
shutdown: shutdown|shut down|shutdown time|stop time
finding: =finding|=findings|issue
custom-port: custom port|different port|another port|other port|any port
send: issue|issued|send|sent|execute|invoke
sigint: sigint|interrupt signal
cap-drop: cap drop all|cap_drop all|cap-drop all
anonymous: publicly|anonymous|public|anonymously|anyone can pull|public registry
`;

/** Left aside inside a phrase: "root of the repository". */
export const articles = wordSet`a an the its their my our your`;

export type Phrase = { readonly stems: readonly string[]; readonly concepts: readonly string[] };

export const phrasesByFirst: ReadonlyMap<string, readonly Phrase[]> = index();

function index(): ReadonlyMap<string, readonly Phrase[]> {
  const conceptsOf = new Map<string, string[]>();
  for (const [, concept = '', phrases = ''] of concepts.matchAll(/^([\w-]+): (.+)$/gm))
    for (const phrase of phrases.split('|')) {
      const words = phrase.split(' ').filter((word) => !articles.has(word));
      const key = words.map(stem).join(' ');
      conceptsOf.set(key, [...(conceptsOf.get(key) ?? []), concept]);
    }
  const sorted = [...conceptsOf]
    .map(([key, names]) => ({ stems: key.split(' '), concepts: names }))
    .sort((a, b) => b.stems.length - a.stems.length);
  return Map.groupBy(sorted, ({ stems }) => stems[0] ?? '');
}

/** Words that promise nothing and may stand anywhere; what negates or limits is never free. */
export const free = wordSet`s auf sur auch tras puede pueden podem peut peuvent kann können lässt lassen sich einem dem den estão están under the a an may muss müssen soll sollen sollte darf dürfen debe deben doit doivent devem deverá deberá deberán peut sein itself themselves this that these those our your its their my it is are be been being was were get must shall will should can able to of in on at as with for by do has have had there so which who via through into from inside etc se al und y e de del la el le las para con ne o en em dans na um uma une ein eine einen der das im als como comme mit avec est es é zur zum vom são sont des du pra có trong esta está ist sind wird werden l d`;

export const negations = wordSet`not no never none without zero neither nor non nothing nobody cero ohne kein keine sin sem sans nicht nenhum nenhuma ningún ninguna não aucun aucune не без không`;
