/** The shows of crypto sessions: for each peer whether it is up, since when, by which IKE SA, and what its flows count. */
import { readAddress } from '../../ipsec/address.ts';
import { parseHexSpi } from '../../ipsec/spi.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { parseUptime } from '../log/stamp.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import { followIkev2 } from './ike.ts';
import type { Show, Shown, ShownChildSa, ShownFlow, ShownIkeSa, ShownSession, ShownState } from './show.ts';

/** `Interface: Tunnel13`: a session begins; several interfaces may stand before one status */
export const SESSION_INTERFACE = /^\s*Interface: (\S+)/;
/** `Uptime: 3d18h`, `Uptime: 00:30:25`: above the status */
export const SESSION_UPTIME = /^\s*Uptime: (\S+)/;
/** `Session status: UP-NO-IKE` */
export const SESSION_STATUS = /^\s*Session status: (\S+)/;
/** `Peer: 10.161.255.14 port 500 fvrf: (none) ivrf: (none)` */
export const SESSION_PEER = /^\s*Peer: (\S+?)(?:\/\d+)? (?:port \d+|fvrf)/;
/** `  IKEv2 SA: local 192.0.2.1/500 remote 198.51.100.1/500 Active`; `  IKE SA: …` is IKEv1 */
export const SESSION_IKE = /^\s*IKE(v[12])? SA: local /;
/** `… remote 198.51.100.1/500 Inactive`; an IPv6 end stands on a line of its own */
export const SESSION_IKE_STATE = /\bremote \S{2,60} (Active|Inactive)\s*$/;
/** `          Capabilities:D connid:1042 lifetime:05:50:03` */
export const SESSION_CONNECTION = /\bconnid:(\d{1,9})/;
/** `  IPSEC FLOW: permit ip 10.1.0.0/255.255.255.0 10.2.0.0/255.255.255.0` */
export const FLOW = /^\s*IPSEC FLOW: (\S.*)$/;
/** `        Active SAs: 2, origin: crypto map` */
export const ACTIVE_SAS = /^\s*Active SAs: (\d{1,9})/;
/** `        Inbound:  #pkts dec'ed 449282 drop 0 life (KB/Sec) …`, `        Outbound: #pkts enc'ed 772730 drop 0 …` */
export const FLOW_COUNTS = /#pkts (dec|enc)'ed (\d{1,20}) drop (\d{1,20})/;

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

class SessionReading {
  readonly sessions: Shown<ShownSession>[] = [];
  /** What stands above the status. */
  private above: Pick<ShownSession, 'interface' | 'uptimeSeconds'> = {};
  /** Of the IKE SA whose lines these are: the one that is active counts, wherever it stands. */
  private isIkeActive = false;
  private connIsActive = false;

  follow({ line, text }: ShowLine): void {
    const name = SESSION_INTERFACE.exec(text)?.[1];
    if (name !== undefined) this.above = { interface: name };
    const uptime = parseUptime(SESSION_UPTIME.exec(text)?.[1] ?? '');
    if (uptime !== undefined) this.above = { ...this.above, uptimeSeconds: uptime.uptimeMs / SECOND_MS };
    const status = SESSION_STATUS.exec(text)?.[1];
    const brief = briefSession(text);
    if (brief !== undefined) this.sessions.push({ value: brief, line, text });
    if (status !== undefined) {
      this.sessions.push({ value: { status, ...this.above }, line, text });
      this.above = {};
    }
    const last = this.sessions.at(-1)?.value;
    if (last === undefined || this.above.interface !== undefined) return;
    followDetail(last, text);
    this.followConnection(last, text);
  }

