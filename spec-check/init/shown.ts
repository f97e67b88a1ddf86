/** What a Dockerfile or an image shows of the container: what a first spec is written from. */
export interface Shown {
  /** It can be built here; an image that exists says nothing of its build. */
  readonly builds: boolean;
  /** The image that what runs was taken from; undefined where nothing tells it. */
  readonly base: string | undefined;
  /** As configured: `appuser`, `1000`, `0`; empty where there is none. The group is left out. */
  readonly user: string;
  /** Of EXPOSE, TCP only, in order. */
  readonly ports: readonly number[];
  /** Names and values of ENV. */
  readonly env: Readonly<Record<string, string>>;
  /** The words of the HEALTHCHECK's command; undefined where there is none, or NONE. */
  readonly healthcheck: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Unpacked; undefined where nothing was built yet. */
  readonly bytes: number | undefined;
}

/** What the folder tells beside the Dockerfile. */
export interface Project {
  readonly title: string;
  /** One or two sentences on what it is for. */
  readonly description: string | undefined;
  /** Its OpenAPI document has all of create, read, update and delete. */
  readonly crud: boolean;
}
