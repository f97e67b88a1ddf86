import {
  exchange,
  isSuccess,
  pause,
  shownExchange,
  unlessSilent,
} from '../../api-client/exchange.ts';
import { idOf, itemIn, requestTo } from '../../api-client/item.ts';
import type { Sample } from '../../api-client/sample.ts';
import { holdRequest } from '../../api-client/traffic.ts';
import type { Creation } from '../../api-client/use-resource.ts';
import type { Tables } from '../../model/tables.ts';

export type Version = 'old' | 'new';

/** A request, its step from 1, who answered, and whether that was a success with what had been written. */
export interface LoadRequest {
  readonly step: number;
  readonly ms: number;
  readonly shown: string;
  readonly isWell: boolean;
  readonly status?: number | undefined;
  readonly by?: string | undefined;
}

/** Three clients that create items, and read items that were created before; the database is asked for locks meanwhile. */
export function startLoad(url: string, made: Creation, tables: Tables, signal: AbortSignal) {
  const { another, resource } = made;
  const sent: LoadRequest[] = [];
  /** Marks of all acknowledged items. */
  const marks: string[] = [];
  /** By step, the statement that another one waited for longer than a second. */
  const locks: Record<number, string> = {};
  /** The server that all requests ask for; undefined where the balancer chooses. */
  const server = 'old' as Version | undefined; // it changes
  const load = { step: 0, isOver: false, server, sent, marks, locks, hold, stop };
  const kept: { readonly to: ReturnType<typeof requestTo>; readonly sample: Sample }[] = [];

  async function ask(request: Omit<Parameters<typeof exchange>[1], 'signal'>, wanted?: Sample) {
    const [{ step }, began] = [load, performance.now()];
    const headers = { ...request.headers, ...(load.server && { 'x-server': load.server }) };
    const answer = await unlessSilent(exchange(url, { ...request, headers, signal }));
    const ms = performance.now() - began;
    const isSame = !wanted || itemIn(answer?.body, wanted) !== undefined;
    const isWell = answer !== undefined && isSuccess(answer) && isSame;
    const shown = answer ? shownExchange(answer) : `${request.path} gets no answer`;
    const by = answer?.headers['x-served-by']?.toString();
    sent.push({ step, ms, shown, isWell, status: answer?.status, by });
    await pause(60, signal);
    return isWell ? answer : undefined;
  }

  async function client(): Promise<void> {
    const { read } = resource.acts;
    for (let turn = 0; !load.isOver; turn += 1) {
      const { mark, sample, request } = another();
      const created = await ask(request);
      if (created !== undefined) marks.push(mark);
      const id = created && idOf(resource, created, sample);
      if (read && id !== undefined) kept.push({ to: requestTo(read, id), sample });
      const one = kept[(turn * 7) % Math.max(1, kept.length)];
      const headers = { ...request.headers, ...one?.to.headers };
      if (one) await ask({ ...one.to, headers }, one.sample);
    }
  }

  async function watchLocks(): Promise<void> {
    for (; !load.isOver; await pause(300, signal)) {
      const rows = await tables.read(`
        select holder.query from pg_stat_activity waiting
        join pg_stat_activity holder on holder.pid = any(pg_blocking_pids(waiting.pid))
        where waiting.datname = current_database() and now() - waiting.query_start > interval '1 second'`);
      // A MySQL does not tell.
      for (const [query] of typeof rows === 'string' ? [] : rows)
        locks[load.step] ??= `${query}`.replace(/\s+/g, ' ').slice(0, 120);
    }
  }

  /** Sends half of a request to one server; what it gives sends the other half. */
  async function hold(server: string) {
    const { mark, request } = another();
    const headers = { ...request.headers, 'x-server': server };
    const open = holdRequest(url, { ...request, headers }, signal);
    await open.taken(300);
    return async () => {
      open.finish();
      const { request, ending } = await open.sent;
      const isWell = ending.kind === 'answered' && isSuccess(ending);
      if (isWell) marks.push(mark);
      const answer = ending.kind === 'answered' ? ending.status : `no answer: ${ending.reason}`;
      const shown = `${request}, begun before the stop → ${answer}`;
      sent.push({ step: load.step, ms: 0, shown, isWell, by: server });
    };
  }

  const all = Promise.all([client(), client(), client(), watchLocks()]);
  // A failure is thrown by `stop`.
  all.catch(() => {});
  async function stop(): Promise<void> {
    load.isOver = true;
    await all;
  }
  return load;
}
