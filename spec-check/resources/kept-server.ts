import type { EmbeddedPostgres } from '../../setup/postgres.ts';

/** Starts a server, and puts on the scope what ends it. */
type Start = (scope: AsyncDisposableStack) => Promise<EmbeddedPostgres>;

/**
 * An embedded server for all runs of a session: started by the first that needs one, and anew when it
 * no longer answers or containers reach this machine by another address.
 */
export class KeptServer implements AsyncDisposable {
  #scope = new AsyncDisposableStack();
  #kept: { readonly server: EmbeddedPostgres; readonly hostAddress: string } | undefined;

  /** The server, which answers now; rejects when a new one cannot be started. */
  async get(hostAddress: string, start: Start): Promise<EmbeddedPostgres> {
    if (this.#kept?.hostAddress === hostAddress && (await answers(this.#kept.server)))
      return this.#kept.server;
    await this[Symbol.asyncDispose]();
    this.#scope = new AsyncDisposableStack();
    const server = await start(this.#scope);
    this.#kept = { server, hostAddress };
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kept = undefined;
    await this.#scope.disposeAsync();
  }
}

async function answers(server: EmbeddedPostgres): Promise<boolean> {
  try {
    // It exists, so this only asks the server for it.
    await server.createDatabase('postgres');
    return true;
  } catch {
    return false;
  }
}
