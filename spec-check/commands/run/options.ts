import type { KeyOptions } from '../../attest/attest.ts';
import type { Settings } from '../../model/settings.ts';
import type { Format } from '../../report/formats.ts';
import type { RunOptions } from '../../resources/resource.ts';
import type { Shard } from '../../run/merge.ts';

type OfRun = Pick<RunOptions, 'image' | 'url' | 'registry' | 'secondEngine' | 'databaseUrl'>;

export interface CheckOptions extends KeyOptions, Partial<OfRun> {
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
  readonly settings: Settings;
}
