import type { RequestHandler } from 'express';
import type { Database } from '../db/database.ts';
import type { Count, Exposition } from './exposition.ts';

export interface Metrics {
  readonly count: Count;
  /** `GET /metrics`, in the text format of Prometheus. */
  readonly show: RequestHandler;
}

/** Counts from the first request on; what counts is loaded after that one has its answer. */
export function metrics(database: Database): Metrics {
  let exposition: Exposition | undefined;
  let loading: Promise<Exposition> | undefined;
  const load = () => {
    loading ??= import('./exposition.ts').then(({ openExposition }) => {
      exposition = openExposition(database);
      return exposition;
    });
    return loading;
  };
  return {
    count(request, seconds) {
      if (exposition !== undefined) exposition.count(request, seconds);
      else void load().then(({ count }) => count(request, seconds));
    },
    async show(_request, response) {
      const { contentType, text } = await load();
      response
        .set('cache-control', 'no-store')
        .type(contentType)
        .send(await text());
    },
  };
}
