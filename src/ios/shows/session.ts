/** The show of crypto sessions: for each peer whether it is up, since when, by which IKE SA, and what its flows count. */
import { readAddress } from '../../ipsec/address.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { parseUptime } from '../log/stamp.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { ShownFlow, ShownSession } from '../shown.ts';
import type { Show, Shown, ShownState } from './show.ts';

/** `Interface: Tunnel13`: a session begins; several interfaces may stand before one status */
export const SESSION_INTERFACE = /^\s*Interface: (\S+)/;
/** `Uptime: 3d18h`, `Uptime: 00:30:25`: above the status */
export const SESSION_UPTIME = /^\s*Uptime: (\S+)/;
/** `Session status: UP-NO-IKE` */
export const SESSION_STATUS = /^\s*Session status: (\S+)/;
/** `Peer: 10.161.255.14 port 500 fvrf: (none) ivrf: (none)` */
export const SESSION_PEER = /^\s*Peer: (\S+?)(?:\/\d+)? (?:port \d+|(?=fvrf))(?:\s*fvrf: (\S+))?(?:\s+ivrf: (\S+))?/;
/** `Profile: IKEV2_PROFILE`: above the status */
export const SESSION_PROFILE = /^\s*Profile: (\S+)/;
/** `      Phase1_id: hq.example.com`, `      Phase1_id: (none)` */
export const PHASE1_ID = /^\s*Phase1_id: (\S.{0,250}?)\s*$/;
/** `  Session ID: 3`: above its IKE SA */
export const SESSION_ID = /^\s*Session ID: (\d{1,10})\s*$/;
/** `  IKEv2 SA: local 192.0.2.1/500 remote 198.51.100.1/500 Active`; `  IKE SA: …` is IKEv1 */
export const SESSION_IKE = /^\s*IKE(v[12])? SA: local (\S{2,45})\/\d{1,5}/;
/** `… remote 198.51.100.1/500 Inactive`; an IPv6 end stands on a line of its own */
export const SESSION_IKE_STATE = /\bremote \S{2,60} (Active|Inactive)\s*$/;
/** `          Capabilities:D connid:1042 lifetime:05:50:03` */
export const SESSION_CONNECTION = /\bCapabilities:(\S{1,40}) connid:(\d{1,9})(?: lifetime:(\S{1,20}))?/;
/** `  IPSEC FLOW: permit ip 10.1.0.0/255.255.255.0 10.2.0.0/255.255.255.0` */
export const FLOW = /^\s*IPSEC FLOW: (\S.*)$/;
/** `        Active SAs: 2, origin: crypto map` */
export const ACTIVE_SAS = /^\s*Active SAs: (\d{1,9})/;
/** `        Inbound:  #pkts dec'ed 449282 drop 0 life (KB/Sec) …`, `        Outbound: #pkts enc'ed 772730 drop 0 …` */
export const FLOW_COUNTS = /#pkts (dec|enc)'ed (\d{1,20}) drop (\d{1,20})(?: life \(KB\/Sec\) (.{1,40}?)\/(.{1,40}))?$/;

/** `   198.51.100.1      Tu0                       198.51.100.1        00:04:12   UA`, as `show crypto session brief` prints it [C] */
export const BRIEF_SESSION = /^\s{0,12}([0-9A-Fa-f.:]{2,45})\s+([A-Z]\S{1,30}\d)\s(.{0,120}\s)?([UD])([AISNK])?$/;
const BRIEF_STATES: Record<string, string> = { A: 'ACTIVE', I: 'IDLE', S: 'STANDBY', N: 'NEGOTIATING', K: 'NO-IKE' };

const SECOND_MS = 1000;

/** `show crypto session detail` says for each peer whether it is up, and whether an IKE SA still stands behind its child SAs. */
export const cryptoSession: Show = {
  id: 'crypto-session',
  command: 'show crypto session detail',
  names: /^show_crypto_session/i,
  read(text): ShownState {
    const reading = new SessionReading();
    for (const line of showLines(text)) reading.follow(line);
    return { sessions: reading.sessions };
  },
  samples: [
    [
      'Interface: Tunnel0',
      'Uptime: 3d18h',
      'Session status: UP-NO-IKE',
      'Peer: 198.51.100.1 port 500 fvrf: (none) ivrf: (none)',
      '  IKEv2 SA: local 192.0.2.1/500 remote 198.51.100.1/500 Active',
      '          Capabilities:D connid:1042 lifetime:05:50:03',
      '  IPSEC FLOW: permit 47 host 192.0.2.1 host 198.51.100.1',
      '        Active SAs: 2, origin: crypto map',
      "        Inbound:  #pkts dec'ed 449282 drop 0 life (KB/Sec) 4607985/3060",
    ].join('\n'),
  ],
};

/** The IKE SA whose lines these are. */
interface SessionIke {
  isActive: boolean;
  said: Pick<ShownSession, 'ikeVersion' | 'connId' | 'local' | 'sessionId' | 'capabilities' | 'lifetimeSeconds'>;
}

class SessionReading {
  readonly sessions: Shown<ShownSession>[] = [];
  /** What stands above the status. */
  private above: Pick<ShownSession, 'interface' | 'uptimeSeconds' | 'profile'> = {};
  private ikes: SessionIke[] = [];
  private sessionId: number | undefined;

