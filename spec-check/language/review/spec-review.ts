import type { AnyCheck } from '../../model/check.ts';
import { type Finding, inReadingOrder } from '../../model/finding.ts';
import type { ResourceId } from '../../model/resources.ts';
import type { Interpretation, Spec } from '../../model/spec.ts';
import { described } from '../clauses.ts';
import { brief } from '../document/text.ts';
import { contradictions } from './contradictions.ts';
import { questions } from './questions.ts';
import { wording } from './wording.ts';

/** Errors where a spec contradicts itself, warnings with a sentence to write instead, and at most five questions. */
export function reviewSpec(
  spec: Spec,
  interpretations: readonly Interpretation[],
  checks: readonly AnyCheck[],
): Finding[] {
  const errors = [...contradictions(interpretations, checks), ...expiredWaivers(interpretations)];
  const promises = interpretations.filter(
    ({ item, verdict }) => item.kind !== 'non-goal' && verdict !== 'context',
  );
  const worded = wording(promises, checks).filter(
    // "Under 200MB or 250MB" is told once, as the contradiction that it is.
    ({ code, line }) =>
      !['ambiguous', 'not-measured'].includes(code) || !errors.some((error) => error.line === line),
  );
  const claims = interpretations.flatMap((one) => one.checks.map((it) => described(it, checks)));
  return inReadingOrder([
    ...errors,
    ...worded,
    ...unusedDependencies(spec, promises, checks),
    ...nonGoals(spec),
    ...questions(spec, claims),
  ]);
}

const expiredWaivers = (interpretations: readonly Interpretation[]): Finding[] =>
  interpretations.flatMap(({ item: { text, waiver }, verdict }): Finding[] => {
    if (verdict !== 'expired' || waiver === undefined) return [];
    const { line, until } = waiver;
    const message = `The waiver of ${brief(text)} ended on ${until}: the promise counts as failed.`;
    const fix = 'Meet the promise and remove the waiver, or give it a new date and say why.';
    return [{ code: 'expired-waiver', level: 'error', line, message, fix }];
  });

/** What runs beside the container; the build exercises the rest. A check that needs the `resource` exercises it; `instead`: a sentence that does. */
const services = [
  {
    named: /\b(postgres(?:ql)?|neon|mysql|mariadb|database|db)\b/i,
    resource: 'database',
    instead: 'Container can connect to the database with the provided DATABASE_URL',
  },
  {
    named: /\b(registr(?:y|ies)|docker ?hub|ghcr|ecr)\b/i,
    resource: 'pushed',
    instead: 'Image can be pushed to the registry',
  },
  {
    named:
      /\b(redis|valkey|memcached|kafka|rabbitmq|nats|sqs|broker|message queue|s3|minio|object store|blob storage|bucket|smtp|mail ?server|mongo(?:db)?|elasticsearch|opensearch|keycloak|oidc|ldap|identity provider|vault|secrets? manager|stripe|paypal|payment gateway)\b/i,
  },
] satisfies readonly { named: RegExp; resource?: ResourceId; instead?: string }[];

/** Dependencies that no promise exercises. */
function unusedDependencies(
  { dependencies }: Spec,
  promises: readonly Interpretation[],
  checks: readonly AnyCheck[],
): Finding[] {
  const needs = (id: string) => checks.find((check) => check.id === id)?.needs ?? [];
  return dependencies.flatMap(({ text, line }): Finding[] => {
    const service = services.find(({ named }) => named.test(text));
    if (service === undefined) return [];
    const { named, resource, instead } = service;
    const isUsed = promises.some(
      ({ item, checks: claims }) =>
        named.test(item.text) ||
        (resource && claims.some(({ check }) => needs(check).includes(resource))),
    );
    if (isUsed) return [];
    const message = `No promise uses the dependency ${brief(text)}: it may be missing or broken, and every check passes.`;
    const criterion =
      instead ?? `Container refuses to start when ${named.exec(text)?.[0]} cannot be reached`;
    const fix = `Add a criterion: "${criterion}". Or remove the dependency.`;
    return [{ code: 'unused-dependency', level: 'warning', line, message, fix }];
  });
}

export function nonGoals({ headings, items }: Spec): Finding[] {
  const saying = items.filter(
    ({ kind, text }) =>
      kind === 'non-goal' && !/^\W*(none|n\/?a|tbd|todo|nothing)?\W*$/i.test(text),
  );
  if (saying.length > 0) return [];
  const line = headings.find(({ kind }) => kind === 'non-goals')?.line ?? null;
  const message = 'There are no non-goals: what is left out on purpose looks forgotten.';
  const fix =
    'Write under "## Non-Goals" what nobody should expect: "Orchestration: no Kubernetes manifests".';
  return [{ code: 'no-non-goals', level: 'warning', line, message, fix }];
}
