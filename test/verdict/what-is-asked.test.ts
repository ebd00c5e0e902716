/** What is asked and advised fits the tunnel: its version of IKE, its vendors, and the records that there are. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';

const at = (second: number, body: string) => `Jan  5 2026 03:00:${String(second).padStart(2, '0')}.223 UTC: ${body}\n`;
const INVALID = (spi = '0x730C2FF8(1930178552)') =>
  at(
    21,
    `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=${spi}, srcaddr=198.51.100.1`,
  );

function causeOf(...[logs, shown, shownOfHq]: Parameters<typeof timelineOf>) {
  const [incident] = judge(timelineOf(logs, shown, shownOfHq)).incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return incident.cause;
}

describe('a tunnel that speaks IKEv2 alone', () => {
  it.each([
    ['a sentence of its debug', at(20, 'IKEv2:(SESSION ID = 7,SA ID = 1):Sending DPD/liveness query')],
    ['a line of its debug that says nothing more', at(20, "IKEv2:(SESSION ID = 7,SA ID = 1):Verify peer's policy")],
    ['a message of its log', at(20, '%IKEV2-5-SA_UP: SA UP')],
    ['a message about a session', at(20, '%CRYPTO-5-IKEV2_SESSION_STATUS: Crypto tunnel v2 is DOWN.  Peer 198.51.100.1:500')],
  ])('is asked for no debug of IKEv1, told by %s', (_what, line) => {
    const { missing } = causeOf({ a: line + INVALID(), b: '' });
    expect(missing.filter((each) => each.includes('debug crypto isakmp'))).toEqual([]);
    expect(missing.some((each) => each.includes('debug crypto ikev2'))).toBe(true);
  });

  it('is told by the SAs that a show lists', () => {
    const sas =
      'Tunnel-id Local                 Remote                fvrf/ivrf            Status\n1         192.0.2.1/500         198.51.100.1/500      none/none            READY\n';
    const { missing } = causeOf({ a: INVALID(), b: '' }, {}, { 'show_crypto_ikev2_sa_detailed.txt': sas });
    expect(missing.filter((each) => each.includes('debug crypto isakmp'))).toEqual([]);
  });
});

describe('a tunnel of IKEv1', () => {
  it.each([
    at(20, 'ISAKMP: (1003):purging node 852773885'),
    at(20, '%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Informational mode failed'),
  ])('is asked for its own: %s', (line) => {
    expect(causeOf({ a: line + INVALID(), b: '' }).missing.some((each) => each.includes('debug crypto isakmp'))).toBe(true);
  });
});

describe('what the peers recorded', () => {
  it('is of both only where there are two records', () => {
    const other = at(19, '%SYS-5-CONFIG_I: Configured from console by ops on console');
    expect(causeOf({ a: INVALID(), b: other }).summary).toContain('what both peers recorded does not say why');
    const { summary } = causeOf({ a: INVALID(), b: '' });
    expect(summary).toContain('what hq recorded does not say why, and there is no record of branch');
    expect(summary).not.toContain('both');
  });
});

describe('an end that is no IOS', () => {
  it.each([
    ['strongSwan', '05[IKE] <hq|3> IKE_SA hq[3] established between 198.51.100.1[branch]...192.0.2.1[hq]', 'swanctl --terminate'],
    ['libreswan', 'pluto[8764]: "hq-branch" #2: ISAKMP SA established', 'ipsec auto --down'],
    ['ASA', '%ASA-5-713119: Group = 192.0.2.1, IP = 192.0.2.1, PHASE 1 COMPLETED', 'clear crypto ipsec sa peer 192.0.2.1'],
    ['Junos', 'kmd[1]: KMD_VPN_UP_ALARM_USER: VPN hq from 192.0.2.1 is up. Local-ip: 198.51.100.1', 'clear security ipsec'],
    ['FortiOS', 'ike 0:to-hq:12: established IKE SA 0a1b2c3d4e5f6071/8192a3b4c5d6e7f8', 'diagnose vpn tunnel flush'],
    [
      'PAN-OS',
      'info     vpn     hq      ipsec-k 0  IPSec key installed. Installed SA: 198.51.100.1[500]-192.0.2.1[500] SPI:0xC1A2B3C4/0x5A5A0001 lifetime 3600',
      'clear vpn ipsec-sa',
    ],
  ])('is cleared in its own words: %s', (_vendor, line, own) => {
    const { remedy, blocks } = causeOf({ a: INVALID(), b: `2026/01/05 03:00:00 ${line}\n`.repeat(3) });
    expect(remedy).toContain(`On branch: ${own}`);
    expect(remedy).not.toMatch(/On branch: clear crypto sa/);
    expect(blocks.filter(({ side }) => side === 'b')).toEqual([]);
  });

  it('is cleared in the words of IOS where it is one', () => {
    expect(causeOf({ a: INVALID(), b: at(19, 'ISAKMP: (1003):purging node 852773885') }).remedy).toContain(
      'On branch: clear crypto sa peer 192.0.2.1',
    );
  });
});

describe('a member of a GETVPN group', () => {
  it.each([
    '%GDOI-5-GM_REGS_COMPL: Registration to KS 198.51.100.1 complete for group GETVPN using address 192.0.2.1',
    '%GDOI-4-GM_RE_REGISTER: The IPSec SA created for group GETVPN may have expired/been cleared, or did not go through. Re-register to KS.',
  ])('is not told to clear the SAs of a peer: %s', (message) => {
    const { remedy } = causeOf({ a: at(20, message) + INVALID(), b: '' });
    expect(remedy).not.toContain('clear crypto sa peer');
    expect(remedy).toContain('clear crypto gdoi');
  });
});
