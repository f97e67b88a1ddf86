import type { KeyOptions } from '../../attest/attest.ts';
import type { Settings } from '../../model/settings.ts';
import type { Format } from '../../report/formats.ts';
import type { Shard } from '../../run/merge.ts';

export interface CheckOptions extends KeyOptions {
  readonly image?: string;
  readonly url?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly format: readonly Format[];
  readonly output?: string;
  readonly workers: number;
  readonly shard?: Shard;
  readonly since?: string;
  readonly baseline?: string;
  readonly strict: boolean;
  readonly allowExec: boolean;
  readonly watch: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly config?: string;
  readonly passEnv?: readonly string[];
  readonly registry?: string;
  readonly secondEngine?: string;
  readonly databaseUrl?: string;
  readonly settings: Settings;
}
