import { testLanguage } from '../tests/test-language.ts';
import { crud } from './check.ts';

testLanguage(crud, {
  accepts: [
    ['Pets can be created, read, updated and deleted', { resource: 'pets' }],
    ['Parts can be created, listed, read, updated and deleted', { resource: 'parts' }],
    ['All five CRUD endpoints respond correctly'],
    ['Full CRUD operations for todos', { resource: 'todos' }],
    ['Full CRUD cycle passes against the container'],
    ['100% of CRUD operations succeed against the container'],
    ['All CRUD endpoints work when running containerized', {}],
    ['Tasks can be created, read, updated and deleted', { resource: 'tasks' }],
    ['CRUD works inside the container', {}],
    ['CRUD works in the container', {}],
    ['Users can create, list, edit and delete notes', { resource: 'notes' }],
    ['The API supports full CRUD', {}],
    ['All endpoints (POST, GET, PUT, DELETE) answer correctly', {}],
    ['GET, POST, PATCH and DELETE on `/notes` work', { resource: '/notes' }],
    ['Creating, reading, updating and deleting tasks works', { resource: 'tasks' }],
    ['CRUD operations on tasks succeed', { resource: 'tasks' }],
    ['All CRUD operations on `/tasks` work against the container', { resource: '/tasks' }],
  ],
  refuses: [
    'End-to-end flows (add, list, update, delete)',
    '90% of CRUD operations succeed against the container',
    'Users can be created, read, updated and deleted by admins',
    'All CRUD endpoints work without a database',
    'CRUD endpoints return within 100ms',
    'Tasks can be created and read',
    'Unit tests cover all CRUD operations',
    'Tasks can be created, read, updated, never deleted',
    'Only admins can create, read, update and delete tasks',
    'CRUD is documented',
    'GET, POST and PUT on `/notes` work',
    'GET, POST, PUT and DELETE are never allowed',
    'CRUD works on Sundays',
  ],
});
