import { testLanguage } from '../tests/test-language.ts';
import { listensOnAllInterfaces } from './check.ts';

testLanguage(listensOnAllInterfaces, {
  accepts: [
    ['The server listens on `0.0.0.0:8060` by default'],
    ['Listens on all interfaces, not only localhost'],
    ['The container must listen for requests on 0.0.0.0'],
    ['Does not bind to 127.0.0.1 only'],
    ['Server binds to 0.0.0.0 (not localhost)', {}],
    ['Listens on `0.0.0.0`, not just 127.0.0.1', {}],
    ["Host is set to `'0.0.0.0'` (not `'localhost'` or `'127.0.0.1'`)", {}],
    ['Listens on `0.0.0.0`'],
    ['Application listens on all interfaces'],
    ['The server binds to 0.0.0.0 (not 127.0.0.1)'],
    ['Binds to 0.0.0.0'],
    ['Listens on `0.0.0.0:8080`', {}],
  ],
  refuses: [
    'The proxy listens on `0.0.0.0:8060` by default',

    'Server binds to localhost, not 0.0.0.0',
    "Host is set to `'localhost'` (not `'0.0.0.0'`)",
    'Does not listen on 0.0.0.0',
    'Database listens on 0.0.0.0',
    'Listens on localhost',
  ],
});
