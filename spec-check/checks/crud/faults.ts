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
  'cuts-text': ['long text is cut', /title = "[a-z ]{60}"[\s\S]*not what is kept/],
  'breaks-on-quotes': ['an apostrophe breaks it', /500[\s\S]*fails on a good request/],
  'full-after-12': ['no more than twelve items', /500[\s\S]*fails on a good request/],
  'lists-50': ['the list ends after 50 items', /items are missing/],
  'lists-old-values': ['the list shows old values', /The list shows other values/],
  'update-changes-older': ['an update changes older items', /changes another one too/],
  'delete-deletes-older': ['DELETE deletes older items', /reaches another one too/],
  'delete-blanks': ['DELETE only takes the text away', /soft delete/],
  'delete-comes-back': ['a deleted item comes back', /The deleted item comes back/],
  'counts-in-milliseconds': ['two items get one id', /the same id/],
  'second-fails': ['a second resource fails', /users[\s\S]*500/],
  'nested-fails': ['a resource below an item fails', /notes[\s\S]*500/],
  'forgets-names': ['only what is called like a test is kept', /items are missing/],
};

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'tasks are kept in memory',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise,
    says: /no table has one[\s\S]*in memory/,
  },
  {
    name: 'DELETE deletes nothing',
    image: 'deletes nothing, empties its table at every start and dies in silence',
    promise,
    says: /DELETE answers that it went well and deletes nothing/,
  },
  {
    name: 'DELETE only hides',
    image: 'hides what is deleted and needs what only the first machine has',
    promise,
    says: /soft delete/,
  },
  {
    name: 'an update changes every row',
    image: 'updates every row, prints a secret and is not what the spec says',
    promise,
    says: /changes another one too/,
  },
  {
    name: 'rows go to a file',
    image: 'ignores DATABASE_URL',
    promise,
    says: /in another database/,
  },
  {
    name: 'PUT keeps nothing',
    image: 'is Python, and PUT keeps nothing',
    promise,
    says: /PUT answers that it went well and does not change the item/,
  },
  {
    name: 'the list is as old as the process',
    image: 'is Python, lists what it began with and keeps its health to itself',
    promise,
    says: /GET \/api\/v1\/books\/.*"total":0.*it is not there/,
  },
  ...Object.entries(ofVerbs).map(([fault, [name, says]]) => ({
    name,
    image: { args: { FAULT: fault } },
    promise,
    says,
  })),
];
