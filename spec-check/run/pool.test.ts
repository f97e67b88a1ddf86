import type { ResourceId, Resources } from '../model/resources.ts';
import type { Catalogue, ResourceContext } from '../resources/resource.ts';
import { Secrets } from '../secrets/redact.ts';
import { AcquireError, resourcePool } from './pool.ts';

const ids: readonly ResourceId[] = [
  'engine',
  'build',
  'image',
  'database',
  'containers',
  'container',
  'registry',
  'pushed',
  'secondEngine',
];

interface Behaviour {
  readonly needs?: readonly ResourceId[];
  readonly limit?: number;
  readonly acquire?: (signal: AbortSignal) => Promise<void>;
}

/** A catalogue whose resources only note what happens to them. */
function catalogue(behaviour: Partial<Record<ResourceId, Behaviour>>, events: string[]): Catalogue {
  return Object.fromEntries(
    ids.map((id) => {
      const { needs = [], limit = 5000, acquire = async () => {} } = behaviour[id] ?? {};
      return [
        id,
        {
          needs,
          limit,
          acquire: async (
            _handles: Resources,
            { signal }: ResourceContext,
            scope: AsyncDisposableStack,
          ) => {
            events.push(`acquire ${id}`);
            scope.defer(() => {
              events.push(`release ${id}`);
            });
            await acquire(signal);
            return { id };
          },
        },
      ];
    }),
  ) as unknown as Catalogue;
}

function pool(
  behaviour: Partial<Record<ResourceId, Behaviour>>,
  signal = new AbortController().signal,
) {
  const events: string[] = [];
  const context: ResourceContext = {
    runId: 'test',
    options: {
      context: '.',
      image: undefined,
      name: 'x',
      dockerfile: '',
      settings: {},
      required: [],
      portInSpec: undefined,
      portVariable: undefined,
      registry: undefined,
      secondEngine: undefined,
      databaseUrl: undefined,
      allowExec: false,
      timeout: 1000,
    },
    signal,
    secrets: new Secrets(),
    progress: () => {},
  };
  const made = resourcePool(catalogue(behaviour, events), context, (id, error) =>
    events.push(`not released ${id}: ${error}`),
  );
  return { made, events };
}

describe('the resource pool', () => {
  it('acquires what is needed first, once, and releases dependants first', async () => {
    const { made, events } = pool({
      build: { needs: ['engine'] },
      image: { needs: ['engine', 'build'] },
    });
    await Promise.all([made.get('image'), made.get('image'), made.get('engine')]);
    await made[Symbol.asyncDispose]();
    expect(events).toEqual([
      'acquire engine',
      'acquire build',
      'acquire image',
      'release image',
      'release build',
      'release engine',
    ]);
  });

  it('releases a half-started resource at once, and gives every dependant the one cause', async () => {
    const { made, events } = pool({
      engine: { acquire: async () => Promise.reject(new Error('not running')) },
      build: { needs: ['engine'] },
      database: { needs: ['engine'] },
    });
    const failures = await Promise.allSettled([made.get('build'), made.get('database')]);
    const reasons = failures.map((failure) =>
      failure.status === 'rejected' ? failure.reason : undefined,
    );
    expect(reasons[0]).toBeInstanceOf(AcquireError);
    expect(reasons[0]).toBe(reasons[1]);
    expect(reasons[0]).toMatchObject({ resource: 'engine', message: 'not running' });
    expect(events).toEqual(['acquire engine', 'release engine']);
  });

  it('says which resource was not ready in its time', async () => {
    const { made } = pool({
      registry: {
        limit: 20,
        acquire: (signal) =>
          new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason)),
          ),
      },
    });
    await expect(made.get('registry')).rejects.toThrow('"registry" was not ready within 0.02 s');
  });

  it('waits for what is still starting before it releases', async () => {
    const { made, events } = pool({
      engine: { acquire: () => new Promise((resolve) => setTimeout(resolve, 30)) },
    });
    void made.get('engine');
    await made[Symbol.asyncDispose]();
    expect(events).toEqual(['acquire engine', 'release engine']);
  });
});
