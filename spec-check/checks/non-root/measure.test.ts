import { readUsers } from '../../image-files/users.ts';
import { verdictOf } from '../../model/verdict.ts';
import { parseStatus, parseTop } from '../../resources/processes.ts';
import type { UserClaim } from './conflict.ts';
import { judgeUser, type WhoRuns } from './measure.ts';

const shown = { reference: 'api:1', command: 'docker run --rm api:1' };
const named = (uid: number, ...names: string[]) => names.map((name) => ({ name, uid }));
const users = [...named(0, 'root'), ...named(1000, 'appuser')];
const seen = (configured: string, ...uids: (number | [number, number])[]): WhoRuns => ({
  configured,
  users,
  whoami: undefined,
  processes: uids.map((uid, index) => ({
    pid: index + 1,
    uids: typeof uid === 'number' ? [uid, uid] : uid,
    gid: 1000,
    command: 'node server.mjs',
  })),
});
const nonRoot: UserClaim = { root: false };

describe('the user of a container', () => {
  it.each<[string, UserClaim, WhoRuns, 'PASS' | 'FAIL', RegExp?]>([
    ['a user by name', nonRoot, seen('appuser', 1000), 'PASS'],
    ['a user by number', nonRoot, seen('1000:1000', 1000), 'PASS'],
    ['a uid above the least', { minUid: 1000 }, seen('10001', 10_001), 'PASS'],
    ['a uid below it', { minUid: 1001 }, seen('1000', 1000), 'FAIL', /uid below 1001/],
    ['a start as root', { minUid: 1000 }, seen('', 1001), 'FAIL', /Starts as root/],
    [
      'a start as root with a uid promised',
      { uid: 1001 },
      seen('', 1001),
      'FAIL',
      /Starts as root/,
    ],
    ['uid 0 where it is promised', { uid: 0 }, seen('', 0), 'PASS'],
    ['no USER', nonRoot, seen('', 0), 'FAIL', /USER is not set/],
    ['USER root', nonRoot, seen('root', 0), 'FAIL', /USER is root/],
    ['USER 0:0', nonRoot, seen('0:0', 0), 'FAIL', /USER is 0/],
    [
      'a root named appuser',
      nonRoot,
      { ...seen('appuser', 0), users: named(0, 'appuser'), whoami: 'appuser' },
      'FAIL',
      /root under another name/,
    ],
    [
      'a second process as root',
      nonRoot,
      seen('appuser', 1000, 0),
      'FAIL',
      /process started later/,
    ],
    [
      'rights that were only lent away',
      nonRoot,
      seen('appuser', [0, 1000]),
      'FAIL',
      /Runs as root/,
    ],
    ['a start as root that gives its rights up', nonRoot, seen('', 1000), 'FAIL', /Starts as root/],
    ['root where root is promised', { root: true }, seen('', 0), 'PASS'],
    [
      'another user where root is promised',
      { root: true },
      seen('1000', 1000),
      'FAIL',
      /Does not run as root/,
    ],
    ['the user promised', { user: 'appuser' }, seen('appuser', 1000), 'PASS'],
    [
      'another user than promised',
      { user: 'www-data' },
      seen('appuser', 1000),
      'FAIL',
      /Does not run as www-data/,
    ],
    [
      'the name promised on uid 0',
      { user: 'appuser' },
      { ...seen('appuser', 0), users: named(0, 'root', 'appuser') },
      'FAIL',
      /Runs as root/,
    ],
    [
      'the user that is ruled out',
      { notUser: 'appuser' },
      seen('1000', 1000),
      'FAIL',
      /Runs as appuser/,
    ],
    ['another user than is ruled out', { notUser: 'node' }, seen('appuser', 1000), 'PASS'],
    ['the uid promised', { uid: 1000 }, seen('appuser', 1000), 'PASS'],
    ['both ids promised', { uid: 1000, gid: 1000 }, seen('appuser', 1000), 'PASS'],
    [
      'another gid than promised',
      { uid: 1000, gid: 0 },
      seen('appuser', 1000),
      'FAIL',
      /other ids than 1000:0/,
    ],
    [
      'another uid than promised',
      { uid: 10001 },
      seen('appuser', 1000),
      'FAIL',
      /other ids than 10001/,
    ],
  ])('%s', (_title, claim, facts, status, says = /./) => {
    const verdict = verdictOf(judgeUser(claim, facts, shown));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });

  it('cannot be told without a process', () => {
    expect(() => verdictOf(judgeUser(nonRoot, seen('appuser'), shown))).toThrow('no process');
  });
});

describe('what is read of processes', () => {
  it('reads the columns of docker top', () => {
    expect(
      parseTop('PID   RUID  UID   GID   COMMAND\n4711  1000  1000  1001  node server.mjs --x\n'),
    ).toEqual([{ pid: 4711, uids: [1000, 1000], gid: 1001, command: 'node server.mjs --x' }]);
  });
  it('reads /proc/PID/status', () => {
    expect(
      parseStatus(
        'Name:\tnode\nUmask:\t0022\nPid:\t7\nPPid:\t1\nUid:\t0\t1000\t1000\t1000\nGid:\t0\t1001\t1001\t1001\n',
      ),
    ).toEqual([{ pid: 7, uids: [0, 1000], gid: 1001, command: 'node' }]);
  });
  it('reads passwd inside the archive that docker cp gives, all names of a uid', () => {
    const archive = `passwd\x000644\x00\x00root:x:0:0::/:/bin/sh\nappuser:x:0:0::/:\nnode:x:1000:1000::/:\n\x00\x00`;
    expect(readUsers(archive).map(({ name, uid }) => [name, uid])).toEqual([
      ['root', 0],
      ['appuser', 0],
      ['node', 1000],
    ]);
  });
});
