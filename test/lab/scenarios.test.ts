/** The injected causes, as both routers log them: what the protocol does, told from both ends. */
import { afterEach, describe, expect, it } from 'vitest';
import type { PlatformId } from '../../src/ios/platforms/index.ts';
import type { Side } from '../../src/ipsec/side.ts';
import type { IkeVersion } from '../../src/lab/device/router-spec.ts';
import { SCENARIOS, type ScenarioId } from '../../src/lab/scenarios/index.ts';
import { howMany } from '../how-many.ts';
import { type Story, tell } from './story.ts';

const stories: Story[] = [];

afterEach(async () => {
  await Promise.all(stories.splice(0).map(({ lab }) => lab.close()));
});

async function told(scenario: ScenarioId, platform: PlatformId = 'ios', seed = 1, ike: IkeVersion = 1): Promise<Story> {
  const story = await tell(scenario, 320, {
    a: { hostname: 'hq', address: '192.0.2.1', platform, offsetMs: 0 },
    b: { hostname: 'branch', address: '198.51.100.1', platform, offsetMs: 0 },
    seed,
    ike,
  });
  stories.push(story);
  return story;
}

function unknownSpis({ lines }: Story, side: Side): string[] {
  return lines(side).flatMap((line) => /RECVD_PKT_INV_SPI: .*spi=0x([0-9A-F]+)/.exec(line)?.[1] ?? []);
}

interface Signs {
  logs: 'once' | 'again';
  R?: RegExp[];
  S?: RegExp[];
  notR?: RegExp[];
  notS?: RegExp[];
}

