import { homedir } from 'node:os';
import path from 'node:path';

/** What is kept on this machine from one run to the next. */
export const cacheFolder = path.join(
  process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
  'spec-check',
);
