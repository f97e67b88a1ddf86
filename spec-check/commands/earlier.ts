import type { RunOptions } from '../resources/resource.ts';
import { earlierRuns } from '../reuse/earlier-runs.ts';
import { databaseIdentity, ownVersion } from '../reuse/identity.ts';
import { day, openRecord } from '../reuse/record-file.ts';
import type { Earlier } from '../run/earlier.ts';

/** What the runs before left on this machine, for one run: last figures, and with --reuse what passed. */
export async function earlier({
  reuse,
  strict,
}: {
  readonly reuse: boolean;
  readonly strict: boolean;
}): Promise<{
  readonly forRun: (options: RunOptions, spec: string) => Earlier;
  readonly save: () => Promise<void>;
}> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const record = await openRecord(process.cwd(), process.env, say);
  const version = reuse ? await ownVersion() : '';
  return {
    forRun(options, spec) {
      const { databaseUrl, keep: _keep, ...others } = options;
      const database = reuse ? databaseIdentity(databaseUrl, record.salt) : '';
      return earlierRuns(
        record.kept,
        { options: others, database, strict, version },
        { spec, options, reuse: { statuses: reuse ? ['PASS'] : [], maxAge: day } },
      );
    },
    async save() {
      try {
        await record.save();
      } catch (error) {
        // Without --reuse nobody asked for it.
        const { code } = error as NodeJS.ErrnoException;
        if (reuse) say(`The next run can reuse nothing: its record cannot be written (${code}).`);
      }
    },
  };
}