/** What each story must hold at R (b) and at S (a), and must not. */
const SIGNS: Readonly<Record<IkeVersion, Partial<Record<ScenarioId, Signs>>>> = {
  1: {
    'delete-lost': { logs: 'again', R: [/IPSEC\(delete_sa\)/, /IKE_PHASE2_DEL/], notS: [/processing DELETE/, /INV_SPI/] },
    'delete-unsendable': { logs: 'again', R: [/IKE SA Lifetime Exceeded/, /ignoring request to send delete notify \(no ISAKMP sa\)/] },
    'dpd-absent': { logs: 'again', R: [/ignoring request/], notS: [/R_U_THERE/, /processing DELETE/] },
    'dpd-false-positive': { logs: 'again', R: [/R_U_THERE/, /not responding/, /PEERS_ALIVE_TIMER/], notS: [/processing DELETE/] },
    'foreign-traffic': { logs: 'again', R: [/srcaddr=198\.51\.100\.66/, /srcaddr=198\.51\.100\.68/] },
    'getvpn-rekey-missed': {
      logs: 'again',
      R: [/GDOI-4-GM_RE_REGISTER/],
      S: [/GDOI-5-GM_RECV_REKEY/],
      notR: [/GM_RECV_REKEY/, /ISAKMP|create_sa/],
    },
    'ha-failover': { logs: 'again', R: [/HSRP-5-STATECHANGE/, /ignoring request/], notS: [/IPSEC\(delete_sa\)/] },
    'ike-blocked': {
      logs: 'again',
      R: [/IPSEC\(delete_sa\)/, /IKE_PHASE2_DEL/],
      S: [/QM Initiator gets spi[\s\S]*retransmitting phase 2[\s\S]*Phase 2 err count exceeded/],
      notR: [/IPSEC\(delete_sa\)[\s\S]*received packet from/],
      notS: [/INV_SPI/],
    },
    'lifetime-mismatch': { logs: 'once', R: [/IPSEC\(delete_sa\)/] },
    'misrouted-esp': {
      logs: 'again',
      R: [/OSPF-5-ADJCHG[\s\S]*ignoring request/, /IKMP_NO_SA/],
      notR: [/ISAKMP:? ?\(\d+\)|create_sa/],
      S: [/QM Initiator gets spi[\s\S]*create_sa/],
      notS: [/processing DELETE/],
    },
    'nat-exemption': { logs: 'again', R: [/IKMP_NO_SA/, /srcaddr=203\.0\.113\.10/] },
    'nat-rebinding': { logs: 'again', R: [/dport 4500 sport 4786/], notS: [/processing DELETE/] },
    'new-sa-killed-by-early-packet': { logs: 'once', R: [/IPSEC\(delete_sa\)/], S: [/processing DELETE/] },
    'path-outage': {
      logs: 'again',
      R: [/R_U_THERE/, /not responding![\s\S]*RECVD_PKT_INV_SPI/],
      notS: [/not responding/, /processing DELETE/],
    },
    'peer-reloaded': { logs: 'again', R: [/SYS-5-RESTART/], S: [/Process initial contact/] },
    'receiver-data-plane-missing': { logs: 'again', R: [/create_sa/] },
    'recovery-unsupported': { logs: 'again', R: [/ignoring request/], notS: [/beginning Main Mode|NEW SA/] },
    'rekey-race': { logs: 'once', R: [/create_sa/], S: [/update_current_outbound_sa/] },
    'rekey-refused': {
      logs: 'once',
      R: [/lifetime_expiry[\s\S]*processing NOTIFY PROPOSAL_NOT_CHOSEN[\s\S]*IPSEC\(delete_sa\)[\s\S]*RECVD_PKT_INV_SPI/],
      S: [/phase 2 SA policy not acceptable/],
    },
    'rekey-reorder': { logs: 'once', R: [/IPSEC\(delete_sa\)/], S: [/processing DELETE/] },
    'resource-exhaustion': { logs: 'once', R: [/SYS-2-MALLOCFAIL/] },
    'sa-cleared': { logs: 'again', R: [/BY user command/, /ignoring request/] },
    'sa-idle-expired': {
      logs: 'once',
      R: [/SA idle timer expired[\s\S]*IPSEC\(delete_sa\)[\s\S]*RECVD_PKT_INV_SPI/],
      notS: [/idle timer/],
    },
    'sdwan-stale-tloc': { logs: 'again', R: [/spi=0x102\(258\)/, /Tunnel10001/], notR: [/ISAKMP/] },
    'sender-address-changed': {
      logs: 'again',
      R: [/received packet from 198\.51\.100\.77/, /srcaddr=198\.51\.100\.77/],
      S: [/DHCP-6-ADDRESS_ASSIGN/, /retransmitting phase 2/],
      notR: [/srcaddr=192\.0\.2\.1/],
    },
    'sender-data-plane-stale': { logs: 'again', R: [/IKE_PHASE2_DEL/], S: [/processing DELETE/, /IPSEC\(delete_sa\)/] },
    'simultaneous-rekey': { logs: 'once', R: [/QM Initiator gets spi/, /QM Responder gets spi/], S: [/QM Initiator gets spi/] },
    'spi-0xff-defect': { logs: 'again', R: [/spi=0xFF/, /create_sa/] },
    'stale-nhrp': {
      logs: 'again',
      R: [/create_sa[\s\S]*NHRP_NHC_DOWN[\s\S]*CRYPTO_SS[\s\S]*IPSEC\(delete_sa\)[\s\S]*srcaddr=198\.51\.100\.77/],
      S: [/NHRP_NHS_DOWN/],
      notS: [/NHRP_NHS_DOWN[\s\S]*processing DELETE/],
    },
    'stuck-negotiation': {
      logs: 'again',
      R: [
        /beginning Main Mode exchange[\s\S]*Death by retransmission P1[\s\S]*beginning Main Mode exchange/,
        /retransmitting phase 1 MM_NO_STATE/,
      ],
      S: [/Global \(N\) NEW SA/, /phase 1 packet is a duplicate/, /Phase 2 err count exceeded/],
      notR: [/IKE_P1_COMPLETE[\s\S]*RECVD_PKT_INV_SPI[\s\S]*New State = IKE_P1_COMPLETE/],
    },
    'volume-lifetime-expired': {
      logs: 'once',
      R: [/SA lifetime threshold reached/, /sa_lifetime\(k\/sec\)= \(2560\/3600\)/, /IPSEC\(delete_sa\)/],
      S: [/sa_lifetime\(k\/sec\)= \(4608000\/3600\)/],
    },
  },
  2: {
    'delete-lost': {
      logs: 'again',
      R: [/IPSEC\(delete_sa\)/, /Sending DELETE INFO message for IPsec SA/, /Retransmitting packet/, /Maximum number of retransmissions/],
      notS: [/INV_SPI/],
    },
    'dpd-absent': { logs: 'again', notR: [/Sending INVALID_SPI/], notS: [/DPD\/liveness/] },
    'dpd-false-positive': {
      logs: 'again',
      R: [/Sending DPD\/liveness query/, /Maximum number of retransmissions reached/],
      S: [/Received DPD/],
    },
    'foreign-traffic': { logs: 'again', R: [/srcaddr=198\.51\.100\.66/, /srcaddr=198\.51\.100\.68/] },
    'getvpn-rekey-missed': { logs: 'again', R: [/GDOI-4-GM_RE_REGISTER/], S: [/GDOI-5-GM_RECV_REKEY/], notR: [/GM_RECV_REKEY/, /IKEv2/] },
    'ha-failover': { logs: 'again', R: [/HSRP-5-STATECHANGE/], notS: [/IPSEC\(delete_sa\)/] },
    'half-open-ikev2': {
      logs: 'again',
      R: [/Auth exchange failed/, /IKE_AUTH Exchange RESPONSE/],
      S: [/is UP/, /create_sa/],
      notR: [/is UP/],
    },
    'ike-blocked': {
      logs: 'again',
      R: [/Sending DELETE INFO message for IPsec SA[\s\S]*Retransmitting packet/],
      S: [/CREATE_CHILD_SA Exchange REQUEST[\s\S]*Retransmitting packet/],
      notS: [/Processing DELETE INFO message for IPsec SA[\s\S]*Retransmitting packet[\s\S]*Processing DELETE INFO/],
    },
    'lifetime-mismatch': { logs: 'once', R: [/IPSEC\(delete_sa\)/, /Sending INVALID_SPI notify/] },
    'misrouted-esp': { logs: 'again', R: [/OSPF-5-ADJCHG/], notR: [/IKEv2:\(SESSION|create_sa/], S: [/create_sa/] },
    'nat-exemption': { logs: 'again', R: [/IKMP_NO_SA/, /srcaddr=203\.0\.113\.10/] },
    'nat-rebinding': { logs: 'again', R: [/From 192\.0\.2\.1:4786/, /From 192\.0\.2\.1:4801/], S: [/Processing ACK/] },
    'new-sa-killed-by-early-packet': { logs: 'once', R: [/IPSEC\(delete_sa\)/], S: [/Processing DELETE INFO message for IPsec SA/] },
    'path-outage': { logs: 'again', R: [/Sending DPD\/liveness query[\s\S]*Maximum number of retransmissions[\s\S]*RECVD_PKT_INV_SPI/] },
    'peer-reloaded': { logs: 'again', R: [/SYS-5-RESTART/], S: [/Processing INITIAL_CONTACT/, /delete all SAs shared/] },
    'receiver-data-plane-missing': { logs: 'again', R: [/create_sa/], notR: [/INVALID_SPI/] },
    'recovery-unsupported': { logs: 'again', notR: [/IKE_SA_INIT/] },
    'rekey-race': { logs: 'once', R: [/create_sa/], S: [/update_current_outbound_sa/] },
    'rekey-refused': {
      logs: 'once',
      R: [/lifetime_expiry[\s\S]*NOTIFY\(NO_PROPOSAL_CHOSEN\)[\s\S]*IPSEC\(delete_sa\)[\s\S]*RECVD_PKT_INV_SPI/],
      S: [/NOTIFY\(NO_PROPOSAL_CHOSEN\)/],
    },
    'rekey-reorder': { logs: 'once', R: [/IPSEC\(delete_sa\)/, /Processing ACK/], S: [/Processing DELETE INFO/] },
    'resource-exhaustion': { logs: 'once', R: [/SYS-2-MALLOCFAIL/, /Creation of IPsec SA into IPsec database FAILED/] },
    'sa-cleared': {
      logs: 'again',
      R: [/Queuing IKE SA delete request/, /delete all SAs shared/],
      notS: [/IPSEC\(delete_sa\)[\s\S]*Processing INITIAL/],
    },
    'sa-idle-expired': { logs: 'once', R: [/SA idle timer expired[\s\S]*IPSEC\(delete_sa\)[\s\S]*RECVD_PKT_INV_SPI/] },
    'sdwan-stale-tloc': { logs: 'again', R: [/spi=0x102\(258\)/, /Tunnel10001/], notR: [/IKEv2/] },
    'sender-address-changed': {
      logs: 'again',
      R: [/From 198\.51\.100\.77:500/, /srcaddr=198\.51\.100\.77/],
      S: [/DHCP-6-ADDRESS_ASSIGN[\s\S]*From 198\.51\.100\.77:500/],
    },
    'sender-data-plane-stale': { logs: 'again', R: [/Processing ACK/], S: [/Processing DELETE INFO/, /IPSEC\(delete_sa\)/] },
    'simultaneous-initiation': {
      logs: 'once',
      R: [
        /Sending Packet[^\n]*\n[^\n]*\nIKEv2 IKE_SA_INIT Exchange REQUEST/,
        /Creation\/Installation of IPsec SA into IPsec DB failed[\s\S]*RECVD_PKT_INV_SPI/,
      ],
      S: [/is UP[\s\S]*is UP/, /INVALID_SPI/],
      notS: [/Creation\/Installation of IPsec SA/],
    },
    'simultaneous-rekey': {
      logs: 'once',
      R: [/CREATE_CHILD_SA Exchange REQUEST[\s\S]*CREATE_CHILD_SA Exchange REQUEST/],
      S: [/INVALID_SPI/],
    },
    'spi-0xff-defect': { logs: 'again', R: [/spi=0xFF/, /create_sa/] },
    'stuck-negotiation': { logs: 'again', R: [/Maximum number of retransmissions/, /already in negotiation/], notR: [/is UP/] },
    'volume-lifetime-expired': { logs: 'once', R: [/IPSEC\(delete_sa\)/] },
  },
};

const CASES = (Object.keys(SCENARIOS) as ScenarioId[]).flatMap((id) =>
  SCENARIOS[id].ike.flatMap((ike: IkeVersion) => (['ios', 'ios-xe'] as const).map((platform) => ({ id, ike, platform }))),
);

describe.each(CASES)('$id under IKEv$ike on $platform', ({ id, ike, platform }) => {
  it('shows its signs at both ends, over several seeds', async () => {
    for (const seed of [1, 2, 3].slice(0, howMany(2, 3))) {
      const story = await told(id, platform, seed, ike);
      const { logs, R = [], S = [], notR = [], notS = [] } = SIGNS[ike][id] ?? { logs: 'once' };
      const [b, a] = [story.lines('b').join('\n'), story.lines('a').join('\n')];
      const spis = unknownSpis(story, 'b');
      expect(spis.length).toBeGreaterThan(0);
      // The same SPI again is a black hole.
      expect(new Set(spis).size < spis.length ? 'again' : 'once').toBe(logs);
      for (const sign of R) expect(b).toMatch(sign);
      for (const sign of S) expect(a).toMatch(sign);
      for (const sign of notR) expect(b).not.toMatch(sign);
      for (const sign of notS) expect(a).not.toMatch(sign);
      await story.lab.close();
    }
  });
});

describe('a scenario', () => {
  it('is refused by IOS 12.4 under IKEv2', async () => {
    const old = { hostname: 'hq', address: '192.0.2.1', platform: 'ios', release: '12.4', offsetMs: 0 } as const;
    await expect(tell(undefined, 0, { ike: 2, a: old })).rejects.toThrow(/IOS 12\.4 speaks no IKEv2: hq/);
  });

  it('is refused under a version of IKE in which its cause does not occur', async () => {
    const story = await tell(undefined, 0, { ike: 2 });
    stories.push(story);
    expect(() => story.lab.play('delete-unsendable', 'b', 0)).toThrow(/does not occur under IKEv2/);
  });
});

describe('a black hole', () => {
  it('is logged at most once a minute, for one and the same SPI', async () => {
    const story = await told('delete-lost');
    const spis = unknownSpis(story, 'b');
    expect(spis).toHaveLength(5);
    expect(new Set(spis).size).toBe(1);
  });

  it('ends when the receiver has something to say again and makes initial contact', async () => {
    const { lab, lines } = await told('sa-cleared');
    const before = unknownSpis({ lab, lines }, 'b').length;
    lab.tunnel.b.traits.isTalkative = true;
    await lab.clock.advance(300_000);
    expect(unknownSpis({ lab, lines }, 'b')).toHaveLength(before);
    expect(lines('a').join('\n')).toContain('Process initial contact');
    expect(lab.tunnel.a.plane.outbound).toBe([...lab.tunnel.b.plane.inbound].at(-1));
  });
});

describe('rekey-race', () => {
  it('is logged just before the receiver creates that very SA', async () => {
    const story = await told('rekey-race');
    const lines = story.lines('b');
    const logged = lines.findIndex((line) => line.includes('RECVD_PKT_INV_SPI'));
    const created = lines.findIndex((line) => line.includes(`sa_spi= 0x${unknownSpis(story, 'b')[0] ?? 'none'}`));
    expect(logged).toBeGreaterThan(0);
    expect(created).toBeGreaterThan(logged);
  });
});
