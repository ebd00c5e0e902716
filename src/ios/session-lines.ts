/** The lines that every show of crypto sessions prints below a session: its IKE SAs, the identity of the other end, its flows and what they count. */
import { readAddress } from '../ipsec/address.ts';
import { parseHexSpi } from '../ipsec/spi.ts';
import { secondsShown, withoutAbsent } from './show-lines.ts';
import type { ShownFlow, ShownSession, ShownSessionIke } from './shown.ts';

/** `      Phase1_id: hq.example.com`, `      Phase1_id: (none)` */
export const PHASE1_ID = /^\s*Phase1_id: (\S.{0,250}?)\s*$/;
/** `  Session ID: 3`: above its IKE SA */
export const SESSION_ID = /^\s*Session ID: (\d{1,10})\s*$/;
/** `  IKEv2 SA: local 192.0.2.1/500 remote 198.51.100.1/500 Active`; `  IKE SA: …` is IKEv1 */
export const SESSION_IKE = /^\s*IKE(v[12])? SA: local (\S{2,45})\/(\d{1,5})/;
/** `… remote 198.51.100.1/500 Inactive`; an IPv6 end stands on a line of its own */
export const SESSION_IKE_STATE = /\bremote (\S{2,45})\/(\d{1,5}) (Active|Inactive)\s*$/;
/** `          Capabilities:D connid:1042 lifetime:05:50:03` */
export const SESSION_CONNECTION = /\bCapabilities:(\S{1,40}) connid:(\d{1,9})(?: lifetime:(\S{1,20}))?/;
/** `  IPSEC FLOW: permit ip 10.1.0.0/255.255.255.0 10.2.0.0/255.255.255.0` */
export const FLOW = /^\s*IPSEC FLOW: (\S.*)$/;
/** `        Active SAs: 2, origin: crypto map` */
export const ACTIVE_SAS = /^\s*Active SAs: (\d{1,9})(?:, origin: (\S.{0,60}?)\s*$)?/;
/** `      Desc: branch office`; `(none)` without */
export const SESSION_DESCRIPTION = /^\s*Desc: (\S.{0,250}?)\s*$/;
/** `        Inbound:  #pkts dec'ed 449282 drop 0 life (KB/Sec) …`, `        Outbound: #pkts enc'ed 772730 drop 0 …` */
export const FLOW_COUNTS = /#pkts (dec|enc)'ed (\d{1,20}) drop (\d{1,20})(?: life \(KB\/Sec\) (.{1,40}?)\/(.{1,40}))?$/;

/** `   Outbound SPI : 0x4535C3E2, transform : esp-aes esp-sha-hmac`, `   Outbound SPI : 0x 623029E, …`: a blank stands for a leading nought [C] `show dmvpn detail` */
export const OUTBOUND_SPI = /^\s*Outbound SPI : 0x ?([0-9A-Fa-f]{1,8})\b/;

/** The IKE SAs of one session; of several the one that is active counts, wherever it stands. */
export class SessionIke {
  readonly sas: ShownSessionIke[] = [];
  #sessionId: number | undefined;

  follow(text: string): void {
    this.#sessionId = numberOf(SESSION_ID.exec(text)?.[1]) ?? this.#sessionId;
    const [, version, local, port] = SESSION_IKE.exec(text) ?? [];
    if (local !== undefined) {
      const value = { ikeVersion: version === 'v2' ? 2 : 1, isActive: false, local: readAddress(local), localPort: Number(port) } as const;
      this.sas.push(withoutAbsent({ ...value, sessionId: this.#sessionId }));
    }
    const ike = this.sas.at(-1);
    if (ike === undefined) return;
    const [, remote, remotePort, state] = SESSION_IKE_STATE.exec(text) ?? [];
    if (state !== undefined)
      Object.assign(ike, { remote: readAddress(remote), remotePort: Number(remotePort), isActive: state === 'Active' });
    const [, capabilities, connId, life] = SESSION_CONNECTION.exec(text) ?? [];
    if (connId === undefined) return;
    const left = life === '0' ? 0 : secondsShown(life);
    Object.assign(ike, withoutAbsent({ connId: Number(connId), capabilities: named(capabilities), lifetimeSeconds: left }));
  }

  get said(): IkeWords | undefined {
    const counts = this.sas.find(({ isActive }) => isActive) ?? this.sas[0];
    if (counts === undefined) return undefined;
    const { ikeVersion, connId, local, sessionId, capabilities, lifetimeSeconds } = counts;
    return { ...withoutAbsent({ ikeVersion, connId, local, sessionId, capabilities, lifetimeSeconds }), ikeSas: this.sas };
  }
}

type IkeWords = Pick<ShownSession, 'ikeSas' | 'ikeVersion' | 'connId' | 'local' | 'sessionId' | 'capabilities' | 'lifetimeSeconds'>;

/** `(none)` is nothing. */
export function named(text: string | undefined): string | undefined {
  return text === undefined || text === '(none)' ? undefined : text;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}

export function followDetail(session: ShownSession, text: string): void {
  const phase1Id = named(PHASE1_ID.exec(text)?.[1]);
  if (phase1Id !== undefined) session.phase1Id = phase1Id;
  const description = named(SESSION_DESCRIPTION.exec(text)?.[1]);
  if (description !== undefined) session.description = description;
  const selectors = FLOW.exec(text)?.[1];
  if (selectors !== undefined) session.flows = [...(session.flows ?? []), { selectors: selectors.replace(/\s+/g, ' ').trim() }];
  const flow = session.flows?.at(-1);
  if (flow !== undefined) followFlow(flow, text);
}

/** `KB Vol Rekey Disabled` stands where no kilobytes are counted. */
function followFlow(flow: ShownFlow, text: string): void {
  const [, active, origin] = ACTIVE_SAS.exec(text) ?? [];
  Object.assign(flow, withoutAbsent({ activeSas: numberOf(active), origin }));
  const [, way, passed, fell, kilobytes, seconds] = FLOW_COUNTS.exec(text) ?? [];
  const [count, dropped, left, life] = [passed, fell, kilobytes, seconds].map(numberOf);
  const inbound = { decrypted: count, droppedInbound: dropped, remainingKilobytesInbound: left, remainingSecondsInbound: life };
  const outbound = { encrypted: count, droppedOutbound: dropped, remainingKilobytesOutbound: left, remainingSecondsOutbound: life };
  if (way !== undefined) Object.assign(flow, withoutAbsent(way === 'dec' ? inbound : outbound));
  const spi = parseHexSpi(`0x${OUTBOUND_SPI.exec(text)?.[1] ?? ''}`);
  if (spi !== undefined) flow.outboundSpi = spi;
}
