import { instructionOf } from '../../model/format.ts';
import { secretsInCommand } from '../../secrets/commands.ts';
import { connection, type Hit, hitsIn } from '../../secrets/detectors.ts';
import { masked } from '../../secrets/mask.ts';
import { isSecretSetting } from '../../secrets/names.ts';
import { secretsByName } from '../../secrets/settings.ts';
import type { ScannedImage } from './archive.ts';
import { type KnownSecret, textsWithin } from './scan.ts';

export interface Finding extends Omit<Hit, 'value'> {
  /** `/app/id_rsa in layer 3 (COPY id_rsa /app/), deleted …` or `ENV API_TOKEN`. */
  readonly where: string;
}

/** Everything found, each thing once in a place; a value that the image sets for `variable` too, and what stands in the text of the `dockerfile`, in stages that leave nothing in the image too. */
export function findings(
  { layers, config: { author = '', config, history } }: ScannedImage,
  known: readonly KnownSecret[],
  variable?: string,
  dockerfile = '',
): Finding[] {
  const inText = (text: string, where: string): Finding[] =>
    [...hitsIn(text, ''), ...known.filter(({ value }) => text.includes(value))].map(
      ({ kind, name }) => ({ kind, where, name }),
    );
  // A secret that is recognised by its form is reported once, as that.
  const inCommand = (text: string, where: string): Finding[] => {
    const byForm = inText(text, where);
    if (byForm.length > 0) return byForm;
    const byName = secretsInCommand(text).map(({ name }) => ({
      ...{ kind: `value of ${name}`, name },
      where: `${where} (${name})`,
    }));
    // JSON and SQL in it, in base64 too.
    const written = [text, ...textsWithin(text)]
      .flatMap((one) => [...secretsByName(one, '/.json'), ...(one === text ? [] : hitsIn(one, ''))])
      .map(({ kind, name }) => ({ kind, where, name }));
    return byName.length > 0 ? byName : written;
  };
  const inSetting = (name: string, value: string, where: string): Finding[] => {
    const isOne = isSecretSetting(name, value) || (name === variable && value !== '');
    return isOne && inText(value, where).length === 0
      ? [{ kind: `value of ${name}`, where, name }]
      : inCommand(value, where).map((one) => ({ name, ...one }));
  };
  const { Env, Labels, ...others } = config ?? {};
  const pairs = Object.entries(Labels ?? {}).map((one) => one.join('='));
  // What is left of such a step was overwritten later, and stands in the history alone.
  const current = stringsIn([Env, pairs, others]).flatMap((one) => [` ${one} `, `"${one}"`]);
  const all = [
    ...dockerfile
      .split('\n')
      .flatMap((line, at) =>
        inCommand(line.replace(/^\s*#.*/, ''), `the Dockerfile, line ${at + 1}`),
      ),
    ...inLayers(layers),
    ...(Env ?? []).flatMap((entry) => {
      const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(entry) ?? [];
      return inSetting(name, value, `ENV ${name}`);
    }),
    ...Object.entries(Labels ?? {}).flatMap(([name, is]) => inSetting(name, is, `LABEL ${name}`)),
    ...Object.entries(others).flatMap(([name, value]) =>
      inCommand(stringsIn(value).join(' '), name.toUpperCase()),
    ),
    ...[author, ...history.map((step) => step.author)].flatMap((one) => inText(one, 'the author')),
    // Build arguments stand in the history with their values: `RUN |1 TOKEN=… /bin/sh -c …`.
    ...history.flatMap(({ created_by, comment }) => {
      const step = `${created_by} ${comment} `;
      const known = toldByConfiguration.test(step) ? current : [];
      const left = known.reduce((text, one) => text.replace(one, () => ' '), step);
      const [instruction] = instructionOf(left).split(' ');
      return inCommand(left, `the history (docker history --no-trunc), at ${instruction}`);
    }),
  ];
  return [...new Map(all.map((one) => [`${one.kind} ${one.where}`, one])).values()];
}

/** Whether it may be the value of this variable: by its name, else by its form. */
export function mayBeOf(variable: string, { kind, name }: Finding): boolean {
  const lettersOf = (text: string) => text.toLowerCase().replace(/[^a-z\d]/g, '');
  const [own, other] = [lettersOf(variable), lettersOf(name ?? '')];
  if (other !== '') return other.includes(own) || own.endsWith(other);
  return (kind === connection) === /(?:url|uri|dsn)$/.test(own);
}

const toldByConfiguration =
  /^(?:\/bin\/sh -c #\(nop\)\s+)?(?:ENV|LABEL|CMD|ENTRYPOINT|HEALTHCHECK|ONBUILD|SHELL|MAINTAINER)\b/;

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

const inLayers = (layers: ScannedImage['layers']): Finding[] =>
  layers.flatMap(({ found, createdBy }, index) => {
    const instruction = masked(instructionOf(createdBy)).replace(/^(.{60}).+$/s, '$1…');
    return found.flatMap((one): Finding[] => {
      if ('closed' in one) return [];
      // A packed file is hidden together with its archive.
      const [file = one.path] = one.path.split('!');
      const isHidden = layers
        .slice(index + 1)
        .some(
          ({ paths, hidden }) =>
            paths.has(file) ||
            [...hidden].some((gone) => `${file}/`.startsWith(`${gone.replace(/\/$/, '')}/`)),
        );
      const { kind, name } = one;
      const fate = isHidden ? ', deleted or replaced by a later layer and still in the image' : '';
      return [{ kind, name, where: `${one.path} in layer ${index + 1} (${instruction})${fate}` }];
    });
  });
