import type { Settings } from '../../model/settings.ts';
import type { Format } from '../../report/formats.ts';

/** What the command line gives, as commander reads it. */
export interface CheckOptions {
  readonly image?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly format: readonly Format[];
  /** Folder for one file of each format. */
  readonly output?: string;
  readonly write: boolean;
  readonly timings: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly strict: boolean;
  readonly keep: boolean;
  readonly watch: boolean;
  /** A report of `--format json` to compare with. */
  readonly baseline?: string;
  readonly allowExec: boolean;
  /** Settings that the command line gives. */
  readonly settings: Settings;
  readonly config?: string;
  readonly passEnv?: readonly string[];
  readonly registry?: string;
  readonly secondEngine?: string;
  readonly databaseUrl?: string;
}

/** What the command line gives, ready for use. */
export type UsableOptions = Omit<CheckOptions, 'databaseUrl'> & {
  readonly databaseUrl: string | undefined;
};
