import { saysNothing } from '../checks/labels/check.ts';
import type { Project, Shown } from './shown.ts';

/**
 * A first spec: what the container shows, as promises, and the good things that every container should
 * do, whether this one does them or not. Each promise is a sentence that is understood.
 */
export function firstSpec(shown: Shown, project: Project): string {
  return [
    `# ${escaped(project.title)} in a container`,
    '## Intent',
    project.description === undefined ? intent : escaped(project.description),
    '## Constraints',
    ...constraints(shown).flatMap(({ heading, lines }) =>
      lines.length === 0 ? [] : [`### ${heading}`, lines.map((line) => `- ${line}`).join('\n')],
    ),
    '## Success Criteria',
    criteria(shown, project)
      .map((line) => `- [ ] ${line}`)
      .join('\n'),
    '## Non-Goals',
    nonGoals,
    '## Dependencies',
    dependencies(shown)
      .map((line) => `- ${line}`)
      .join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

const intent = '<!-- What the container is for, in one or two sentences. -->';
const nonGoals =
  '<!-- What it is not for, one item a line: "- TLS: the platform in front of the container terminates it" -->';

function constraints(shown: Shown): readonly { heading: string; lines: readonly string[] }[] {
  return [
    { heading: 'Security', lines: security(shown) },
    { heading: 'Configuration', lines: configuration(shown) },
    {
      heading: 'Base Image',
      lines:
        shown.base !== undefined && imageName.test(shown.base)
          ? [`**Choice**: \`${shown.base}\``]
          : [],
    },
    { heading: 'Labels', lines: labelLines(shown) },
  ];
}

/** As a sentence can name an image. */
const imageName = /^(?:[\w.-]+(?::\d+)?\/)*[a-z0-9._-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;

function security({ user, healthcheck }: Shown): string[] {
  const uid = /^\d{1,9}$/.test(user) ? Number(user) : undefined;
  const named = /^[a-z_][a-z0-9_-]*$/.test(user) && user !== 'root';
  return [
    ...(uid ? [`**User**: Container runs as uid ${uid}`] : []),
    ...(named ? [`**User**: Container runs as \`${user}\``] : []),
    ...(healthcheck === undefined ? [] : ['**Health check**: The image declares a HEALTHCHECK']),
    '**No secrets**: The image contains no secrets',
  ];
}

function configuration(shown: Shown): string[] {
  const port = servingPort(shown);
  const variable = Object.entries(shown.env).find(
    ([name, value]) => portVariable.test(name) && value === String(port),
  )?.[0];
  const others = shown.ports.filter((other) => other !== port);
  return [
    ...Object.keys(shown.env)
      .filter((name) => secretVariable.test(name))
      .map((name) => `**\`${name}\`**: Environment variable, never hardcoded`),
    ...(port === undefined
      ? []
      : variable === undefined
        ? [`Listens on port ${port}`]
        : [`**${variable}**: Configurable, defaults to ${port}`]),
    ...(others.length === 0
      ? []
      : [`**Note**: ${others.join(', ')} exposed as well, not promised`]),
  ];
}

const portVariable = /^(?:[A-Z][A-Z0-9_]*_)?PORT$/;

/** Variables whose value gives access to something. */
const secretVariable =
  /^(?=[A-Z][A-Z0-9_]*$)(?:(?:.*_)?(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|SECRET_KEY|PRIVATE_KEY|CREDENTIALS|DSN)|(?:.*_)?(?:DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|AMQP)_(?:URL|URI))$/;

/** The port that a variable names, else the health check asks, else the first one. */
function servingPort({ ports, env, healthcheck }: Shown): number | undefined {
  const byVariable = Object.entries(env)
    .filter(([name, value]) => portVariable.test(name) && /^\d{1,5}$/.test(value))
    .map(([, value]) => Number(value));
  const asked = Number(localUrl.exec(healthcheck ?? '')?.[1] ?? Number.NaN);
  const candidates = [...byVariable, asked].filter((port) => port >= 1 && port <= 65_535);
  return candidates.find((port) => ports.includes(port)) ?? ports[0] ?? candidates[0];
}

/** What a health check asks of its own container: the port, and the path. */
const localUrl =
  /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::(\d*))?(\/[\w./~-]*)?(?=["'\s)\]`;|&]|$)/;

/** Labels whose value already says something: a build gives the others theirs. */
function labelLines({ labels }: Shown): string[] {
  const keys = Object.keys(labels).filter(
    (key) =>
      !saysNothing(labels[key]) &&
      (!key.startsWith('org.opencontainers.image.') || /\.[a-z]+$/.test(key)) &&
      /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9_-]+)+$/.test(key),
  );
  if (keys.length === 0) return [];
  const names = keys.map((key) => `\`${key}\``);
  return [
    keys.length === 1 ? `The label ${names[0]} is set` : `The labels ${names.join(', ')} are set`,
  ];
}

function criteria(shown: Shown, { crud }: Project): string[] {
  const path = localUrl.exec(shown.healthcheck ?? '')?.[2];
  return [
    ...(shown.builds ? ['Container builds successfully without errors'] : []),
    ...(shown.bytes === undefined ? [] : [`Image size is under ${limitFor(shown.bytes)}MB`]),
    ...(path === undefined ? [] : [`Health check endpoint responds at \`${path}\``]),
    ...(crud ? ['All CRUD endpoints work when running in the container'] : []),
    ...('DATABASE_URL' in shown.env
      ? ['Container can connect to the database with the provided DATABASE_URL']
      : []),
    'Container does not run as root',
    'Image can be pushed to a registry',
    'Image can be pulled and run on a different machine',
  ];
}

/** Megabytes: a fifth of room, rounded up to what a person would write. */
function limitFor(bytes: number): number {
  const wanted = (bytes * 1.2) / 1e6;
  const step = wanted < 50 ? 5 : wanted < 500 ? 10 : 50;
  return Math.max(step, Math.ceil(wanted / step) * step);
}

function dependencies({ env, builds }: Shown): string[] {
  return [
    ...('DATABASE_URL' in env ? ['A PostgreSQL database, reachable from the container'] : []),
    builds ? 'Docker, to build and run the image' : 'Docker, to run the image',
    'A container registry to which the image is pushed',
  ];
}

/** On one line, and nothing in it is Markdown: what somebody wrote elsewhere promises nothing here. */
function escaped(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const plain = line.replace(/[\\`*_{}[\]<>#|~&:]/g, '\\$&');
  return plain.replace(/^([-+=]|\d+(?=[.)]))/, (start) =>
    /\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}
