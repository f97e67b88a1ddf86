import type { Fault } from '../../model/fault.ts';

const promise = 'All CRUD endpoints work when running containerized';

/** Faults of the verbs, each on an image of its own, by their names in `prove/image/server.mjs`. */
const ofVerbs: Readonly<Record<string, readonly [name: string, says: RegExp]>> = {
  'drops-a-field': [
    'POST does not keep an optional field',
    /description = null[\s\S]*not what is kept/,
  ],
  'put-forgets-status': ['PUT changes the title alone', /status = [\s\S]*PUT answers/],
  'patch-empties': ['PATCH empties what it is not sent', /PATCH answers/],
  'cuts-text': ['long text is cut', /title = [\s\S]*not what is kept/],
  'breaks-on-quotes': ['an apostrophe breaks it', /500[\s\S]*fails on a good request/],
  'full-after-12': ['no more than twelve items', /500[\s\S]*fails on a good request/],
  'lists-50': ['the list ends after 50 items', /items are missing/],
  'lists-old-values': ['the list shows old values', /The list shows other values/],
  'update-changes-older': ['an update changes older items', /changes another one too/],
  'delete-deletes-older': ['DELETE deletes older items', /reaches another one too/],
  'delete-blanks': ['DELETE only takes the text away', /soft delete/],
  'delete-comes-back': [
    'a deleted item comes back',
    /The deleted item comes back|it is still there/,
  ],
  'counts-in-milliseconds': ['two items get one id', /the same id/],
  'second-fails': ['a second resource fails', /users[\s\S]*500/],
  'nested-fails': ['a resource below an item fails', /notes[\s\S]*500/],
  'forgets-names': ['only what is called like a test is kept', /items are missing/],
};

/** Faults on images that serve other checks too. */
const onShared: readonly (readonly [name: string, image: string, says: RegExp])[] = [
  [
    'tasks are kept in memory',
    'keeps tasks in memory, has a fixed port and needs no database',
    /no table has one[\s\S]*in memory/,
  ],
  [
    'DELETE deletes nothing',
    'deletes nothing, empties its table at every start and dies in silence',
    /DELETE answers that it went well and deletes nothing/,
  ],
  [
    'DELETE only hides',
    'hides what is deleted and needs what only the first machine has',
    /soft delete/,
  ],
  [
    'an update changes every row',
    'updates every row, prints a secret and is not what the spec says',
    /changes another one too/,
  ],
  ['rows go to a file', 'ignores DATABASE_URL', /in another database/],
  [
    'PUT keeps nothing',
    'is Python, and PUT keeps nothing',
    /PUT answers that it went well and does not change the item/,
  ],
  [
    'the list is as old as the process',
    'is Python, lists what it began with and keeps its health to itself',
    /GET \/api\/v1\/books\/.*"total":0.*it is not there/,
  ],
];

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  ...onShared.map(([name, image, says]) => ({ name, image, promise, says })),
  ...Object.entries(ofVerbs).map(([fault, [name, says]]) => ({
    ...{ name, image: { args: { FAULT: fault } }, promise, says },
  })),
];
