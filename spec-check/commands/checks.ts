import { checks } from '../checks/index.ts';
import { faultsOf } from '../prove/faults.ts';
import { checksText } from '../report/explain.ts';

/** `spec-check checks`: prints the catalogue. */
export async function listChecks(): Promise<void> {
  process.stdout.write(`${checksText(checks, faultsOf)}\n`);
}
