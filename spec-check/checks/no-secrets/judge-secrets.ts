import type { Verdict } from '../../model/check.ts';
import { grouped, instructionOf } from '../../model/format.ts';
import { assignments, hitsIn } from '../../secrets/detectors.ts';
import { isSecretSetting } from '../../secrets/placeholders.ts';
import type { ScannedImage, ScannedLayer } from './archive.ts';
import type { KnownSecret } from './scan.ts';

/** A secret and where it is; never what it is. */
export interface Finding {
  readonly kind: string;
  /** `/app/id_rsa in layer 3 (COPY id_rsa /app/), hidden by a later layer` or `ENV API_TOKEN`. */
  readonly where: string;
  readonly hidden: boolean;
}

/**
 * Everything found, in layers and in the configuration; any value of `variable` that the image sets
 * is one too. The same thing in the same place counts once.
 */
export function findings(
  { layers, config: { config, history } }: ScannedImage,
  known: readonly KnownSecret[],
  variable?: string,
): Finding[] {
  const inText = (text: string, where: string): Finding[] => [
    ...hitsIn(text, '').map(({ kind }) => ({ kind, where, hidden: false })),
    ...known
      .filter(({ value }) => text.includes(value))
      .map(({ kind }) => ({ kind, where, hidden: false })),
  ];
  const inSetting = (name: string, value: string, where: string): Finding[] => {
    const found = inText(value, where);
    const promised = name === variable && value !== '';
    return found.length > 0 || !(promised || isSecretSetting(name, value))
      ? found
      : [{ kind: `value of ${name}`, where, hidden: false }];
  };
  const all = [
    ...layers.flatMap((layer, index) =>
      layer.hits.map(({ kind, path }) => located(kind, path, layer, index, layers)),
    ),
    ...(config.Env ?? []).flatMap((entry) => inSetting(...named(entry), `ENV ${named(entry)[0]}`)),
    ...Object.entries(config.Labels ?? {}).flatMap(([name, value]) =>
      inSetting(name, value, `LABEL ${name}`),
    ),
    ...[config.Cmd, config.Entrypoint, config.Healthcheck?.Test].flatMap((words) =>
      inText((words ?? []).join(' '), 'the command line'),
    ),
    ...history.flatMap(({ created_by = '', comment = '' }) =>
      inHistory(`${created_by} ${comment}`, inText, inSetting),
    ),
  ];
  const seen = new Set<string>();
  return all.filter(
    ({ kind, where }) => !seen.has(`${kind} ${where}`) && seen.add(`${kind} ${where}`),
  );
}

function named(entry: string): [name: string, value: string] {
  const at = entry.indexOf('=');
  return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
}

/** Build arguments stand in the history with their values: `RUN |1 TOKEN=… /bin/sh -c …`. */
function inHistory(
  instruction: string,
  inText: (text: string, where: string) => Finding[],
  inSetting: (name: string, value: string, where: string) => Finding[],
): Finding[] {
  // ENV and LABEL are told by the configuration already.
  if (/^(?:\/bin\/sh -c #\(nop\)\s+)?(?:ENV|LABEL|CMD|ENTRYPOINT|HEALTHCHECK)\b/.test(instruction))
    return [];
  const where = `the history (docker history --no-trunc), at ${instructionOf(instruction).split(' ')[0]}`;
  const found = inText(instruction, where);
  return found.length > 0
    ? found
    : assignments(instruction).flatMap(([name, value]) =>
        inSetting(name, value, `${where} (${name})`),
      );
}

function located(
  kind: string,
  path: string,
  { createdBy }: ScannedLayer,
  index: number,
  layers: readonly ScannedLayer[],
): Finding {
  const instruction = instructionOf(createdBy);
  const hidden = layers
    .slice(index + 1)
    .some((later) => later.paths.has(path) || isHidden(path, later.hidden));
  return {
    kind,
    where: `${path} in layer ${index + 1} (${instruction.length > 60 ? `${instruction.slice(0, 60)}…` : instruction})${hidden ? ', deleted or replaced by a later layer and still in the image' : ''}`,
    hidden,
  };
}

function isHidden(path: string, hidden: ReadonlySet<string>): boolean {
  return [...hidden].some(
    (gone) => path === gone || path.startsWith(gone.endsWith('/') ? gone : `${gone}/`),
  );
}

/** Whether the image holds secrets. `searched` tells how much was looked through, `variable` whose values were looked for too. */
export function judgeSecrets(
  found: readonly Finding[],
  searched: { readonly layers: number; readonly files: number; readonly planted: number },
  reference: string,
  variable?: string,
): Verdict {
  const proven = {
    measured: {
      findings: found.length,
      layers: searched.layers,
      files: searched.files,
      plantedFound: searched.planted,
    },
    command: `docker save ${reference} | tar -x -C "$(mktemp -d)"; docker history --no-trunc ${reference}; docker image inspect ${reference}`,
  };
  const [first, ...more] = found;
  if (first === undefined) {
    return {
      status: 'PASS',
      evidence: `No secret${variable === undefined ? '' : ` and no value of ${variable}`} in ${grouped(searched.files)} files of ${searched.layers} layers (deleted ones too), configuration, history and labels; all ${searched.planted} planted ones were found`,
      ...proven,
    };
  }
  return {
    status: 'FAIL',
    evidence: `${first.kind}: ${first.where}${more.length > 0 ? `, and ${more.length} more` : ''}`,
    expected: 'no secret anywhere in the image',
    actual: found
      .slice(0, 20)
      .map(({ kind, where }) => `${kind}: ${where}`)
      .join('\n'),
    diagnosis: first.hidden
      ? 'A later instruction only hides a file; the layer that added it is pulled by everybody.'
      : 'Everybody who can pull the image can read it.',
    fix: 'Give it at run time (docker run -e, a mounted file), or to one build step only (RUN --mount=type=secret); leave it out by .dockerignore; and replace the secret, because it is out.',
    ...proven,
  };
}
