/** A relay's header stands before every line it took: the lines of a message are one message again, each router's its own. */
import { describe, expect, it } from 'vitest';
import { gatherRelayed } from '../../../src/bundle/door/relayed.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { readLogLine } from '../../../src/ios/log/line.ts';

const HEADERS: Record<string, (host: string, count: number) => string> = {
  'of syslogd': (host, count) => `Nov 12 02:52:00 ${host} ${count}: `,
  'of syslogd, without a number': (host) => `Nov  2 02:52:00 ${host} `,
  'with an ISO stamp': (host) => `2025-11-12T02:52:00.123+00:00 ${host} `,
  'with a priority and an ISO stamp': (host) => `<189>1 2025-11-12T02:52:00Z ${host} `,
  'of an export with a blank': (host) => `2025-11-12 02:52:00 ${host} `,
  'of a priority alone': (host, count) => `<189>${count}: ${host}: `,
};
const HQ = ['Jan  5 2026 03:00:00.003 UTC: IPSEC(sa_request): ,', '  (key eng. msg.) OUTBOUND local= 192.0.2.1,', '    spi= 0x0(0)'];
const BRANCH = ['Jan  5 2026 03:00:00.004 UTC: IPSEC(create_sa): sa created,', '  (sa) sa_dest= 198.51.100.1, sa_proto= 50,'];

