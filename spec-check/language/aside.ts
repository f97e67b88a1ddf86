import { anywhere, limiting as qualifying } from './qualifying-words.ts';
import type { Term } from './terms.ts';
import { stem, wordSet } from './words.ts';

/** The terms with every parenthesis as part of the sentence; then without those that promise nothing, and without purposes at the end. */
export function* withAndWithoutAsides(terms: readonly Term[]): Generator<readonly Term[]> {
  yield weak(terms);
  const named = terms.some(({ concepts }) => concepts.has('stage-list'));
  const kept: Term[] = [];
  let at = 0;
  while (at < terms.length) {
    const close = terms[at]?.concepts.has('(')
      ? terms.findIndex((term, index) => index > at && term.concepts.has(')'))
      : -1;
    const inner = close === -1 ? [] : terms.slice(at + 1, close);
    if (close !== -1 && isAside(inner, true, terms[at - 1], named)) at = close + 1;
    else kept.push(...terms.slice(at, ++at));
  }
  if (kept.length < terms.length) yield weak(kept);
  // "No secrets (`docker history` shows none)": what stands in a parenthesis may be a promise too.
  if (kept.some(({ concepts }) => concepts.has('('))) yield kept.map(asJoin);
  for (const [end, { role, concepts, raw }] of kept.entries()) {
    if (end === 0 || (role === 'word' && concepts.size > 0 && !leading.test(raw))) continue;
    const paren = kept.findIndex(({ concepts }, at) => at > end && concepts.has('('));
    const until = paren === -1 ? kept.length : paren;
    const tail = kept.slice(end, until);
    const opening = tail[0]?.role === 'join' ? tail.slice(1) : tail;
    if (opening.length > 1 && isAside(opening, false, tail[0]))
      yield weak([...kept.slice(0, end), ...kept.slice(until)]);
  }
}

const asJoin = (term: Term): Term =>
  term.concepts.has('(') || term.concepts.has(')') ? { ...term, role: 'join' } : term;

/** Inside a parenthesis nothing ends a clause. */
function weak(terms: readonly Term[]): Term[] {
  let depth = 0;
  return terms.map((term) => {
    if (term.concepts.has('(')) depth += 1;
    if (term.concepts.has(')')) depth = Math.max(0, depth - 1);
    return depth > 0 && term.role === 'join' && !term.concepts.has('or')
      ? { ...term, role: 'free' as const }
      : term;
  });
}

/**
 * Whether the words of a parenthesis (`inside`), or of the end of a clause, stand beside the promise: praise,
 * purpose, means, what was reached so far, an example, a reference. They are recognised and not claimed.
 * Anything that negates, excepts, conditions or limits is none of these, whatever stands around it.
 */
