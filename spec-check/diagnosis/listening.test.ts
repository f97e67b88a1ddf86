import { readSocketTable, socketsCause } from './listening.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const socket = (local: string, state = '0A') =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 19541 1\n`;

describe('the sockets of a container', () => {
  it.each([
    ['every address', '00000000:1F40', [{ address: '0.0.0.0', port: 8000 }]],
    ['the loopback', '0100007F:0BB8', [{ address: '127.0.0.1', port: 3000 }]],
    ['every address of IPv6', `${'0'.repeat(32)}:1F40`, [{ address: '::', port: 8000 }]],
    ['the loopback of IPv6', `${'0'.repeat(24)}01000000:1F40`, [{ address: '::1', port: 8000 }]],
    [
      'an IPv4 address in IPv6',
      '0000000000000000FFFF00000100007F:1F40',
      [{ address: '127.0.0.1', port: 8000 }],
    ],
    ['the name server of the engine', '0B00007F:8C2F', []],
  ])('%s', (_what, local, sockets) => {
    expect(readSocketTable(head + socket(local))).toEqual(sockets);
  });

  it('leaves out connections', () => {
    expect(readSocketTable(head + socket('00000000:1F40', '01'))).toEqual([]);
  });
});

describe('a program that does not listen where it should', () => {
  it.each([
    [[{ address: '0.0.0.0', port: 3000 }], 'It listens on 3000, not on 8000.'],
    [
      [{ address: '127.0.0.1', port: 8000 }],
      'It listens on 127.0.0.1 only, which no published port reaches.',
    ],
    [[{ address: '::1', port: 5000 }], 'It listens on 5000, not on 8000, and on 127.0.0.1 only.'],
    [
      [
        { address: '::', port: 9090 },
        { address: '::', port: 80 },
      ],
      'It listens on 80, 9090, not on 8000.',
    ],
  ])('%j', (sockets, sentence) => {
    expect(socketsCause(8000, sockets)).toMatchObject({ isElsewhere: true, sentence });
  });

  it.each([
    ['it listens there', [{ address: '::', port: 8000 }]],
    [
      'it listens there and on the loopback',
      [
        { address: '127.0.0.1', port: 8000 },
        { address: '0.0.0.0', port: 8000 },
      ],
    ],
    ['it listens nowhere yet', []],
  ])('is not said when %s', (_what, sockets) => {
    expect(socketsCause(8000, sockets).isElsewhere).toBeUndefined();
  });
});
