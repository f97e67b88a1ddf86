import type { RequestHandler } from 'express';
import type { Database } from '../db/database.ts';
import type { openExposition } from './exposition.ts';

/** Counts a request that took so many seconds; the route is its template, such as `/tasks/:id`. */
export type Count = (
  request: { readonly method: string; readonly route: string; readonly status: number },
  seconds: number,
) => void;

/** Counts from the first request on; what counts is loaded after that one has its answer. */
export function metrics(database: Database): {
  readonly count: Count;
  /** `GET /metrics`, in the text format of Prometheus. */
  readonly show: RequestHandler;
} {
  let loading: Promise<ReturnType<typeof openExposition>> | undefined;
  const load = () => {
    loading ??= import('./exposition.ts').then((module) => module.openExposition(database));
    return loading;
  };
  return {
    count(request, seconds) {
      void load().then(({ duration }) => duration.observe({ ...request }, seconds));
    },
    async show(_request, response) {
      const { registry } = await load();
      response.set('cache-control', 'no-store').type(registry.contentType);
      response.send(await registry.metrics());
    },
  };
}