function isAside(terms: readonly Term[], inside: boolean, before?: Term, stages = false): boolean {
  const words = terms.filter(({ concepts, raw }) => !concepts.has('(') && !/^[,;/&]+$/.test(raw));
  const stems = words.flatMap(({ raw }) => raw.split(/[\s-]+/).map(stem));
  const [first = '', second = ''] = stems;
  const opening = terms[0]?.raw.toLowerCase() ?? '';
  const name = terms.map(({ raw }) => raw).join('');
  const said = terms.map(({ raw }) => raw).join(' ');
  // "`python:3.11` (slim)" is another image.
  if (inside && before?.values.image && /^(?:slim|alpine)(?: \w+)?$/i.test(said)) return false;
  // Whom or what to ask about it: `(owner: @ops)`, `— see #12`.
  if (inside && /^(?:owner|assignee|contact|cc|issue|ticket|pr):[\w./-]+$/i.test(name)) return true;
  if (/^(?:see|refs?|fixes|closes)(?:pr|issue|ticket|adr|rfc)?[-#]?\d+$/i.test(name)) return true;
  if (inside && stems.every((one) => testing.has(one))) return true;
  const example = /^(?:e\.?g\.?|ex|example|such|like)$/.test(first);
  const rest = terms.slice(1).filter(({ role }) => role === 'word');
  // "(e.g. `node:22`, not `node:latest`)"
  if (inside && example && rest.every(({ raw, concepts }) => /:/.test(raw) || concepts.has('ok')))
    return true;
  const ignores = second === 'exclud' && terms.some(({ concepts }) => concepts.has('unneeded'));
  const isMeans = beside.test(`${opening} ${terms[1]?.raw}`) || (inside && opening === 'use');
  if (terms.some(({ role, concepts }) => /^(?:not|if)$/.test(role) || concepts.has('only')))
    return false;
  // What its stages are, or what one of them does: "(deps → build → runner)", "`deps` (npm ci)".
  if (before?.concepts.has('multi-stage') ? parted.test(said) : stages && before?.values.code)
    return true;
  const isLimited = stems.some((one) => limiting.has(one));
  if (ignores || isLimited || changing.test(said) || another.test(said)) return false;
  if (inside && example) return rest.every(({ concepts }) => concepts.size > 0);
  if (terms.some(({ concepts }) => measured.some((kind) => concepts.has(kind))))
    return inside && stems.some((one) => reached.has(one));
  if (inside && (stems.every((one) => source.has(one)) || custom.test(said))) return true;
  const says = stems.some((one) => !things.has(one));
  const known = (one: string) => praise.has(one) || purposes.has(one) || purposeful.has(one);
  const looked = /^(?:see\b|look (?:for|at)$)/.test(`${first} ${second}`);
  // "Non-root user: security hardening"
  if ((inside || before?.raw === ':') && (looked || (says && stems.every(known)))) return true;
  // "Via DATABASE_URL, and the moon shines" says something else as well.
  const joined = terms.findIndex(({ role }) => role === 'join');
  const isMore =
    joined > 0 && terms.slice(joined).some((one) => one.role === 'word' && !one.concepts.size);
  if (!isMore && (isMeans || (opening === 'so' && rest.length > 1))) return true;
  // "For the build" is no purpose: the promise is about that part.
  if (first === 'for' && stems.slice(1).every((one) => purposes.has(one)))
    return !stems.slice(1).every((one) => parts.has(one));
  // "For log parsing", "for reproducibility": an activity or a quality, and no other thing.
  if (first === 'for')
    return (
      abstract.test(words.at(-1)?.raw ?? '') &&
      !making.test(stems.at(-1) ?? '') &&
      stems.slice(1, -1).every((it) => known(it) || /^(?:log|proper|correct|signal|fil)$/.test(it))
    );
  if (after.test(`${opening} ${terms[1]?.raw}`)) return guided.has(stems.at(-1) ?? '');
  if (opens.test(`${first} ${second}`) && stems.slice(1).every(known)) return true;
  // What else a purpose says could be promised as well.
  if (terms.some(({ role }) => role === 'join')) return false;
  return first === 'to' && purposeful.has(second);
}

const measured = ['{bytes}', '{ms}', '{count}', '{bytes-only}', '{ms-only}', '{number}'];

const changing = anywhere(qualifying);
/** Words that limit a promise to a time, a place or a part of it. */
const limiting = wordSet`excluded forbidden banned prohibited disallowed rejected refused denied long far until however instead dev development staging test testing debug ci windows mac macos during before after partly most mostly some compress compression gzip squash tls ssl mtls https http2 http3 grpc ipv6 proxy ingress gateway tunnel vpn pgbouncer pooler mirror vault fluentd certificate admin runasuser`;
const reached = wordSet`compared versus vs achieved currently current actual now measured was reached today target goal expected estimated so far final result ideally typical`;
const beside =
  /^(?:because|since|via|using|through|thanks) |^by \S+ing$|^as (?:shown|verified|confirmed|reported|seen)$|^(?:validat|verifi|test|prov|confirm)e[dn] (?:by|via|through|with)$/;
/** "(in secure mode)", "via Kubernetes probes", "via `make image`": another way to run it. */
const another =
  /^in (?!prod).*\bmode$|^(?:via|by|with|using|through) (?:(?:the|an?) )?(?:kubernetes|k8s|(?:docker[ -])?compose|nginx|traefik|\.env|\S+\.sh|git(?:hub|lab)|jenkins|circleci|(?:build )?script|(?:make|just|task|(?:p?npm|yarn) run) \w+)\b/i;
const parted =
  /^(?!.*(?:\d ?[kMG]i?B\b|\b(?:nginx|caddy|alpine|debian|distroless|scratch)\b|\b(?:node|go|golang|python|rust|jdk|jre)(?:js|:[\w.-]+)?(?= ?(?:→|->|=>|\+|$)))|\d)(?:.*(?:→|->|=>|\+)|build\b.*, (?:runtime|final|run)\b|[\w/ ]+ stages?(?: separated?)?$)/i;
/** Whose custom it is: "(Cloud Run convention)", "(Kubernetes sends this)". */
const custom =
  /^(?:[A-Z][\w-]* )+(?:(?:standard|convention|requirement|guideline|benchmark)s?|(?:sends?|uses?|needs?|requires?|expects?) (?:this|it|that)|reported size)$|^typical /;
const after = /^(?:(?:as )?per|following|according|in (?:line|accordance))(?: |$)/;
const opens =
  /^(?:to (?!build|start)|as an?$|(?:which|that|ensur|keep|result|produc|lead|follow|requir|reduc|minimi[sz]|improv|enhanc|optimi[sz]|shrink|lower|increas|strengthen|simplify|suppres) )/;
const leading = /^(?:ensur|keep|result|produc|follow|reduc|minimi|improv|enhanc|optimi)\w*ing\b/i;
const abstract = /(?:[a-z]ing|[ts]ion|ity|ness|[ae]nce|ment|structure)s?$/;
const making = /^(?:build|compil|bundl|packag|instal|migrat|lint|seed|run|start|serv|generat)/;
const testing = wordSet`smoke test check basic simple manual integration verified docs documentation link adr rfc`;
/** What it is about says nothing of it: "(build image)" is another image. */
const things = wordSet`image images build builds layer layers docker container production api app server node python kubernetes the a is by as in for and or`;
const praise = wordSet`small smaller smallest slim secure safe safer fast faster quick lean light lightweight minimal simple clean modern stable lts good better best practice download size attack surface hardened security requirement recommendation precaution measure convention and or for industry standard ✅ ✓ done important critical recommended by docker nice tiny a the is more as image images builds layers base release final optimized stage with dependencies dependency mode least privilege principle footprint glibc musl specific exact pinned fixed version tag official`;
const source = wordSet`works working signal forwarding handling handler rest graphql http pino winston structlog serilog zap zerolog logback tini gunicorn uvicorn tested immutable automatic automatically created defined declared set specified configured enforced implemented added done handled enabled already via by in the dockerfile image entrypoint useradd adduser groupadd addgroup curl wget instruction directive user`;
const guided = wordSet`practice guideline policy standard requirement recommendation convention`;
const purposeful = wordSet`accept match mitigate drop remove exclude strip separate isolate reduce minimize minimise keep improve ensure avoid optimize optimise speed save help allow enable prevent limit protect simplify make track cut shrink lower support increase maximize decrease exploit leverage benefit harden let guarantee facilitate follow satisfy comply enhance meet achieve promote boost maintain strengthen speed keeps reduces ship get`;
const parts = wordSet`build builds image images layer layers cache startup pull pulls web server load balancer balancers the a and of in`;
const purposes = wordSet`check checks between runtime environment traffic seguridad sécurité segurança sicherheit transfer storage overhead bandwidth costs reproducible repeatable deterministic reasonable acceptable ci times fast quick rapid small startup pulls pull deploys security safety hardening performance production portability reliability caching speed simplicity openshift compliance deployment deployments container containers health tracking orchestration orchestrator platforms platform monitoring kubernetes docker better faster smaller builds build images image size efficiency the a and app application service flask express fastapi api web server node python optimization optimal layer cache consistency stability readability scalability observability load balancer balancers defense depth in of reasons purposes reasonable optimized optimised good use best practice practices minimal minimum reduced attack surface least privilege principle separation concerns cleanup hygiene clean documentation docs clarity visibility auditability transparency convenience enhanced improved consistent easier easy organized footprint rebuild rebuilds reuse cloud robust robustness stricter tighter resulting leaner lean lighter isolation compatibility http debugging debuggability maintainability`;
