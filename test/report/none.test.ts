/** Where there is no incident it is said whether that is good news, what there was nothing to judge of, and which other tunnel flaps. */
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/report/formats/index.ts';
import { sayNone, sayNothing } from '../../src/report/none.ts';
import { sayOtherTunnels } from '../../src/report/other-tunnels.ts';
import { sayFirst } from '../../src/run/first-sentence.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';
import { BRANCH, bundleOf, HQ, type TwoPeers, timelineOf } from '../timeline/two-peers.ts';

const OTHER = '203.0.113.99';
const clock = (second: number) => `Jan  5 2026 03:00:${String(second).padStart(2, '0')}.000 UTC: `;
const note = (second: number) => `${clock(second)}%SYS-5-CONFIG_I: Configured from console by console`;
const invalid = (source: string, spi: string) =>
  `${clock(5)}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${HQ}, prot=50, spi=${spi}, srcaddr=${source}`;
const said = (of: TwoPeers) => judge(timelineOf(of));

describe('two records without an incident', () => {
  it('are good news where both were heard', () => {
    const verdict = said({ a: [note(1), note(9)], b: [note(2), note(9)] });
    expect([sayNothing(verdict), sayNone(verdict)]).toEqual([
      undefined,
      'No incident: neither router logged an unknown SPI on this tunnel.',
    ]);
  });

  it('say nothing where one of them was not handed in, or could not be read', () => {
    expect(sayNothing(said({ a: [note(1), note(9)], b: [] }))).toContain('there is no log of branch');
    expect(sayNothing(said({ a: [note(1), note(9)], b: ['qwerty', 'asdf'] }))).toContain('no line of a log of branch could be read');
  });

  it('say nothing where the only log of one was handed in cut short', () => {
    const bundle = bundleOf({ a: { 'messages.1': [note(1), note(9)] }, b: [note(2), note(9)] });
    const [file, ...others] = bundle.sides.a;
    const cut = {
      ...bundle,
      sides: { ...bundle.sides, a: file === undefined ? [] : [{ ...file, problem: 'cut-short' as const }, ...others] },
    };
    expect(sayNothing(judge(buildTimeline(cut)))).toMatch(
      /^Nothing to judge: the log of hq .*cut short.* Collect from hq instead: the same file, whole\.$/,
    );
  });

  it('say nothing where a message lost its SPI', () => {
    const verdict = said({ a: [invalid(BRANCH, '0x4C11').replace(/, srcaddr=.*/, ''), note(9)], b: [note(2), note(9)] });
    expect(sayNothing(verdict)).toMatch(/^Nothing to judge: 1 message of an unknown SPI is on record, of which not all is left: a: /);
  });

  it.each([
    `${clock(5)}CRYPTO-4-RECVD_PKT_INV_SPI decaps: rec'd IPSEC packet has inva`,
    `${clock(5)}crypto-4-recvd_pkt_inv_spi: decaps`,
    `${clock(5)}IPSEC packet has invalid spi for destaddr`,
    'spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0',
  ])('say nothing where a line that nobody can read is what is left of a message: %s', (left) => {
    const verdict = said({ a: [note(1), left, note(9)], b: [note(2), note(9)] });
    expect(sayNothing(verdict)).toContain('1 message of an unknown SPI is on record, of which not all is left');
  });

  it('are good news beside a line that only names the message', () => {
    const named = ' event syslog pattern "RECVD_PKT_INV_SPI"';
    expect(sayNothing(said({ a: [note(1), named, note(9)], b: [note(2), note(9)] }))).toBeUndefined();
  });

  it('tell of another tunnel that flaps, by its SPI and its source', () => {
    const crypto = ['crypto map WAN 10 ipsec-isakmp', ` set peer ${BRANCH}`, 'crypto map WAN 20 ipsec-isakmp', ` set peer ${OTHER}`];
    const files = {
      'show_logging.txt': [invalid(OTHER, '0x7777AAAA(2004331178)'), note(9)],
      'show_running_config_section_crypto.txt': crypto,
    };
    const verdict = said({ a: files, b: [note(2), note(9)] });
    expect(sayOtherTunnels(verdict)).toEqual([
      `hq also logged an unknown SPI of another tunnel, 0x7777AAAA from ${OTHER}: judge that tunnel by itself, with a tunnel.yaml that names it.`,
    ]);
    expect(verdict.incidents).toEqual([]);
  });

  it('are never called quiet above messages that were logged', () => {
    const stranger = said({ a: [invalid(OTHER, '0x7777AAAA(2004331178)'), note(9)], b: [note(2), note(9)] });
    expect(sayNothing(stranger)).toBe(
      `Nothing to judge: hq logged an unknown SPI, from ${OTHER}, and no record ties that to this tunnel or to another.`,
    );
    const between = invalid(OTHER, '0x7777AAAA(2004331178)').replace(HQ, '203.0.113.98');
    expect(sayNone(said({ a: [between, note(9)], b: [note(2), note(9)] }))).toBe(
      'No incident: of this tunnel and this time neither router logged an unknown SPI; on record is only 1 message of another tunnel.',
    );
    expect(sayNothing(said({ a: [between, note(9)], b: [] }))).toContain(
      'the other record shows no unknown SPI of this tunnel and this time',
    );
  });

  it('are no good news where a buffer could not have held the message, and say what to type', () => {
    const header = (buffer: string) => [
      'Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns)',
      `    Buffer logging:  ${buffer}`,
    ];
    const down = `${clock(3)}%LINK-3-UPDOWN: Interface GigabitEthernet0/1, changed state to down`;
    const verdict = said({ a: [...header('level errors, 1 messages logged'), down], b: header('disabled') });
    expect(sayNothing(verdict)).toBe(
      'Nothing to judge: the log of hq could not show an unknown SPI (show_logging.txt: its buffer keeps level errors, and the message is a warning (severity 4)), and the log of branch could not show an unknown SPI (show_logging.txt: its buffer is disabled). So that the next one is kept, configure on hq and on branch: logging buffered 4096000 debugging.',
    );
  });

  it('are no good news behind a filter, and name what shows more', () => {
    const log = ['hq#show logging | include LINEPROTO', note(1), note(9)];
    expect(sayNothing(said({ a: { 'log.txt': log }, b: [note(2), note(9)] }))).toBe(
      'Nothing to judge: the log of hq could not show an unknown SPI (log.txt: it came through `show logging | include LINEPROTO`, which need not have shown the message), and the other record shows no unknown SPI. Collect from hq instead: show logging, without a filter.',
    );
  });

  it.each([
    [
      'by the addresses of its debugs',
      `${clock(3)}IPSEC(sa_request): ,\n  (key eng. msg.) OUTBOUND local= 203.0.113.50:500, remote= 203.0.113.51:500,`,
      '203.0.113.50',
    ],
    [
      'by its packets',
      `${clock(3)}IKEv2:(SESSION ID = 1,SA ID = 1):Sending Packet [To 203.0.113.51:500/From 203.0.113.50:500/VRF i0:f0] `,
      '203.0.113.50',
    ],
    [
      'by an address of IPv6',
      `${clock(3)}IPSEC(sa_request): ,\n  (key eng. msg.) OUTBOUND local= 2001:db8:50::1:500, remote= 2001:db8:51::1:500,`,
      '2001:db8:50::1',
    ],
  ])('are no good news where the log of one is of another router, %s', (_what, line, router) => {
    const said = sayNothing(judge(timelineOf({ a: { 'log.txt': [note(1), ...line.split('\n'), note(9)] }, b: [note(2), note(9)] })));
    expect(said).toBe(
      `Nothing to judge: the log of hq could not show an unknown SPI (log.txt: it is of a router that calls itself ${router}, and nothing in it is of either end of this tunnel), and the other record shows no unknown SPI. Collect from hq instead: its own log.`,
    );
  });

  it('are no good news where the log of one bears another name than its other files', () => {
    const files = { 'log.txt': ['edge7#show logging', note(1), note(9)], 'show_running-config.txt': ['hostname core1', '!'] };
    expect(sayNothing(said({ a: files, b: [note(2), note(9)] }))).toContain('log.txt: it is of a router that calls itself edge7');
    const alone = { 'log.txt': files['log.txt'] };
    expect(sayNothing(said({ a: alone, b: [note(2), note(9)] }))).toBeUndefined();
  });

  it.each([
    ['a word of any tunnel', note(5)],
    [
      'another address than that of a tunnel of its own',
      `${clock(3)}IPSEC(sa_request): ,\n  (key eng. msg.) OUTBOUND local= ${HQ}:500, remote= 203.0.113.51:500,`,
    ],
    [
      'its own address, of a peer of another tunnel',
      `${clock(3)}ISAKMP:(1001): sending packet to 203.0.113.51 my_port 500 peer_port 500 (I) QM_IDLE`,
    ],
    [
      'its public address, behind a NAT',
      `${clock(3)}IPSEC(sa_request): ,\n  (key eng. msg.) OUTBOUND local= 10.9.0.1:4500, remote= 203.0.113.51:4500,`,
    ],
  ])('are good news of a quiet log without %s', (_what, line) => {
    expect(sayNothing(said({ a: { 'log.txt': [note(1), ...line.split('\n'), note(9)] }, b: [note(2), note(9)] }))).toBeUndefined();
  });

  it('are no good news of an end that never logs one, and name what counts it there', () => {
    const charon = 'Jan  5 03:00:01 gw charon: 09[NET] received packet: from 198.51.100.1[500] to 192.0.2.1[500] (92 bytes)';
    expect(sayNothing(said({ a: [charon], b: [note(2), note(9)] }))).toBe(
      'Nothing to judge: the log of hq could not show an unknown SPI (show_logging.txt: strongSwan (charon) logs nothing of ESP with an SPI that it does not know), and the other record shows no unknown SPI. Collect from hq instead: cat /proc/net/xfrm_stat (XfrmInNoStates), and ip -s xfrm state.',
    );
  });

  it('are no good news where every line of one is damaged', () => {
    const nexus = ['2026 Jan  5 02:50:21 nx1 %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up in mode trunk'];
    expect(sayNothing(said({ a: nexus, b: [note(2), note(9)] }))).toContain('no line of a log of hq could be read');
  });

  it('are no good news where one of them is of an instant, or of less than a second beside an hour', () => {
    const hour = [note(1), note(9).replace('03:00', '03:50')];
    expect(sayNothing(said({ a: { 'log.txt': [note(1)] }, b: hour }))).toContain('log.txt: its lines are of one instant only');
    const two = [note(1), note(1).replace('01.000', '01.016')];
    expect(sayNothing(said({ a: { 'log.txt': two }, b: hour }))).toContain('log.txt: its lines are of 16 ms only');
    expect(sayNothing(said({ a: { 'log.txt': two }, b: [note(1), note(9)] }))).toBeUndefined();
  });

  it('give no advice for IOS where nothing of IOS was read, and name the refusal where there was one', () => {
    expect(sayNothing(said({ a: ['qwerty', 'asdf'], b: [note(2), note(9)] }))).toMatch(
      /shows no unknown SPI\. Collect from hq its log as text/,
    );
    const refused = ['hq#show loging', "% Invalid input detected at '^' marker."];
    expect(sayNothing(said({ a: refused, b: [note(2), note(9)] }))).not.toContain('logging buffered');
  });

  it('are good news with a word of the messages that a router did not log', () => {
    const counted = 'Syslog logging: enabled (0 messages dropped, 7 messages rate-limited, 0 flushes, 0 overruns)';
    expect(sayNone(said({ a: [counted, note(1), note(9)], b: [note(2), note(9)] }))).toBe(
      'No incident: neither router logged an unknown SPI on this tunnel. hq counts 7 messages that never reached its log, at whatever time.',
    );
  });

  it('say nothing where only commands were typed', () => {
    expect(sayNothing(said({ a: [note(1)], b: ['branch#show clock', '03:00:00.000 UTC Mon Jan 5 2026'] }))).toMatch(
      /^Nothing to judge: .*branch/,
    );
  });

  it('are told alike in every form', () => {
    const files = {
      'show_logging.txt': [
        'Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns)',
        '    Buffer logging:  disabled',
      ],
    };
    const timeline = timelineOf({ a: files, b: [note(2), note(9)] });
    const verdict = judge(timeline);
    for (const format of ['text', 'markdown', 'case-note'] as const)
      expect(FORMATS[format].print(verdict, timeline).replace(/\\/g, '').replace(/\s+/g, ' ')).toContain(
        'Nothing to judge: the log of hq could not show an unknown SPI',
      );
    expect(sayFirst(verdict)).toBe(sayNothing(verdict));
  });
});
