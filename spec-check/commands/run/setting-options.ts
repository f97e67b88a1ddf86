import { type Command, InvalidArgumentError, Option } from 'commander';
import { parse } from 'yaml';
import { validSettings } from '../../language/settings.ts';
import { type Settings, settingsSchema } from '../../model/settings.ts';

type Value = string | number | readonly string[] | Readonly<Record<string, string>> | object;
type Read = (text: string, before: Value | undefined) => Value;

const text: Read = (value) => value;
const number: Read = (value) => Number(value);
const list: Read = (value, before = []) => [...(before as readonly string[]), value];
const pairs: Read = (value, before = {}) => {
  const [, name, rest] = /^([\w-]+)\s*[=:]\s*(.*)$/s.exec(value) ?? [];
  if (name === undefined || rest === undefined)
    throw new InvalidArgumentError('Expected NAME=VALUE.');
  return { ...(before as object), [name]: rest };
};
const object: Read = (value) => {
  try {
    return parse(value);
  } catch {
    throw new InvalidArgumentError('Expected JSON: {"title": "Buy milk"}.');
  }
};

/** What the front matter says, on the command line too; `--registry` is an option of the run. */
export const flags: Readonly<Record<Exclude<keyof Settings, 'registry'>, readonly [string, Read]>> =
  {
    title: ['--title <text>', text],
    image: ['--image-name <name>', text],
    dockerfile: ['--dockerfile <file>', text],
    context: ['--context <folder>', text],
    target: ['--target <stage>', text],
    buildArgs: ['--build-arg <name=value>', pairs],
    platform: ['--platform <platform>', text],
    port: ['--port <number>', (value) => (value === 'none' ? value : Number(value))],
    basePath: ['--base-path <path>', text],
    resource: ['--resource <path>', text],
    body: ['--body <json>', object],
    env: ['--env <name=value>', pairs],
    headers: ['--header <name=value>', pairs],
    login: ['--login <json>', object],
    database: ['--database <kind>', text],
    services: ['--service <name=image>', pairs],
    start: ['--start <argument>', list],
    volumes: ['--volume <volume>', list],
    tmpfs: ['--tmpfs <folder>', list],
    memory: ['--memory <size>', text],
    signingKey: ['--signing-key <file>', text],
    previous: ['--previous <ref>', text],
    images: ['--images <json>', object],
    startTimeout: ['--timeout <seconds>', number],
  };

/** Adds an option for each setting. The function that it gives returns what was said, checked as front matter is. */
export function addSettingOptions(command: Command): () => Settings {
  const given: Record<string, Value> = {};
  for (const [key, [flag, read]] of Object.entries(flags)) {
    // The keys of `flags` are settings.
    const { description = '' } = settingsSchema.shape[key as keyof Settings].unwrap();
    const option = new Option(flag, description.charAt(0).toLowerCase() + description.slice(1));
    command.addOption(
      option.argParser((value: string) => {
        given[key] = read(value, given[key]);
      }),
    );
  }
  return () => validSettings(given, 'The command line');
}
