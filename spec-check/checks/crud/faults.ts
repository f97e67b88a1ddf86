import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'tasks are kept in memory',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise: 'All CRUD endpoints work when running containerized',
    says: /no table has one[\s\S]*in memory/,
  },
  {
    name: 'DELETE deletes nothing',
    image: 'deletes nothing, empties its table at every start and dies in silence',
    promise: 'All CRUD endpoints work when running containerized',
    says: /DELETE answers that it went well and deletes nothing/,
  },
  {
    name: 'DELETE only hides',
    image: 'hides what is deleted and needs what only the first machine has',
    promise: 'All CRUD endpoints work when running containerized',
    says: /soft delete/,
  },
  {
    name: 'an update changes every row',
    image: 'updates every row, prints a secret and is not what the spec says',
    promise: 'All CRUD endpoints work when running containerized',
    says: /changes another one too/,
  },
  {
    name: 'rows go to a file',
    image: 'ignores DATABASE_URL',
    promise: 'All CRUD endpoints work when running containerized',
    says: /in another database/,
  },
  {
    name: 'PUT keeps nothing',
    image: 'is Python, and PUT keeps nothing',
    promise: 'All CRUD endpoints work when running containerized',
    says: /PUT answers that it went well and does not change the item/,
  },
  {
    name: 'the list is as old as the process',
    image: 'is Python, lists what it began with and keeps its health to itself',
    promise: 'All CRUD endpoints work when running containerized',
    says: /GET \/api\/v1\/books\/.*"total":0.*it is not there/,
  },
];
