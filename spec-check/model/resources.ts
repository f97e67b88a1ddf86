import type { Cause } from './cause.ts';
import type { ContainerState } from './container-state.ts';
import type { Docker } from './docker.ts';
import type { ImageConfig } from './image-config.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';
import type { ImageFault } from './verdict.ts';

/** What checks share, in the order in which one may need another; always released. */
export interface Resources {
  readonly engine: Engine;
  readonly build: Build;
  readonly image: Image;
  readonly files: ImageFiles;
  readonly database: Database;
  /** What runs beside the containers for the whole run: addresses on the engine's network by name, `redis`. */
  readonly services: Readonly<Record<string, string>>;
  readonly containers: Containers;
  readonly container: Container;
  readonly registry: Registry;
  readonly pushed: PushedImage;
  readonly secondEngine: SecondEngine;
}

export type ResourceId = keyof Resources;

export interface Engine {
  readonly docker: Docker;
  readonly version: string;
  /** `unix:///var/run/docker.sock`, as `docker context` or DOCKER_HOST name it. */
  readonly host: string;
  /** What containers, registry and second engine share; `hostAddress` is how they reach this machine. */
  readonly network: Readonly<Record<'name' | 'subnet' | 'hostAddress', string>>;
}

/** The Dockerfile of the tree that is checked, resolved as the build resolves it. */
export type Dockerfile = Readonly<
  Record<'path' | 'text' | 'context', string> & { target?: string | undefined }
>;

/** A real build of the current tree: it worked, or the instruction that broke it; or `--image`, no build. */
export type Build =
  | {
      readonly kind: 'built';
      readonly reference: string;
      readonly name: string;
      readonly seconds: number;
      /** `docker run …` as a person would type it, without secrets. */
      readonly command: string;
      readonly dockerfile: Dockerfile;
      readonly buildArgs: Readonly<Record<string, string>>;
      /** The same build once more, without a cache or with the one that is there; its image is removed with the run. Throws ImageFault. */
      readonly again: (
        cache: 'cold' | 'warm',
        signal: AbortSignal,
      ) => Promise<{ readonly id: string; readonly ms: number; readonly command: string }>;
    }
  | {
      readonly kind: 'broken';
      readonly command: string;
      readonly dockerfile: Dockerfile;
      readonly instruction: string;
      readonly line: number | undefined;
      readonly output: string;
    }
  | { readonly kind: 'given'; readonly reference: string };

/** One line of the image's history, newest first, as on every image store. */
export interface Layer {
  readonly createdBy: string;
  /** Unpacked. */
  readonly bytes: number;
}

export interface Image {
  readonly id: string;
  readonly reference: string;
  /** Digests of its layers, unpacked: the same on every engine, whatever that takes for an id. */
  readonly contents: readonly string[];
  /** Unpacked size of all layers: what the history adds up to. */
  readonly bytes: number;
  /** What `docker images` prints for it, which differs on the containerd image store; the engine's own words, `116MB`. */
  readonly listedSize: string;
  readonly architecture: string;
  readonly os: string;
  readonly config: ImageConfig;
  readonly layers: readonly Layer[];
  /** Its file system, read at each call: the resource `files` has it once for all. */
  readonly files: () => Promise<ImageFiles>;
  /** Undefined with `--image`. */
  readonly dockerfile: Dockerfile | undefined;
  /** Build arguments given, `{ NODE_IMAGE: … }`; empty with `--image`. */
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The port the API is expected on when PORT is not set: front matter, else the one exposed port, else 8000. */
  readonly port: number;
  /** A program without HTTP, where the project says so (`port: none`): that it stays up is all that is seen. */
  readonly isWorker: boolean;
  /** What the project says of the API: where it begins, which resource to try, how to log in, where it answers, and the collections that its promises name. */
  readonly api: Pick<Settings, 'basePath' | 'resource' | 'headers' | 'login' | 'body'> & {
    readonly paths?: readonly string[];
    readonly collections?: readonly string[] | undefined;
  };
  /** `PORT`, where the spec promises that the port can be configured. */
  readonly portVariable: string | undefined;
  /** Milliseconds until it must be up: `--timeout`, or what its HEALTHCHECK gives it, whichever is longer. */
  readonly startLimit: number;
  /** The variables of a container of it whose database is at `url`; `own` overrides, `null` leaves one unset. */
  readonly environment: (
    url: string | undefined,
    own?: LaunchOptions['env'],
  ) => Readonly<Record<string, string | null>>;
}

export interface ImageFile extends Readonly<Record<'mode' | 'uid' | 'gid' | 'size', number>> {
  readonly kind: 'file' | 'folder' | 'link';
  /** Of a symbolic link as written, of a hard link its absolute path. */
  readonly target: string | undefined;
}

/** The file system of an image, by absolute paths; links are not followed. */
export interface ImageFiles {
  readonly entries: ReadonlyMap<string, ImageFile>;
  /** The text of the files that checks read. */
  readonly texts: ReadonlyMap<string, string>;
  /** How programs begin, enough to tell the processor; scripts up to 64 KiB. */
  readonly heads: ReadonlyMap<string, Buffer>;
}

