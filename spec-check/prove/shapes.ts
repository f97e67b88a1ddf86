import type { Variant } from '../model/fault.ts';
import { ownArchitecture } from '../offline/debian-image.ts';

const health = 'Health check endpoint responds at `/health`';
const port = (standard: number) => `**PORT**: Configurable, defaults to ${standard}`;
const crud = 'All CRUD endpoints work when running containerized';
const ownPlatform = `The image is built for linux/${ownArchitecture}`;
const elsewhere = 'Image can be pulled and run on a different machine';

const api: readonly string[] = [
  health,
  crud,
  'Data survives container recreation',
  '**DATABASE_URL**: Environment variable',
];

const image: readonly string[] = [
  'Image size under 250MB',
  'Container runs as non-root user',
  'The image declares a HEALTHCHECK',
  'No secrets in image',
  health,
  crud,
];

type Shapes = Readonly<Record<string, Variant & { readonly promises: readonly string[] }>>;

/** Good images of different shapes, each with promises that it keeps in its own way and that every check must pass; the first is plain. */
export const goodImages: Shapes = {
  heartbeat: { promises: ['The image declares a HEALTHCHECK', '`docker stop` loses no request'] },
  usual: {
    promises: [
      ...image,
      ...api,
      'Data survives a container restart',
      'Image can be pushed to registry',
      elsewhere,
      port(8000),
      'Image size under 250MB (verify with `docker images`)',
    ],
  },
  // Twenty containers at once would measure the machine: a run of its own.
  hardened: {
    promises: [
      'Shuts down gracefully on SIGTERM',
      'Runs with a read-only root filesystem',
      'Runs with all capabilities dropped',
      'Runs as any user',
      'Container starts within 20 seconds',
      // Far above what it takes: the machine may be busy.
      '`/health` responds within 3 seconds',
      'Memory usage stays under 150 MB',
    ],
  },
  ...each(['nested', 'envelope', 'uuid', 'put-only', 'patch-only', 'status-200'], api),
  'uuid-envelope-patch': { args: { FAULT: 'uuid,envelope,patch-only,nested' }, promises: api },
  // What it creates is never changed: rows and a pull ask for no more.
  'no-updates': {
    args: { FAULT: 'put-only,patch-only' },
    promises: [...api.filter((promise) => promise !== crud), elsewhere],
  },
  'no-document': { frontMatter: 'resource: /tasks', promises: api },
  'late-database': { promises: api },
  'wants-tls': {
    args: { FAULT: 'wants-tls,health-asks-database' },
    promises: [...api, '`/health` is 200 only when the database is up'],
  },
  'slow-start': { promises: [...api, port(8000)] },
  labelled: {
    args: { FAULT: 'health-asks-database,indexed' },
    promises: [
      '`/health` is 200 only when the database is up',
      '`/health` answers 503 while the database is down',
      'The image has the OCI labels source, version and revision',
      "There is one index on titles\n  ```sql\n  select indexname from pg_indexes where indexdef like '%(title)%'\n  -- todo_title\n  ```",
      'An empty title is refused\n  ```http\n  POST /tasks\n  Content-Type: application/json\n\n  {}\n\n  HTTP 422\n  ```',
      'Node is there\n  ```sh\n  docker run --rm --network none "$IMAGE" node --version\n  ```',
    ],
  },
  'port-3000': { promises: [health, crud, 'Listens on port 3000 by default', port(3000)] },
  'two-ports': { frontMatter: 'port: 8000', promises: [health, crud, port(8000)] },
  'other-user': { promises: [...image, 'Runs as `svc`', 'Does not run as `node`'] },
  bare: {
    promises: [...image, ownPlatform, elsewhere, port(8000), 'Data survives a container restart'],
  },
  ...each(['entry-point', 'shell-form'], [...image, ownPlatform, port(8000)]),
  ...each(['uid-only', 'init', 'second-base', 'other-folder'], image),
};

function each(names: readonly string[], promises: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, { promises }]));
}