describe('the lines that a relay sent one by one', () => {
  it.each(Object.entries(HEADERS))('stand below their own message again: header %s', (_what, header) => {
    const sent = [
      header('hq', 1) + HQ[0],
      header('branch', 1) + BRANCH[0],
      header('hq', 2) + HQ[1],
      header('branch', 2) + BRANCH[1],
      header('hq', 3) + HQ[2],
    ];
    const { lines, numbers } = gatherRelayed(openPage('relay.log', sent.join('\n')));
    expect(lines).toEqual([header('hq', 1) + HQ[0], HQ[1], HQ[2], header('branch', 1) + BRANCH[0], BRANCH[1]]);
    expect(numbers).toEqual([1, 3, 5, 2, 4]);
  });

  it.each(Object.entries(HEADERS))('stand below it though one begins with the name of the protocol: header %s', (_what, header) => {
    const told = (host: string) => [
      `Jan  5 2026 03:00:00.003 UTC: IKEv2:(SESSION ID = 1,SA ID = 1):Sending Packet [To ${host}:500/VRF i0:f0]`,
      'Initiator SPI : 73A6BD96176D3A89 - Responder SPI : B7D51CD0ABC2D933 Message id: 16',
      `IKEv2 ${host === 'hq' ? 'CREATE_CHILD_SA Exchange REQUEST' : 'INFORMATIONAL Exchange RESPONSE'} `,
      'Payload contents:',
    ];
    const [hq, branch] = [told('hq'), told('branch')];
    const sent = hq.flatMap((line, at) => [header('hq', at + 1) + line, header('branch', at + 1) + branch[at]]);
    const { lines } = gatherRelayed(openPage('relay.log', sent.join('\n')));
    expect(lines).toEqual([header('hq', 1) + hq[0], ...hq.slice(1), header('branch', 1) + branch[0], ...branch.slice(1)]);
  });

  it.each(['of syslogd', 'of a priority alone'] as const)("leave the router's own number behind it as it is: header %s", (what) => {
    const header = HEADERS[what] as (host: string, count: number) => string;
    const numbered = [`000537: ${HQ[0]}`, HQ[1], HQ[2], `000538: ${BRANCH[0]}`, BRANCH[1], `000539: ${HQ[0]}`];
    const { lines } = gatherRelayed(openPage('relay.log', numbered.map((line, at) => header('hq', at + 51) + line).join('\n')));
    expect(lines.flatMap((line) => (readLogLine(line).isHead ? [readLogLine(line).sequence] : []))).toEqual([537, 538, 539]);
  });

  it.each([
    ['Nov 12 02:52:00', '203.0.113.9', 'Nov 12 02:52:00'],
    ['Nov  2 02:52:00', 'edge-2.example.net', 'Nov  2 02:52:01'],
    ['2025-11-12T02:52:00Z', '192.0.2.1', '2025-11-12T02:52:00Z'],
  ])('stand below it though the header bears the number of the message alone: %s %s', (time, host, later) => {
    const message = (count: number, what: string, address: string) => [
      `${time} ${host} ${count}: Jan  5 2026 03:00:00.00${count} UTC: IPSEC(${what}): sa ${what === 'create_sa' ? 'created' : 'deleted'},`,
      `${later} ${host}   (sa) sa_dest= ${address}, sa_proto= 50,`,
      `${later} ${host}     sa_spi= 0x1A2B3C4D(439041101),`,
    ];
    const sent = [
      ...message(3, 'create_sa', '192.0.2.1'),
      ...message(4, 'create_sa', '198.51.100.1'),
      ...message(5, 'delete_sa', '192.0.2.1'),
    ];
    const { lines } = gatherRelayed(openPage('relay.log', sent.join('\n')));
    expect(lines.map((line) => (/^\s/.test(line) ? line.trim().slice(0, 21) : line.split(' UTC: ')[1]))).toEqual([
      'IPSEC(create_sa): sa created,',
      '(sa) sa_dest= 192.0.2',
      'sa_spi= 0x1A2B3C4D(43',
      'IPSEC(create_sa): sa created,',
      '(sa) sa_dest= 198.51.',
      'sa_spi= 0x1A2B3C4D(43',
      'IPSEC(delete_sa): sa deleted,',
      '(sa) sa_dest= 192.0.2',
      'sa_spi= 0x1A2B3C4D(43',
    ]);
  });

  it.each([
    ['an address', (host: string) => `Feb 18 06:30:54 ${host === 'hq' ? '192.0.2.1' : '198.51.100.1'} `],
    ['an address and an ISO stamp', (host: string) => `2026-02-18T06:30:54+00:00 ${host === 'hq' ? '192.0.2.1' : '198.51.100.1'} `],
    ['a name with a colon', (host: string) => `Feb 18 06:30:54 ${host}: `],
    ['the fields of RFC 5424', (host: string) => `<189>1 2026-02-18T06:30:54Z ${host} - - - - `],
    ['a collector before the router', (host: string) => `Feb 18 06:30:54 collector ${host}: `],
  ])('stand below their own message, not below the first, where only messages are counted: %s', (_what, header) => {
    const messages = (host: string, [first, ...below]: readonly string[], count: number) => [
      `${header(host)}${count}: ${first}`,
      ...below.map((line) => header(host) + line),
    ];
    const sent = [1, 2, 3].flatMap((count) => [...messages('hq', HQ, count), ...messages('branch', BRANCH, count + 50)]);
    const { lines, numbers } = gatherRelayed(openPage('relay.log', sent.join('\n')));
    const kept = [1, 2, 3].flatMap((count) => [
      `${header('hq')}${count}: ${HQ[0]}`,
      ...HQ.slice(1),
      `${header('branch')}${count + 50}: ${BRANCH[0]}`,
      ...BRANCH.slice(1),
    ]);
    expect(lines).toEqual(kept);
    expect(numbers).toEqual(kept.map((_line, at) => at + 1));
  });

  it('are not missing from the count of the messages: what is really missing still is', () => {
    const header = HEADERS['of syslogd'] as (host: string, count: number) => string;
    const next = (host: string, count: number) =>
      `${header(host, count)}Jan  5 2026 03:00:0${count % 10}.000 UTC: %SYS-5-CONFIG_I: from console`;
    const sent = [
      header('hq', 7) + HQ[0],
      header('hq', 8) + HQ[1],
      header('branch', 90) + BRANCH[0],
      header('hq', 9) + HQ[2],
      next('hq', 10),
      header('branch', 91) + BRANCH[1],
      next('branch', 92),
      next('hq', 14),
    ];
    const { lines } = gatherRelayed(openPage('relay.log', sent.join('\n')));
    const counts = (host: string) =>
      lines.flatMap((line) => {
        const { relay, sequence } = readLogLine(line);
        return relay?.includes(` ${host} `) ? [sequence] : [];
      });
    expect(counts('hq')).toEqual([7, 8, 12]);
    const twice = gatherRelayed(openPage('relay.log', [...sent, ...sent].join('\n')));
    expect(twice.lines.slice(lines.length)).toEqual(lines);
    expect(counts('branch')).toEqual([90, 91]);
  });

  it.each([
    [
      'Nov 09 14:00:00 branch charon-systemd[812]: 11[IKE] CHILD_SA net{7} established with SPIs c4aa01b2_i b7a1f00d_o and TS 10.2.0.0/16 === 10.1.0.0/16',
    ],
    ['2025-11-09T14:00:00.320+01:00 branch pluto[9157]: "hq" #1: initiating IKEv2 connection'],
    ['2025-11-09 14:00:00.123456 ike 0:to-hq:771: recv IPsec SA delete, spi count 1'],
    ['2025-11-09T14:00:00.000+01:00 branch kmd[254]: KMD_DPD_PEER_DOWN: DPD detected peer 192.0.2.1 is down'],
    [
      '2025-11-09 14:00:00.120 +0100  [PNTF]: {    6:     }: ====> IKEv2 IKE SA NEGOTIATION SUCCEEDED AS INITIATOR, non-rekey; gateway to-hq <====',
    ],
  ])('are no lines of other vendors, whose only stamp is the one before them: %s', (line) => {
    const page = openPage('b/other.log', [line, line.replace('14:00:00', '14:00:01')].join('\n'));
    expect(gatherRelayed(page)).toBe(page);
  });

  it('are left as they are where no relay stands', () => {
    const page = openPage('a/show_logging.txt', HQ.join('\n'));
    expect(gatherRelayed(page)).toBe(page);
  });
});

describe('a device that counts from its start, behind a relay', () => {
  it.each([
    ['Nov 12 02:52:00 hq 12: 00:01:23.456: ', 83_456],
    ['2025-11-12T02:52:00.123+00:00 192.0.2.1 *00:00:05: ', 5000],
    ['2025-11-12 02:52:00 192.0.2.1 1d02h: ', 93_600_000],
  ])('is taken at its own word: %s', (header, uptimeMs) => {
    expect(readLogLine(`${header}%SYS-5-RESTART: System restarted --`).stamp).toMatchObject({ kind: 'uptime', uptimeMs });
  });

  it('is not made up of the time of the relay', () => {
    expect(readLogLine('2025-11-12 02:52:00: %SYS-5-RESTART: System restarted --').stamp?.kind).not.toBe('uptime');
  });
});