  private followConnection(session: ShownSession, text: string): void {
    this.isIkeActive = SESSION_IKE.test(text) ? false : this.isIkeActive;
    const state = SESSION_IKE_STATE.exec(text)?.[1];
    if (state !== undefined) this.isIkeActive = state === 'Active';
    const connId = SESSION_CONNECTION.exec(text)?.[1];
    if (connId === undefined || (session.connId !== undefined && (this.connIsActive || !this.isIkeActive))) return;
    session.connId = Number(connId);
    this.connIsActive = this.isIkeActive;
  }
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

/** The peer stands below the status. */
function followDetail(session: ShownSession, text: string): void {
  session.remote ??= readAddress(SESSION_PEER.exec(text)?.[1]);
  const ike = SESSION_IKE.exec(text);
  if (ike !== null) session.ikeVersion = ike[1] === 'v2' ? 2 : 1;
  const selectors = FLOW.exec(text)?.[1];
  if (selectors !== undefined) session.flows = [...(session.flows ?? []), { selectors: selectors.replace(/\s+/g, ' ').trim() }];
  const flow = session.flows?.at(-1);
  if (flow !== undefined) followFlow(flow, text);
}

function followFlow(flow: ShownFlow, text: string): void {
  const active = ACTIVE_SAS.exec(text)?.[1];
  if (active !== undefined) flow.activeSas = Number(active);
  const [, way, count, dropped] = FLOW_COUNTS.exec(text) ?? [];
  if (way === 'dec') Object.assign(flow, { decrypted: Number(count), droppedInbound: Number(dropped) });
  else if (way === 'enc') Object.assign(flow, { encrypted: Number(count), droppedOutbound: Number(dropped) });
}

/** `          ESP spi in/out: 0x232CB82D/0x30767B6E  ` */
export const CHILD_SPIS = /^\s*ESP spi in\/out: (0x[0-9A-Fa-f]{1,8})\/(0x[0-9A-Fa-f]{1,8})/;
/** `Child sa: local selector  10.1.0.0/0 - 10.1.0.255/65535`, `          remote selector 10.2.0.0/0 - 10.2.0.255/65535`; both on one line below `local selector       ->      remote selector` */
export const SELECTOR = /(local|remote) selector {1,4}([0-9A-Fa-f.:]{2,45}\/\d{1,5} - [0-9A-Fa-f.:]{2,45}\/\d{1,5})/;
/** `          89.89.89.0/0 - 89.89.89.255/65535    ->    99.99.99.0/0 - 99.99.99.255/65535` */
export const SELECTORS =
  /^\s*([0-9A-Fa-f.:]{2,45}\/\d{1,5} - [0-9A-Fa-f.:]{2,45}\/\d{1,5}) {1,12}-> {1,12}([0-9A-Fa-f.:]{2,45}\/\d{1,5} - [0-9A-Fa-f.:]{2,45}\/\d{1,5})/;

/** `show crypto ikev2 session detailed` lists each IKEv2 SA with the child SAs that it carries. */
export const cryptoIkev2Session: Show = {
  id: 'crypto-ikev2-session',
  command: 'show crypto ikev2 session detailed',
  names: /^show_crypto_ikev2_session/i,
  read(text): ShownState {
    const ikeSas: Shown<ShownIkeSa>[] = [];
    const childSas: Shown<ShownChildSa>[] = [];
    const state: ShownState = { ikeSas, ikeChildSas: childSas };
    let proxies: Pick<ShownChildSa, 'localProxy' | 'remoteProxy'> = {};
    for (const line of showLines(text)) {
      followIkev2(line, ikeSas, state);
      proxies = proxiesOf(line.text) ?? { ...proxies, ...proxyOf(line.text) };
      childSas.push(...childSasOf(line, proxies, ikeSas.at(-1)?.value));
    }
    return state;
  },
  samples: [
    [
      'Session-id:3, Status:UP-ACTIVE, IKE count:1, CHILD count:1',
      '1         192.0.2.1/500         198.51.100.1/500      none/none            READY',
      '      Life/Active Time: 86400/38157 sec',
      'Child sa: local selector  10.1.0.0/0 - 10.1.0.255/65535',
      '          remote selector 10.2.0.0/0 - 10.2.0.255/65535',
      '          ESP spi in/out: 0x232CB82D/0x30767B6E',
    ].join('\n'),
  ],
};

function proxiesOf(text: string): Pick<ShownChildSa, 'localProxy' | 'remoteProxy'> | undefined {
  const [, localProxy, remoteProxy] = SELECTORS.exec(text) ?? [];
  return localProxy === undefined ? undefined : { localProxy, remoteProxy };
}

function proxyOf(text: string): Pick<ShownChildSa, 'localProxy' | 'remoteProxy'> {
  const [, end, selector] = SELECTOR.exec(text) ?? [];
  return end === undefined ? {} : end === 'local' ? { localProxy: selector } : { remoteProxy: selector };
}

/** The IKE SA above says whose: its second address is the remote end. [C] */
function childSasOf(
  { line, text }: ShowLine,
  proxies: Pick<ShownChildSa, 'localProxy' | 'remoteProxy'>,
  ikeSa: ShownIkeSa | undefined,
): Shown<ShownChildSa>[] {
  const [, first = '', second = ''] = CHILD_SPIS.exec(text) ?? [];
  const spis = { inbound: parseHexSpi(first), outbound: parseHexSpi(second) };
  const remote = ikeSa?.addresses[1];
  return (['inbound', 'outbound'] as const).flatMap((direction) => {
    const spi = spis[direction];
    return spi === undefined ? [] : [{ value: { spi, direction, remote, ...proxies }, line, text }];
  });
}
