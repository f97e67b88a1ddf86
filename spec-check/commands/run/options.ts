import type { Settings } from '../../model/settings.ts';
import type { Format } from '../../report/formats.ts';

/** What the command line gives, as commander reads it. */
export interface CheckOptions {
  readonly image?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly format: readonly Format[];
  readonly output?: string;
  readonly baseline?: string;
  readonly strict: boolean;
  readonly allowExec: boolean;
  readonly keep: boolean;
  readonly watch: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly config?: string;
  readonly passEnv?: readonly string[];
  readonly registry?: string;
  readonly secondEngine?: string;
  readonly databaseUrl?: string;
  /** Those that the command line gives. */
  readonly settings: Settings;
}
