import { describe, expect, it } from 'vitest';
import { logOf } from '../../support/logged.ts';

const SECONDS = Date.UTC(2026, 10, 21, 9, 2, 30) / 1000;
const MASTER = '(VI_1) Entering MASTER STATE';
const journal = { __REALTIME_TIMESTAMP: `${SECONDS}123456`, SYSLOG_IDENTIFIER: 'Keepalived_vrrp', MESSAGE: MASTER };

describe('a line of a log', () => {
  it.each([
    ['console', `Sat Nov 21 09:02:30 2026: ${MASTER}`, { nanoseconds: 0, hasYear: true, hasZone: false }],
    [
      'rsyslog',
      `2026-11-21T10:02:30.123456+01:00 lb01 Keepalived_vrrp[9]: ${MASTER}`,
      { nanoseconds: 123_456_000, hasZone: true },
    ],
    [
      'journalctl -o short-iso',
      `2026-11-21T09:02:30+0000 lb01 Keepalived_vrrp[9]: ${MASTER}`,
      { nanoseconds: 0, hasZone: true },
    ],
    ['journalctl -o json', JSON.stringify(journal), { nanoseconds: 123_456_000, hasZone: true, resolution: 1000 }],
    [
      'journalctl -o export',
      `__CURSOR=s=1\n${Object.entries(journal)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n')}\n`,
      { nanoseconds: 123_456_000, hasZone: true },
    ],
    ['a container', `2026-11-21T09:02:30Z lb01 Keepalived_vrrp: ${MASTER}\r`, { hasZone: true }],
  ])('is read as %s writes it', (_form, text, stamp) => {
    const [line, ...more] = logOf('lb01', text).lines;
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      kind: 'master',
      instance: 'VI_1',
      text: MASTER,
      stamp: { seconds: SECONDS, ...stamp },
    });
  });

  it.each([
    ['Nov 21 09:02:30', 0],
    ['Nov 21 09:02:30.5', 5e8],
  ])('is read as BSD syslog writes it, without a year: %s', (time, nanoseconds) => {
    const [line] = logOf('lb01', `<30>${time} lb01 Keepalived_vrrp[123]: ${MASTER}`).lines;
    expect(line?.stamp).toMatchObject({ hasYear: false, hasZone: false, nanoseconds });
    expect(new Date((line?.stamp.seconds ?? 0) * 1000).toISOString()).toBe('1972-11-21T09:02:30.000Z');
  });

  it.each([
    ['(VI_1) Entering BACKUP STATE (init)', 'backup'],
    ['(VI_1): entering FAULT state due to script chk_web', 'fault'],
    ['(VI_1) entering FAULT state (no IPv4 address for interface)', 'fault'],
    ['VRRP_Instance(VI_1) Entering MASTER STATE', 'master'],
    ['(VI_1) Changing effective priority from 239 to 139', 'priority'],
    ['(VI_1) sent 0 priority', 'priority-zero-sent'],
    ['(VI_1) Backup received priority 0 advertisement', 'priority-zero-received'],
    ['(VI_1) Master received advert from 192.0.2.1 with higher priority 239, ours 70', 'higher-priority-heard'],
    [
      '(VI_1) Master received advert from 192.0.2.9 with same priority 70 but higher IP address than ours',
      'higher-priority-heard',
    ],
    ['(VI_1) received lower priority (70) advert from 192.0.2.2 - discarding', 'lower-priority-heard'],
    [
      '(VI_1) Received advert from 192.0.2.2 with lower priority 70, ours 239, forcing new election',
      'lower-priority-heard',
    ],
    ['(VI_1) received an invalid passwd!', 'rejected'],
    ["(VI_1) advertisement interval mismatch mine=1 sec rcv'd=2 sec", 'rejected'],
    ['(VI_1) wrong version. Received 3 and expect 2', 'rejected'],
    ['(VI_1) received an unexpected ip number count 2, expected 1!', 'rejected'],
    ['(VI_1) ip address associated with VRID 51 not present in MASTER advert: 192.0.2.3', 'rejected'],
    ['(VI_1) received a 0 auth, expecting 1!', 'rejected'],
    ['(VI_1) Invalid auth type: 2', 'rejected'],
    ['(VI_1) expected 2 VIPs but received 1', 'rejected'],
    ['(VI_1) invalid TTL/HL. Received 64 and expect 255', 'rejected'],
    ['(VI_1): send advert error 19 (No such device)', 'send-error'],
    ['(VI_1) removing VIPs.', 'addresses-removed'],
    ['(VI_1) Receive advertisement timeout', 'master-timeout'],
    ['A thread timer expired 4.120000 seconds ago', 'stalled'],
    ['VRRP thread timer expired 4.120000 seconds ago', 'stalled'],
    ['Stopping', 'stopping'],
    ['Stopped Keepalived v2.2.7 (01/16,2022)', 'stopping'],
    ['Starting VRRP child process, pid=26619', 'starting'],
    ['Keepalived_vrrp process(26619) died: Respawning', 'died'],
    ['Script `chk_web` now returning 1', 'check'],
  ])('is told apart: %s', (message, kind) => {
    expect(logOf('lb01', `Sat Nov 21 09:02:30 2026: ${message}`).lines[0]?.kind).toBe(kind);
  });

  it.each([
    'Sat Nov 31 09:02:30 2026: (VI_1) Entering MASTER STATE',
    'Nov 21 09:02:30 lb01 sshd[5]: (VI_1) Entering MASTER STATE',
    '{"MESSAGE":["(VI_1) Entering MASTER STATE"],"__REALTIME_TIMESTAMP":7}',
    '{"__REALTIME_TIMESTAMP"',
    'Sat Nov 21 09:02:30 2026: (VI_1) setting VIPsomething',
    '-- Boot 1234 --',
    '\u0000\u0001',
  ])('is passed over: %s', (text) => {
    expect(logOf('lb01', text).lines.filter(({ kind }) => kind !== 'addresses-set')).toEqual([]);
  });

  it('counts what is told again and again, also by rsyslog', () => {
    const same = '(VI_1) received lower priority (70) advert from 192.0.2.2 - discarding';
    const { lines, hints } = logOf(
      'lb01',
      `Sat Nov 21 09:02:30 2026: ${same}\nNov 21 09:02:31 lb01 Keepalived_vrrp[1]: message repeated 3 times: [ ${same}]`,
    );
    expect(lines.map(({ count }) => count)).toEqual([4]);
    expect([...(hints.get('VI_1')?.peers ?? [])]).toEqual(['192.0.2.2']);
  });
});

describe('the number of a line', () => {
  const of = (text: string) => logOf('lb01', text).lines.map(({ line }) => line);

  it('counts the lines that tell nothing, too', () => {
    const console = (message: string) => `Sat Nov 21 09:02:30 2026: ${message}`;
    expect(
      of([console('Opening file'), '', console(MASTER), console('(VI_1) Entering BACKUP STATE')].join('\n')),
    ).toEqual([3, 4]);
  });

  it('is that of the text in an entry of journalctl -o export', () => {
    const fields = [`__REALTIME_TIMESTAMP=${SECONDS}123456`, `MESSAGE=${MASTER}`, '_COMM=keepalived'];
    expect(of([...fields, '', ...fields].join('\n'))).toEqual([2, 6]);
  });
});
