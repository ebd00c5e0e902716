/** A debug or a log that the bundle has for the time of the incident is not asked for once more, unless much of it is lacking. */
import { describe, expect, it } from 'vitest';
import { show, type Wanted } from '../../src/verdict/fact.ts';
import { judge } from '../../src/verdict/judge.ts';
import { Scene } from '../../src/verdict/scene.ts';
import { isTaken } from '../../src/verdict/taken.ts';
import { timelineOf } from './bundle-of.ts';
import { invalid, later, packet, sa, sendsDelete, Y } from './two-ended-log.ts';

const ASKS = 'INFORMATIONAL Exchange REQUEST';
/** An SA and a message later on show that the debugs ran all the time. */
const on = (side: 'a' | 'b', time: string) =>
  sa(side, 'created', `10:${time}:00.000`, { spi: Y }) + packet(`10:${time}:01.000`, 'received', side, ASKS, Number(time));
const a = on('a', '05') + sa('a', 'created', '10:10:00.010') + on('a', '38') + later('10:39:00.000');
const b =
  on('b', '05') +
  sa('b', 'created', '10:10:00.000') +
  sa('b', 'deleted', '10:20:00.000') +
  sendsDelete('10:20:00.010', 77) +
  invalid('10:20:00.400') +
  invalid('10:21:01.000') +
  on('b', '38') +
  later('10:39:00.000');
const header = (lost: number) =>
  `Syslog logging: enabled (${lost} messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)
    Buffer logging:  level debugging, 60 messages logged, xml disabled,
                    filtering disabled

Log Buffer (4096000 bytes):

`;

function asked(logs: { a: string; b: string }): string[] {
  const { cause } = judge(timelineOf(logs)).incidents[0] ?? {};
  expect(cause?.confidence).not.toBe('certain');
  return (cause?.wouldDecide ?? []).flatMap(({ side, look }) =>
    'debug' in look ? [`${side} ${look.debug}`] : 'log' in look ? [`${side} log`] : [],
  );
}

describe('what would decide', () => {
  it('is no log and no debug that both ends have for the time', () => {
    expect(asked({ a, b })).toEqual([]);
  });

  it('is the record of the end that has none', () => {
    expect(asked({ a: '', b }).some((each) => each.startsWith('a '))).toBe(true);
  });

  it('is the same once more, where much of it is lacking', () => {
    expect(asked({ a: header(1) + a, b: header(1) + b })).toEqual([]);
    expect(asked({ a: header(400) + a, b: header(400) + b })).not.toEqual([]);
  });
});

describe('a show', () => {
  const VERSION = 'Cisco IOS Software, C2900 Software, Version 15.7(3)M, RELEASE SOFTWARE (fc2)\n\nbranch uptime is 2 minutes\n';
  const clock = (time: string) => `${time}.000 UTC Wed Sep 2 2026\nTime source is NTP\n`;
  const LISTED = `interface: Tunnel0
   local  ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/0/0)
   remote ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)
   current_peer 192.0.2.1 port 500
     inbound esp sas:
      spi: 0x3B11D0A7(990998695)
`;
  const IKE_LISTED = `Tunnel-id Local                 Remote                fvrf/ivrf            Status
1         198.51.100.1/500      192.0.2.1/500         none/none            READY
      Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK
      Life/Active Time: 86400/600 sec
      DPD configured for 10 seconds, retry 3
`;
  const isThere = (command: string, when: Wanted['when'], shown: Record<string, string>) => {
    const timeline = timelineOf({ a: '', b: invalid('10:20:00.400') + invalid('10:21:01.000') }, shown);
    const [incident] = timeline.incidents;
    if (incident === undefined) throw new Error('there is no incident');
    return isTaken(show('R', command, when), new Scene(incident, timeline));
  };

  it.each<[string, Wanted['when'], Record<string, string>]>([
    ['show version', 'at the message', { 'show_version.txt': VERSION }],
    ['show clock', 'at the message', { 'show_clock_detail.txt': clock('10:22:00') }],
    ['show clock', 'now', { 'show_clock_detail.txt': clock('18:22:00') }],
    ['show crypto ipsec sa', 'at the message', { 'show_crypto_ipsec_sa.txt': LISTED, 'show_clock_detail.txt': clock('10:22:00') }],
    ['show crypto ipsec sa', 'now', { 'show_crypto_ipsec_sa.txt': LISTED, 'show_clock_detail.txt': clock('18:22:00') }],
    ['show running-config | section crypto', 'now', { 'show_running_config.txt': 'crypto isakmp policy 10\n encryption aes\n' }],
    ['show crypto ikev2 sa', 'at the message', { 'show_crypto_ikev2_sa.txt': IKE_LISTED, 'show_clock_detail.txt': clock('10:22:00') }],
  ])('that is there is not asked for again: %s, %s', (command, when, shown) => {
    expect(isThere(command, when, shown)).toBe(true);
    expect(isThere(command, when, {})).toBe(false);
  });

  it.each<[string, Wanted['when'], Record<string, string>]>([
    ['show crypto ipsec sa', 'at the message', { 'show_crypto_ipsec_sa.txt': LISTED, 'show_clock_detail.txt': clock('18:22:00') }],
    ['show crypto ipsec sa', 'before the end', { 'show_crypto_ipsec_sa.txt': LISTED, 'show_clock_detail.txt': clock('10:22:00') }],
    ['show crypto session', 'at the message', { 'show_version.txt': VERSION }],
    ['show running-config | section crypto', 'now', { 'show_crypto_ikev2_sa.txt': IKE_LISTED }],
    ['show crypto ikev2 sa', 'at the message', { 'show_crypto_ikev2_sa.txt': IKE_LISTED, 'show_clock_detail.txt': clock('18:22:00') }],
  ])('of another time, or of another kind, is: %s, %s', (command, when, shown) => {
    expect(isThere(command, when, shown)).toBe(false);
  });
});
