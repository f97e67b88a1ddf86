import { judgedStatus } from '../tests/run-check.ts';
import { judgeListening } from './check.ts';

it.each([
  ['PASS', ['0.0.0.0']],
  ['PASS', ['::']],
  ['FAIL', ['172.18.0.3']],
  ['FAIL', ['127.0.0.1']],
  ['ERROR', []],
] as const)('interfaces: %s %j', (status, addresses) => {
  const sockets = addresses.map((address) => ({ address, port: 8000 }));
  const all = [...sockets, { address: '0.0.0.0', port: 9 }];
  expect(judgedStatus(() => judgeListening(8000, 'x', all))).toBe(status);
});