  follow({ line, text }: ShowLine): void {
    this.followHead(text);
    const status = SESSION_STATUS.exec(text)?.[1];
    const brief = briefSession(text);
    if (brief !== undefined) this.add(brief, { line, text });
    if (status !== undefined) {
      this.add({ status, ...this.above }, { line, text });
      this.above = {};
    }
    const last = this.sessions.at(-1)?.value;
    if (last === undefined || this.above.interface !== undefined) return;
    this.followPeer(last, { line, text });
    const session = this.sessions.at(-1)?.value ?? last;
    followDetail(session, text);
    this.followIke(text);
    // Of several the one that is active counts, wherever it stands.
    Object.assign(session, (this.ikes.find(({ isActive }) => isActive) ?? this.ikes[0])?.said);
  }

  private add(value: ShownSession, place: ShowLine): void {
    this.sessions.push({ value, ...place });
    this.ikes = [];
    this.sessionId = undefined;
  }

  private followHead(text: string): void {
    const name = SESSION_INTERFACE.exec(text)?.[1];
    if (name !== undefined) this.above = { interface: wholeInterfaceName(name) };
    const profile = SESSION_PROFILE.exec(text)?.[1];
    if (profile !== undefined) this.above = { ...this.above, profile };
    const uptime = parseUptime(SESSION_UPTIME.exec(text)?.[1] ?? '');
    if (uptime !== undefined) this.above = { ...this.above, uptimeSeconds: uptime.uptimeMs / SECOND_MS };
  }

  /** The peer stands below the status; a second one below the same status is a session of its own. */
  private followPeer(last: ShownSession, place: ShowLine): void {
    const [, address, frontVrf, vrf] = SESSION_PEER.exec(place.text) ?? [];
    if (address === undefined) return;
    const { status, interface: name, uptimeSeconds, profile } = last;
    if (last.remote !== undefined) this.add(withoutAbsent({ status, interface: name, uptimeSeconds, profile }), place);
    const session = this.sessions.at(-1)?.value ?? last;
    Object.assign(session, withoutAbsent({ remote: readAddress(address), frontVrf: named(frontVrf), vrf: named(vrf) }));
  }

  private followIke(text: string): void {
    this.sessionId = numberOf(SESSION_ID.exec(text)?.[1]) ?? this.sessionId;
    const head = SESSION_IKE.exec(text);
    if (head !== null) {
      const value = { ikeVersion: head[1] === 'v2' ? 2 : 1, local: readAddress(head[2]), sessionId: this.sessionId } as const;
      this.ikes.push({ isActive: false, said: withoutAbsent(value) });
    }
    const ike = this.ikes.at(-1);
    if (ike === undefined) return;
    const state = SESSION_IKE_STATE.exec(text)?.[1];
    if (state !== undefined) ike.isActive = state === 'Active';
    const [, capabilities, connId, life] = SESSION_CONNECTION.exec(text) ?? [];
    if (connId === undefined) return;
    const left = life === '0' ? 0 : secondsOf(life);
    Object.assign(ike.said, withoutAbsent({ connId: Number(connId), capabilities: named(capabilities), lifetimeSeconds: left }));
  }
}

/** `(none)` is nothing. */
function named(text: string | undefined): string | undefined {
  return text === undefined || text === '(none)' ? undefined : text;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}

function secondsOf(text: string | undefined): number | undefined {
  const uptime = parseUptime(text ?? '');
  return uptime === undefined ? undefined : uptime.uptimeMs / SECOND_MS;
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}

/** `UA`, `UK`, `DN` are `UP-ACTIVE`, `UP-NO-IKE`, `DOWN-NEGOTIATING`. */
function briefSession(text: string): ShownSession | undefined {
  const [, address, name = '', rest = '', up, doing] = BRIEF_SESSION.exec(text) ?? [];
  const remote = readAddress(address);
  if (remote === undefined) return undefined;
  const uptime = parseUptime(/(\S+)$/.exec(rest.trim())?.[1] ?? '');
  const status = [up === 'U' ? 'UP' : 'DOWN', BRIEF_STATES[doing ?? '']].filter((word) => word !== undefined).join('-');
  return {
    status,
    remote,
    interface: wholeInterfaceName(name),
    ...(uptime === undefined ? {} : { uptimeSeconds: uptime.uptimeMs / SECOND_MS }),
  };
}

function followDetail(session: ShownSession, text: string): void {
  const phase1Id = named(PHASE1_ID.exec(text)?.[1]);
  if (phase1Id !== undefined) session.phase1Id = phase1Id;
  const selectors = FLOW.exec(text)?.[1];
  if (selectors !== undefined) session.flows = [...(session.flows ?? []), { selectors: selectors.replace(/\s+/g, ' ').trim() }];
  const flow = session.flows?.at(-1);
  if (flow !== undefined) followFlow(flow, text);
}

/** `KB Vol Rekey Disabled` stands where no kilobytes are counted. */
function followFlow(flow: ShownFlow, text: string): void {
  const active = ACTIVE_SAS.exec(text)?.[1];
  if (active !== undefined) flow.activeSas = Number(active);
  const [, way, passed, fell, kilobytes, seconds] = FLOW_COUNTS.exec(text) ?? [];
  const [count, dropped, left, life] = [passed, fell, kilobytes, seconds].map(numberOf);
  const inbound = { decrypted: count, droppedInbound: dropped, remainingKilobytesInbound: left, remainingSecondsInbound: life };
  const outbound = { encrypted: count, droppedOutbound: dropped, remainingKilobytesOutbound: left, remainingSecondsOutbound: life };
  if (way !== undefined) Object.assign(flow, withoutAbsent(way === 'dec' ? inbound : outbound));
}