/** The database that the container under check uses; rows of a check are its own. */
export interface Database {
  /** As this machine reaches it. Holds the password: never print it, print `shownUrl`. */
  readonly url: string;
  /** As a container of `engine` (and of the second engine) reaches it. Never print it. */
  readonly urlInContainer: string;
  /** Without the password: `postgres://task_api@127.0.0.1:40123/tasks`. */
  readonly shownUrl: string;
  readonly password: string;
  /** What stands in for the named database, or undefined when the user gave this one. */
  readonly standIn: string | undefined;
  readonly neon: boolean;
  readonly tables: Tables;
  /** An empty database that no other check uses, on the server of this run, dropped with it. */
  readonly another: () => Promise<OwnDatabase>;
  /** For a container that starts from nothing: another one, or the one that the user gave. */
  readonly forNewContainer: () => Promise<OwnDatabase>;
}

export type OwnDatabase = Pick<Database, 'url' | 'urlInContainer' | 'tables'>;

export interface LaunchOptions {
  /** Environment; DATABASE_URL of a database of its own unless given here; `null` leaves it unset. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** The container port to publish on 127.0.0.1; the image's port unless given. */
  readonly port?: number;
  /** More `docker run` options, before the image: `['--health-interval', '1s']`. */
  readonly options?: readonly string[];
  /** Uses the database of the run, which other checks look into. */
  readonly sharesDatabase?: true;
  /** On another engine, or of another image. */
  readonly elsewhere?: Partial<Place>;
  /** In place of the project's `start`. */
  readonly args?: readonly string[];
  /** A container that has ended, whose named volumes this one gets. */
  readonly replaces?: Container;
  /** For the name and for error messages: `port`, `database-restart`. */
  readonly purpose: string;
}

/** Starts containers of the image under check on `engine`, labelled and removed with the run. */
export interface Containers {
  /** What they are connected to; undefined where the project has none. */
  readonly database: Database | undefined;
  /** What a person types for the same, `how` in place of `--rm`: `--detach --name look`. */
  readonly command: (options: Omit<LaunchOptions, 'purpose'>, how?: string) => string;
  readonly launch: (options: LaunchOptions, signal: AbortSignal) => Promise<Container>;
}

/** A container of the image under check. Disposing removes it with its volumes. */
export interface Container extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  /** The database that it was given at the start; undefined where the project has none. */
  readonly tables: Tables | undefined;
  readonly command: string;
  /** The same in the background, by the name `look`. */
  readonly detached: string;
  /** `http://127.0.0.1:49153`, read again after each restart. */
  readonly baseUrl: () => string;
  /** Where it is once it was started by that command: `http://localhost:8000`. */
  readonly shownUrl: string;
  readonly state: (signal: AbortSignal) => Promise<ContainerState>;
  /** The last lines of stdout and stderr, secrets redacted. */
  readonly logs: (lines: number, signal: AbortSignal) => Promise<string>;
  /** Why it is dead (exit code, OOM, last answer, last log lines, probable cause); undefined while it runs. */
  readonly death: (signal: AbortSignal) => Promise<ImageFault | undefined>;
  /** Throws that, where it is dead. */
  readonly mustRun: (signal: AbortSignal) => Promise<void>;
  /** What its logs tell of why it does not do what it should; undefined when they tell nothing. */
  readonly cause: (signal: AbortSignal) => Promise<Cause | undefined>;
  /** Resolves at the first HTTP answer, with the base URL. Throws ImageFault when none will come. */
  readonly answers: (signal: AbortSignal) => Promise<string>;
  /** Resolves when the container has exited; with undefined when `ms` pass first. */
  readonly exits: (ms: number, signal: AbortSignal) => Promise<ContainerState | undefined>;
  readonly restart: (signal: AbortSignal) => Promise<void>;
  /** Sends a signal to PID 1, `STOP`, `CONT`, `TERM`. */
  readonly kill: (signalName: string, signal: AbortSignal) => Promise<void>;
}

/** How a person starts the container, and where its API then is. */
export type ByHand = Pick<Container, 'command' | 'shownUrl'>;

export interface Registry {
  /** Name without tag as `engine` pushes to it: `localhost:40124/task-api`, `ghcr.io/acme/task-api`. */
  readonly repository: string;
  readonly repositoryElsewhere: string;
  /** What stands in, or undefined for `--registry`. */
  readonly standIn: string | undefined;
  /** The registry's own answer for a tag or digest: the manifest's digest, and the sum of the layers as they travel; undefined when it has none. */
  readonly manifest: (
    reference: string,
    signal: AbortSignal,
  ) => Promise<{ readonly digest: string; readonly compressedBytes: number } | undefined>;
}

/** The image after a push, `localhost:40124/task-api:spec-check-1a2b`: pushed once, asked for by `push`, `pull-elsewhere` and compressed sizes. */
export type PushedImage = Readonly<Record<'reference' | 'digest' | 'command', string>> & {
  readonly seconds: number;
};

/** Where a container is started, and how it is reached from here. */
export interface Place {
  readonly docker: Docker;
  readonly reference: string;
  /** The client runs in a container, where no file of this machine is. */
  readonly clientIsInside: boolean;
  /** What stands before the port in `--publish`: `127.0.0.1::`. */
  readonly publish: string;
  /** The URL of what is published there at an address: `0.0.0.0:32768`. */
  readonly urlOf: (address: string) => string;
  /** Where a person publishes it to reach it from here, if not at its own port. */
  readonly shownPort?: number;
}

/** Another engine that has no copy of the image, or a throwaway one as its stand-in. */
export interface SecondEngine extends Omit<Place, 'reference'> {
  readonly version: string;
  readonly host: string;
  readonly standIn: string | undefined;
}
