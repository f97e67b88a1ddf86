import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../db/database.ts';

/** What a request is counted by; the route is its template, such as `/tasks/:id`. */
export interface Counted {
  readonly method: string;
  readonly route: string;
  readonly status: number;
}

/** Counts a request that took so many seconds. */
export type Count = (request: Counted, seconds: number) => void;

/** The figures of this process in the text format of Prometheus. */
export interface Exposition {
  readonly count: Count;
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

export function openExposition(database: Database): Exposition {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  new Gauge({
    name: 'database_pool_connections_max',
    help: 'Connections that the pool may open',
    registers,
    collect() {
      this.set(database.usage().connections);
    },
  });
  new Gauge({
    name: 'database_calls_in_progress',
    help: 'Calls that wait for a connection or for their answer',
    registers,
    collect() {
      this.set(database.usage().inProgress);
    },
  });
  new Counter({
    name: 'database_calls_away_total',
    help: 'Calls that the database did not answer, those tried again included',
    registers,
    collect() {
      this.reset();
      this.inc(database.usage().away);
    },
  });
  // To find the labels' own counter takes the library longer than to count.
  const series = new Map<string, ReturnType<typeof duration.labels>>();
  return {
    count(request, seconds) {
      const key = `${request.method} ${request.route} ${request.status}`;
      let found = series.get(key);
      if (found === undefined) {
        found = duration.labels(request);
        series.set(key, found);
      }
      found.observe(seconds);
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
