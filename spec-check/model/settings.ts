import * as z from 'zod';

const port = 'a port, from 1 to 65535, or none';
const seconds = 'seconds, from 1 to 3600';
const path = 'a path that begins with /';
const inProject = 'a relative path that stays inside the project';

const text = z.string('a text').min(1, 'a text that is not empty');
const urlPath = z.string(path).startsWith('/', path);
const file = text.refine(
  (value) => !/^([/\\]|[a-z]:)/i.test(value) && !value.split(/[/\\]/).includes('..'),
  inProject,
);
/** YAML reads `8000` and `true` as what they look like; a variable is always text. */
const value = z
  .union([z.string(), z.number(), z.boolean()], 'a text or a number')
  .transform(String)
  .pipe(z.string());
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of letters, digits and _');
const values = (key: z.ZodString) => z.record(key, value, 'names with their values');
const list = z.union([z.array(value), value.transform((it) => [it])], 'a text or a list of texts');

/** In headers it stands for the token of the login. */
export const tokenPlace = '${token}';

const login = z
  .strictObject(
    {
      path: urlPath.describe('Where to log in: /auth/login'),
      method: z.enum(['POST', 'PUT', 'GET'], 'POST, PUT or GET').default('POST'),
      body: z.record(z.string(), z.json()).optional().describe('What to send, as JSON'),
      form: values(z.string()).optional().describe('What to send, as a form: username, password'),
      register: urlPath.optional().describe('Where to send the same first, to make the account'),
      token: text
        .default('access_token')
        .describe('Where the token stands in the answer: data.token'),
      header: text
        .default('Authorization: Bearer ${token}')
        .refine((line) => /^[\w-]+:.*\$\{token\}/.test(line), 'a header line that holds ${token}')
        .describe('What later requests carry'),
    },
    'a request: { path: /auth/login, body: { … } }',
  )
  .refine(
    ({ body, form }) => body === undefined || form === undefined,
    'sent with body (JSON) or with form, not with both',
  );

const all = z.strictObject({
  title: z.string('a text').describe("The spec's title"),
  image: z
    .string('a text')
    .regex(/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/, 'an image name in lower case, without tag')
    .describe('Name of the image that is built, without tag'),
  port: z
    .union([z.literal('none'), z.int(port).min(1, port).max(65_535, port)], port)
    .describe('Port inside the container; none for a program without HTTP'),
  basePath: urlPath.describe('Where the API begins, with its document: /api/v1'),
  resource: urlPath.describe('The collection to try CRUD on: /tasks'),
  registry: text.describe('Where to push for real: ghcr.io/acme'),
  signingKey: text.describe('The public key that the image is signed with: cosign.pub'),
  previous: text.describe('The image before this one, to upgrade from: task-api:1.3'),
  dockerfile: file.describe('The Dockerfile, inside the project'),
  context: file.describe('The folder that is built, inside the project'),
  target: text.describe('The stage to build'),
  buildArgs: values(variable).describe('Arguments of the build'),
  platform: z
    .string()
    .regex(/^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/, 'a platform: linux/amd64')
    .describe('Platform to build and run: linux/amd64'),
  env: values(variable).describe(
    'Variables of the container: a text, $NAME of --pass-env, or ${database.host}',
  ),
  headers: values(z.string().regex(/^[\w-]+$/, 'a name of a header')).describe(
    'Headers of every request: Host, X-API-Key',
  ),
  login: login.describe('A request that gives a token, and where the token stands'),
  body: z
    .record(z.string(), z.json(), 'an object: { title: Buy milk }')
    .describe('A new item, for an API that serves no OpenAPI document'),
  database: z
    .string()
    .regex(
      /^(postgres|mysql|none|\$\w+|postgres(ql)?:\/\/.+)$/,
      'postgres, mysql, none, a URL or $NAME',
    )
    .describe('Which database the container gets: postgres, mysql, none, or $NAME with a URL'),
  services: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a host name in lower case'),
      z.string('an image').regex(/^\w/, 'an image'),
      'host names with their images',
    )
    .describe('What runs beside the container, by host name: redis: redis:7 (needs --allow-exec)'),
  start: list.describe('Arguments after the image: what docker run passes to it'),
  volumes: list.describe('/data, data:/data, or ./folder:/data (needs --allow-exec)'),
  tmpfs: list.describe('Folders in memory: /tmp'),
  memory: z
    .string('a size: 256m')
    .regex(/^\d+(\.\d+)?[bkmg]?$/i, 'a size: 256m')
    .describe('Memory limit of the container: 256m'),
  startTimeout: z
    .number(seconds)
    .min(1, seconds)
    .max(3600, seconds)
    .describe('Seconds that the first answer may take'),
});

const one = all.partial();

const shared = {
  ...({ title: true, registry: true, platform: true, buildArgs: true } as const),
  ...({ database: true, services: true, startTimeout: true } as const),
};

/** What a project says about itself, in front matter, `spec-check.yaml` or on the command line. */
export const settingsSchema = one.extend({
  images: z
    .record(
      text,
      z.union([file.transform((dockerfile) => ({ dockerfile })), one.omit(shared)], {
        error: 'a Dockerfile or settings of an image: { dockerfile: web/Dockerfile, port: 80 }',
      }),
      'names with their Dockerfiles',
    )
    .optional()
    .describe('Other images, by the heading that speaks of each: Frontend: web/Dockerfile'),
});

/** What holds for one image: the own settings of one of `images`, and what all share; the first for no name. */
export function settingsOf(settings: Settings, name: string | undefined): Settings {
  if (name === undefined) return settings;
  const ofAll = Object.entries(settings).filter(([key]) => key in shared);
  return { ...Object.fromEntries(ofAll), ...settings.images?.[name] };
}

/** A path below the one where the API begins; one that names that itself stays as it is. */
export function belowBase({ basePath = '' }: Settings, path: string): string {
  const base = basePath.replace(/\/$/, '');
  return `${path}/`.startsWith(`${base}/`) ? path : base + path;
}

/** The collection that the project names; none where it names no resource. */
export const namedCollection = ({ resource, ...settings }: Settings): readonly string[] =>
  resource === undefined ? [] : [belowBase(settings, resource.replace(/^\/?/, '/'))];

export type Settings = Readonly<z.output<typeof settingsSchema>>;
export type Login = NonNullable<Settings['login']>;
