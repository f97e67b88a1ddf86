import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../db/database.ts';

/** The figures of this process, for Prometheus. */
export function openExposition(database: Database) {
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
  return { registry, duration };
}
