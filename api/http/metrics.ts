import type { Request, Response } from 'express';
import type { Database } from '../db/database.ts';

/** Counts every request; prom-client is loaded after the first one has its answer. */
export function metrics(database: Database) {
  let loading: ReturnType<typeof openRegistry> | undefined;
  const load = () => {
    loading ??= openRegistry(database);
    return loading;
  };
  return {
    /** Counts a request that took so many seconds; the route is its template, such as `/tasks/:id`. */
    count(request: Record<'method' | 'route', string> & { status: number }, seconds: number): void {
      void load().then(({ duration }) => duration.observe({ ...request }, seconds));
    },
    async show(_request: Request, response: Response): Promise<void> {
      const { registry } = await load();
      response.set('cache-control', 'no-store').type(registry.contentType);
      response.send(await registry.metrics());
    },
  };
}

/** The figures of this process. The package is loaded here: it would take a tenth of the start. */
async function openRegistry(database: Database) {
  const prom = await import('prom-client');
  const registry = new prom.Registry();
  const registers = [registry];
  prom.collectDefaultMetrics({ register: registry });
  const duration = new prom.Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  for (const [figure, name, help] of [
    ['connections', 'database_pool_connections_max', 'Connections that the pool may open'],
    ['inProgress', 'database_calls_in_progress', 'Calls that wait for a connection or an answer'],
  ] as const) {
    new prom.Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(database.usage()[figure]);
      },
    });
  }
  new prom.Counter({
    name: 'database_calls_away_total',
    help: 'Calls that the database did not answer, those tried again included',
    registers,
    collect() {
      this.reset();
      this.inc(database.usage().away);
    },
  });
  return { registry, duration };
}
