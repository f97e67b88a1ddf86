import type { Variant } from '../model/fault.ts';

/** What an image breaks, in `image/server.mjs`: several things where different checks see them, because each image costs a build. */
const programs = {
  'in-memory':
    'memory,health-fails,fixed-port,starts-without-database-url,writes-a-file,looks-up-its-user',
  'deletes-nothing': 'delete-deletes-nothing,health-elsewhere,exits-silently,empties-at-start',
  'hides-deleted': 'delete-hides,exits-with-0,needs-the-first-machine,exits-with-143',
  'updates-all': 'update-changes-all,prints-a-secret,ignores-sigterm',
  'ignores-url': 'ignores-database-url',
  'drops-requests': 'drops-requests,logs-to-a-file',
  'stops-soon': 'stops-soon,health-runs-out,starts-with-an-empty-url',
  'writes-later': 'writes-later,health-wants-json',
  'starts-slowly': 'starts-slowly,slow-at-times,hoards-at-start',
  'busy-at-first': 'busy-at-first,slow,hoards-requests',
  'accepts-anything': 'accepts-anything,seeds-rubbish,health-says-ok',
  'logs-failures': 'logs-a-trace,logs-the-url,metrics-are-json,one-address,adds-a-column',
  'answers-500': 'answers-500,logs-to-var',
  'logs-too-much': 'observable,logs-text,logs-headers,logs-an-error,allows-another-origin',
};

/** Of versions that come after another, what they do, and what that one does. */
const upgrades: Readonly<Record<string, readonly [FAULT: string, previous?: string]>> = {
  'drops-what-is-used': ['drops-a-column,hides-nothing'],
  'wants-a-description': ['wants-a-description'],
  'ready-too-early': ['late-database'],
  'leaves-at-once': ['drops-requests'],
  'locks-the-table': ['locks-the-table'],
  'cannot-go-back': ['adds-a-column', 'knows-its-columns'],
  'expands-and-contracts': ['adds-a-column,drops-a-column,hides-nothing', 'hides-nothing'],
};

/** Images with faults, by what is wrong with them. The checks name them in their `faults`; any other name there is a folder of `projects`, a stage of `image/Dockerfile`, or what the program breaks. */
export const faultyImages: Readonly<Record<string, Variant>> = {
  ...Object.fromEntries(Object.entries(programs).map(([one, FAULT]) => [one, { args: { FAULT } }])),
  ...Object.fromEntries(
    Object.entries(upgrades).map(([one, [FAULT, previous = '']]) => [
      one,
      { args: { FAULT }, previous },
    ]),
  ),
  'other-status': { args: { FAULT: 'status-200' } },
  'other-body': { args: { FAULT: 'envelope' } },
  'registry-forgets': { registry: 'forgets' },
  'registry-swaps': { registry: 'swaps' },
  // Labelled for one machine and made for another.
  'other-machine': { platform: 'linux/amd64' },
  'secret-in-build-argument': { args: { NPM_TOKEN: 'kJ8sQ2mX7vR4tZ1w' } },
  // With labels that say nothing.
  'never-recovers': { target: 'empty-labels', args: { FAULT: 'never-recovers,no-document' } },
  'needs-root': { target: 'setuid' },
  'writes-to-root': { target: 'setuid' },
  'pins-by-version': { project: 'good-dockerfile' },
};
