import type { Variant } from '../model/fault.ts';

/** What the program does, in `image/server.mjs`: several things where different checks see them, because each image costs a build; of a version that comes after another, what that one does. */
const doing = (FAULT: string, previous?: string): Variant => ({ args: { FAULT }, previous });

/** Images with faults, by what is wrong with them. The checks name them in their `faults`; any other name there is a folder of `projects`, a stage of `image/Dockerfile`, or what the program breaks. */
export const faultyImages: Readonly<Record<string, Variant>> = {
  'in-memory': doing(
    'memory,health-fails,fixed-port,starts-without-database-url,writes-a-file,looks-up-its-user',
  ),
  'deletes-nothing': doing(
    'delete-deletes-nothing,health-elsewhere,exits-silently,empties-at-start',
  ),
  'hides-deleted': doing('delete-hides,exits-with-0,needs-the-first-machine,exits-with-143'),
  'updates-all': doing('update-changes-all,prints-a-secret,ignores-sigterm'),
  'ignores-url': doing('ignores-database-url'),
  'drops-requests': doing('drops-requests,logs-to-a-file'),
  'stops-soon': doing('stops-soon,health-runs-out,starts-with-an-empty-url'),
  'writes-later': doing('writes-later,health-wants-json'),
  'starts-slowly': doing('starts-slowly,slow-at-times,hoards-at-start,lists-its-own'),
  'busy-at-first': doing('busy-at-first,slow,hoards-requests'),
  'accepts-anything': doing('accepts-anything,seeds-rubbish,health-says-ok'),
  'logs-failures': doing('logs-a-trace,logs-the-url,metrics-are-json,one-address,adds-a-column'),
  'answers-500': doing('answers-500,logs-to-var'),
  'logs-too-much': doing('observable,logs-text,logs-headers,logs-an-error,allows-another-origin'),
  'drops-what-is-used': doing('drops-a-column,hides-nothing', ''),
  'wants-a-description': doing('wants-a-description', ''),
  'ready-too-early': doing('late-database', ''),
  'leaves-at-once': doing('drops-requests', ''),
  'locks-the-table': doing('locks-the-table', ''),
  'cannot-go-back': doing('adds-a-column', 'knows-its-columns'),
  'expands-and-contracts': doing('adds-a-column,drops-a-column,hides-nothing', 'hides-nothing'),
  'other-status': doing('status-200,forgets-long-text'),
  'other-body': doing('envelope,doubles-rows'),
  'registry-forgets': { registry: 'forgets' },
  'registry-swaps': { registry: 'swaps' },
  // Labelled for one machine and made for another.
  'other-machine': { platform: 'linux/amd64' },
  'secret-in-build-argument': { args: { NPM_TOKEN: 'kJ8sQ2mX7vR4tZ1w' } },
  // With labels that say nothing, and a shell that becomes the program.
  'never-recovers': { target: 'empty-labels', args: { FAULT: 'never-recovers,no-document' } },
  'needs-root': { target: 'setuid' },
  'writes-to-root': { target: 'setuid' },
  'pins-by-version': { project: 'good-dockerfile' },
};
