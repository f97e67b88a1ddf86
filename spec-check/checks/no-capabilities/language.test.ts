import { testLanguage } from '../tests/test-language.ts';
import { noCapabilities } from './check.ts';

testLanguage(noCapabilities, {
  accepts: [
    ['`docker inspect` prints `CapDrop: [ALL]`', {}],
    ['The container SHALL drop ALL Linux capabilities and run without `--privileged`'],
    ['Drop all capabilities (--cap-drop ALL)', {}],
    ['Linux capabilities are dropped by default', {}],
    ['cap_drop: ALL', {}],
    ['Runs with all capabilities dropped', {}],
    ['Works with `--cap-drop ALL`', {}],
    ['The container needs no Linux capabilities', {}],
    ['Drop all capabilities', {}],
    ['Runs without any capabilities', {}],
    ['All Linux capabilities are dropped', {}],
  ],
  refuses: [
    '`docker inspect` prints `CapDrop: [NET_RAW]`',
    'Drop ALL capabilities and run with `--privileged`',

    'Container starts with extra capabilities',
    'Container starts with no extra Linux capabilities',
    'Unnecessary capabilities are dropped',

    'cap_drop: NET_RAW',
    'Works with `--cap-drop NET_RAW`',
    'All capabilities dropped except NET_BIND_SERVICE',
    'Runs with all capabilities',
    'Needs no additional capabilities',
    'Capabilities are not dropped',
    'Some capabilities are dropped',
  ],
});
