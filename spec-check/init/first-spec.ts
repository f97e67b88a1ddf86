import { stringify } from 'yaml';
import { saysNothing } from '../checks/labels/check.ts';
import type { Settings } from '../model/settings.ts';
import { databasePartFor } from '../resources/environment.ts';
import { namesSecret } from '../secrets/names.ts';
import type { DockerfileFacts } from './dockerfile-facts.ts';
import type { Project } from './project.ts';

/** A first spec: what the container shows and what every container should do, as promises; `place` says where its Dockerfile is. */
export function firstSpec(facts: DockerfileFacts, project: Project, place: Settings = {}): string {
  const { title, description, crud, variables, database } = project;
  const shown = { ...facts, env: { ...variables, ...facts.env } };
  const port = isWorker(shown) ? 'none' : undefined;
  const env = database === 'none' ? undefined : databaseParts(Object.keys(variables));
  const settings = stringify({ ...place, port, database, env });
  const constraints = {
    Security: security(shown),
    Configuration: configuration(shown),
    'Base Image': lines(baseName.test(shown.base ?? '') && `**Choice**: \`${shown.base}\``),
    Labels: labelLines(shown),
  };
  const list = (items: readonly string[]) => items.map((line) => `- ${line}`).join('\n');
  return `${[
    ...(settings === '{}\n' ? [] : [`---\n${settings}---`]),
    `# ${escaped(title)} in a container`,
    '## Intent',
    description === undefined
      ? '<!-- What the container is for, in one or two sentences. -->'
      : escaped(description),
    '## Constraints',
    ...Object.entries(constraints).flatMap(([heading, items]) =>
      items.length === 0 ? [] : [`### ${heading}`, list(items)],
    ),
    '## Success Criteria',
    list(criteria(shown, crud, env !== undefined).map((line) => `[ ] ${line}`)),
    '## Non-Goals',
    '<!-- What it is not for, one item a line: "- TLS: the platform in front of the container terminates it" -->',
    '## Dependencies',
    list(
      lines(
        ('DATABASE_URL' in shown.env || env) &&
          `A ${database === 'mysql' ? 'MySQL' : 'PostgreSQL'} database, reachable from the container`,
        'Docker, to build and run the image',
        'A container registry to which the image is pushed',
      ),
    ),
  ].join('\n\n')}\n`;
}

/** Variables that carry a part of the database's address each; undefined where there is none. */
function databaseParts(names: readonly string[]): Record<string, string> | undefined {
  const found = names.flatMap((name) => {
    const part = name === 'DATABASE_URL' ? undefined : databasePartFor(name);
    return part === undefined ? [] : [[name, `\${database.${part}}`] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

const lines = (...given: readonly (string | false | undefined)[]): string[] =>
  given.filter((line) => typeof line === 'string');

const baseName =
  /^(?!scratch$)(?:[\w.-]+(?::\d+)?\/)*[a-z0-9._-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;

function security({ user, healthcheck }: DockerfileFacts): string[] {
  const named = /^[a-z_][a-z0-9_-]*$/.test(user) && user !== 'root';
  return lines(
    /^\d{1,9}$/.test(user) && Number(user) > 0 && `**User**: Container runs as uid ${Number(user)}`,
    named && `**User**: Container runs as \`${user}\``,
    healthcheck !== undefined && '**Health check**: The image declares a HEALTHCHECK',
    '**No secrets**: The image contains no secrets',
  );
}

function configuration(shown: DockerfileFacts): string[] {
  const { port, variable } = servingPort(shown);
  return lines(
    ...Object.keys(shown.env)
      .filter((one) => /^[A-Z][A-Z0-9_]*$/.test(one) && isSetting(one))
      .map((name) => `**\`${name}\`**: Environment variable, never hardcoded`),
    port !== undefined &&
      (variable === undefined
        ? `Listens on port ${port}`
        : `**${variable}**: Configurable, defaults to ${port}`),
  );
}

/** Whether the program should have no value of its own; the parts of the database are given anyway. */
const isSetting = (name: string) =>
  isAddress.test(name) || (namesSecret(name) && databasePartFor(name) === undefined);

/** A program that works off a queue or a timetable: its command or its base says so, and nothing says a port. */
const isWorker = ({ base = '', ports, env, healthcheck = '', command }: DockerfileFacts) =>
  ports.length === 0 &&
  !('PORT' in env || localUrl.test(healthcheck)) &&
  /\b(?:worker|consumer|celery|sidekiq|resque|scheduler|cron|queue:work)\b|dotnet\/runtime:/i.test(
    `${base} ${command}`,
  );

const isAddress =
  /(?:^|_)(?:DSN|(?:DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|AMQP)_(?:URL|URI))$/;

/** The port that a variable names, else the health check asks, else the first one; and the variable. */
function servingPort({ ports, env, healthcheck }: DockerfileFacts) {
  const variables = Object.entries(env).filter(
    ([name, value]) => /^(?:[A-Z][A-Z0-9_]*_)?PORT$/.test(name) && /^\d{1,5}$/.test(value),
  );
  const asked = Number(localUrl.exec(healthcheck ?? '')?.[1] ?? Number.NaN);
  const candidates = [...variables.map(([, value]) => Number(value)), asked].filter(
    (port) => port >= 1 && port <= 65_535,
  );
  const port = candidates.find((one) => ports.includes(one)) ?? ports[0] ?? candidates[0];
  return { port, variable: variables.find(([, value]) => value === String(port))?.[0] };
}

/** What a health check asks of its own container: the port, and the path. */
const localUrl =
  /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::(\d*))?(\/[\w./~-]*)?(?=["'\s)\]`;|&]|$)/;

/** Labels whose value already says something: a build gives the others theirs. */
const labelLines = ({ labels }: DockerfileFacts) =>
  Object.keys(labels)
    .filter(
      (key) =>
        (!key.startsWith('org.opencontainers.image.') || /\.[a-z]+$/.test(key)) &&
        /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9_-]+)+$/.test(key) &&
        !saysNothing(labels[key]),
    )
    .map((key) => `The label \`${key}\` is set`);

function criteria(facts: DockerfileFacts, crud: boolean, hasParts: boolean): string[] {
  const { env, healthcheck } = facts;
  const path = localUrl.exec(healthcheck ?? '')?.[2];
  return lines(
    'Container builds successfully without errors',
    path !== undefined && `Health check endpoint responds at \`${path}\``,
    crud && 'All CRUD endpoints work when running in the container',
    'DATABASE_URL' in env && 'Container can connect to the database with the provided DATABASE_URL',
    hasParts && 'Data survives a container restart',
    'Container does not run as root',
    'Image can be pushed to a registry',
    !isWorker(facts) && 'Image can be pulled and run on a different machine',
  );
}

/** On one line, and nothing in it is Markdown: what somebody wrote elsewhere promises nothing here. */
const escaped = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~&:]|^[-+=]|(?<=^\d+)[.)]/g, '\\$&');
