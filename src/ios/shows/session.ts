/** The show of crypto sessions: for each peer whether it is up, since when, by which IKE SA, and what its flows count. */
import { readAddress } from '../../ipsec/address.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { followDetail, named, SessionIke } from '../session-lines.ts';
import { type ShowLine, secondsShown, showLines, withoutAbsent } from '../show-lines.ts';
import type { ShownSession } from '../shown.ts';
import type { Show, Shown, ShownState } from './show.ts';

/** `Interface: Tunnel13`: a session begins; several interfaces may stand before one status */
export const SESSION_INTERFACE = /^\s*Interface: (\S+)/;
/** `Uptime: 3d18h`, `Uptime: 00:30:25`: above the status */
export const SESSION_UPTIME = /^\s*Uptime: (\S+)/;
/** `Session status: UP-NO-IKE` */
export const SESSION_STATUS = /^\s*Session status: (\S+)/;
/** `Peer: 10.161.255.14 port 500 fvrf: (none) ivrf: (none)` */
export const SESSION_PEER = /^\s*Peer: (\S+?)(?:\/\d+)? (?:port (\d+)|(?=fvrf))(?:\s*fvrf: (\S+))?(?:\s+ivrf: (\S+))?/;
/** `Profile: IKEV2_PROFILE`: above the status */
export const SESSION_PROFILE = /^\s*Profile: (\S+)/;
/** `Username: ops`, `Group: SALES`, `Assigned address: 10.3.3.4`: of a remote client, above the status [C] genieparser, `ShowCryptoSession` */
export const SESSION_CLIENT = /^\s*(Username|Group|Assigned address): (\S{1,120})\s*$/;
/** `   198.51.100.1      Tu0                       198.51.100.1        00:04:12   UA`, as `show crypto session brief` prints it [C] */
export const BRIEF_SESSION = /^\s{0,12}([0-9A-Fa-f.:]{2,45})\s+([A-Z]\S{1,30}\d)\s(.{0,120}\s)?([UD])([AISNK])?$/;
const BRIEF_STATES: Record<string, string> = { A: 'ACTIVE', I: 'IDLE', S: 'STANDBY', N: 'NEGOTIATING', K: 'NO-IKE' };

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
  #above: Above = {};
  #ike = new SessionIke();

  follow({ line, text }: ShowLine): void {
    this.#followHead(text);
    const status = SESSION_STATUS.exec(text)?.[1];
    const brief = briefSession(text);
    if (brief !== undefined) this.#add(brief, { line, text });
    if (status !== undefined) {
      this.#add({ status, ...this.#above }, { line, text });
      this.#above = {};
    }
    const last = this.sessions.at(-1)?.value;
    if (last === undefined || this.#above.interface !== undefined) return;
    this.#followPeer(last, { line, text });
    const session = this.sessions.at(-1)?.value ?? last;
    followDetail(session, text);
    this.#ike.follow(text);
    Object.assign(session, this.#ike.said);
  }

  #add(value: ShownSession, place: ShowLine): void {
    this.sessions.push({ value, ...place });
    this.#ike = new SessionIke();
  }

  #followHead(text: string): void {
    const name = SESSION_INTERFACE.exec(text)?.[1];
    if (name !== undefined) this.#above = { interface: wholeInterfaceName(name) };
    const profile = SESSION_PROFILE.exec(text)?.[1];
    if (profile !== undefined) this.#above = { ...this.#above, profile };
    this.#above = { ...this.#above, ...clientOf(text) };
    const uptimeSeconds = secondsShown(SESSION_UPTIME.exec(text)?.[1]);
    if (uptimeSeconds !== undefined) this.#above = { ...this.#above, uptimeSeconds };
  }

  /** The peer stands below the status; a second one below the same status is a session of its own. */
  #followPeer(last: ShownSession, place: ShowLine): void {
    const [, address, port, frontVrf, vrf] = SESSION_PEER.exec(place.text) ?? [];
    if (address === undefined) return;
    const { status, interface: name, uptimeSeconds, profile } = last;
    if (last.remote !== undefined) this.#add(withoutAbsent({ status, interface: name, uptimeSeconds, profile }), place);
    const session = this.sessions.at(-1)?.value ?? last;
    const remotePort = port === undefined ? undefined : Number(port);
    Object.assign(session, withoutAbsent({ remote: readAddress(address), remotePort, frontVrf: named(frontVrf), vrf: named(vrf) }));
  }
}

type Above = Pick<ShownSession, 'interface' | 'uptimeSeconds' | 'profile' | 'username' | 'clientGroup' | 'assignedAddress'>;

function clientOf(text: string): Above {
  const [, what, said] = SESSION_CLIENT.exec(text) ?? [];
  if (what === 'Username') return { username: said };
  if (what === 'Group') return { clientGroup: said };
  return what === undefined ? {} : withoutAbsent({ assignedAddress: readAddress(said) });
}

/** `UA`, `UK`, `DN` are `UP-ACTIVE`, `UP-NO-IKE`, `DOWN-NEGOTIATING`. */
function briefSession(text: string): ShownSession | undefined {
  const [, address, name = '', rest = '', up, doing] = BRIEF_SESSION.exec(text) ?? [];
  const remote = readAddress(address);
  if (remote === undefined) return undefined;
  const uptimeSeconds = secondsShown(/(\S+)$/.exec(rest.trim())?.[1]);
  const status = [up === 'U' ? 'UP' : 'DOWN', BRIEF_STATES[doing ?? '']].filter((word) => word !== undefined).join('-');
  return {
    status,
    remote,
    interface: wholeInterfaceName(name),
    ...(uptimeSeconds === undefined ? {} : { uptimeSeconds }),
  };
}
