import { checks } from '../checks/index.ts';
import { checksText } from '../report/explain.ts';

/** `spec-check checks`: prints the catalogue. */
export async function listChecks(): Promise<void> {
  process.stdout.write(`${checksText(checks)}\n`);
}
