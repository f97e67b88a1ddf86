import { grouped, instructionOf } from '../../model/format.ts';
import type { Verdict } from '../../model/verdict.ts';
import { secretsInCommand } from '../../secrets/commands.ts';
import { hitsIn } from '../../secrets/detectors.ts';
import { masked } from '../../secrets/mask.ts';
import { isSecretSetting } from '../../secrets/names.ts';
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
  { layers, config: { author = '', config, history } }: ScannedImage,
  known: readonly KnownSecret[],
  variable?: string,
): Finding[] {
  const found = (kind: string, where: string): Finding => ({ kind, where, hidden: false });
  const inText = (text: string, where: string): Finding[] => [
    ...hitsIn(text, '').map(({ kind }) => found(kind, where)),
    ...known.filter(({ value }) => text.includes(value)).map(({ kind }) => found(kind, where)),
  ];
  // What its form tells is told as that alone.
  const inCommand = (text: string, where: string): Finding[] => {
    const byForm = inText(text, where);
    if (byForm.length > 0) return byForm;
    return secretsInCommand(text).map(({ name }) =>
      found(`value of ${name}`, `${where} (${name})`),
    );
  };
  const inSetting = (name: string, value: string, where: string): Finding[] => {
    const isOne = isSecretSetting(name, value) || (name === variable && value !== '');
    return isOne && inText(value, where).length === 0
      ? [found(`value of ${name}`, where)]
      : inCommand(value, where);
  };
  const { Env, Labels, Cmd, Entrypoint, Healthcheck, OnBuild, Shell } = config;
  const commands = {
    CMD: Cmd,
    ENTRYPOINT: Entrypoint,
    HEALTHCHECK: Healthcheck?.Test,
    ONBUILD: OnBuild,
    SHELL: Shell,
  };
  const all = [
    ...layers.flatMap((layer, index) =>
      layer.hits.map(({ kind, path }) => located(kind, path, layer, index, layers)),
    ),
    ...(Env ?? []).flatMap((entry) => inSetting(...named(entry), `ENV ${named(entry)[0]}`)),
    ...Object.entries(Labels ?? {}).flatMap(([name, value]) =>
      inSetting(name, value, `LABEL ${name}`),
    ),
    ...Object.entries(commands).flatMap(([name, words]) =>
      inCommand((words ?? []).join(' '), name),
    ),
    ...[author, ...history.map((step) => step.author ?? '')].flatMap((text) =>
      inText(text, 'the author'),
    ),
    // Build arguments stand in the history with their values: `RUN |1 TOKEN=… /bin/sh -c …`.
    ...history
      .map(({ created_by = '', comment = '' }) => `${created_by} ${comment}`)
      .filter((step) => !toldByConfiguration.test(step))
      .flatMap((step) =>
        inCommand(
          step,
          `the history (docker history --no-trunc), at ${instructionOf(step).split(' ')[0]}`,
        ),
      ),
  ];
  return [...new Map(all.map((one) => [`${one.kind} ${one.where}`, one])).values()];
}

const toldByConfiguration =
  /^(?:\/bin\/sh -c #\(nop\)\s+)?(?:ENV|LABEL|CMD|ENTRYPOINT|HEALTHCHECK|ONBUILD|SHELL|MAINTAINER)\b/;

function named(entry: string): [name: string, value: string] {
  const at = entry.indexOf('=');
  return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
}

function located(
  kind: string,
  path: string,
  { createdBy }: ScannedLayer,
  index: number,
  layers: readonly ScannedLayer[],
): Finding {
  const instruction = masked(instructionOf(createdBy));
  // What is packed in a file goes with the file.
  const [file = path] = path.split('!');
  const hidden = layers
    .slice(index + 1)
    .some((later) => later.paths.has(file) || isHidden(file, later.hidden));
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

/** How much was looked through. */
export interface Searched {
  readonly layers: number;
  readonly files: number;
  readonly planted: number;
  readonly closed: readonly { readonly path: string; readonly why: string }[];
}

/** Whether the image holds secrets. `searched` tells how much was looked through, `variable` whose values were looked for too. */
export function judgeSecrets(
  found: readonly Finding[],
  searched: Searched,
  reference: string,
  variable?: string,
): Verdict {
  const proven = {
    measured: {
      findings: found.length,
      layers: searched.layers,
      files: searched.files,
      plantedFound: searched.planted,
      notOpened: searched.closed.length,
    },
    command: `docker save ${reference} | tar -x -C "$(mktemp -d)"; docker history --no-trunc ${reference}; docker image inspect ${reference}`,
  };
  const [first, ...more] = found;
  if (first === undefined) {
    return {
      status: 'PASS',
      evidence: `No secret${variable === undefined ? '' : ` and no value of ${variable}`} in ${grouped(searched.files)} files of ${searched.layers} layers (deleted ones too), configuration, history and labels; all ${searched.planted} planted ones were found${notOpened(searched.closed)}`,
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

/** What a PASS does not speak of: `; not opened: 2 archives (/app/a.7z: 7z, /app/b.zip: encrypted)`. */
function notOpened(closed: Searched['closed']): string {
  if (closed.length === 0) return '';
  const first = closed.slice(0, 3).map(({ path, why }) => `${path}: ${why}`);
  const more = closed.length > first.length ? `, and ${closed.length - first.length} more` : '';
  return `; not opened: ${closed.length} archive${closed.length === 1 ? '' : 's'} (${first.join(', ')}${more})`;
}
