/** The crypto sessions at the end of `show dmvpn detail`: there the peer is named by its IKE SA or its flow only, and the status stands below the IKE SA. */
import { readAddress } from '../ipsec/address.ts';
import { followDetail, named, SessionIke } from './session-lines.ts';
import { type ShowLine, withoutAbsent } from './show-lines.ts';
import type { ShownSession } from './shown.ts';
import type { Shown } from './shows/show.ts';

/** `Interface: Tunnel0`, alone on its line: in the tables of NHRP something follows it */
export const DMVPN_SESSION = /^\s*Interface: ([A-Z][\w/.:-]{1,40})\s*$/;
/** `  Crypto Session Status: UP-ACTIVE     ` */
export const DMVPN_SESSION_STATUS = /^\s*Crypto Session Status: (\S{1,40})/;
/** `  fvrf: (none),	Phase1_id: 198.51.100.1`, `  fvrf: (none),   IPSEC FLOW: permit 47 host …`, where no IKE SA is left */
export const DMVPN_FRONT_VRF = /^\s*fvrf: ([^\s,]{1,80}),\s*/;
/** `  IKEv2 SA: local 192.0.2.1/500 remote 198.51.100.1/500 Active` */
export const DMVPN_REMOTE = /\bIKE(?:v[12])? SA: local \S{2,60} remote (\S{2,45}?)\/\d{1,5}\b/;
/** `… permit 47 host 192.0.2.1 host 198.51.100.1` */
export const DMVPN_FLOW_REMOTE = /\bIPSEC FLOW: permit \S{1,10} +host \S{2,45} +host (\S{2,45})/;

export class DmvpnSessions {
  readonly sessions: Shown<ShownSession>[] = [];
  #interface: string | undefined;
  #ike = new SessionIke();
  #remote: string | undefined;
  /** Until its status is printed a session is not one. */
  #open: ShownSession | undefined;

  follow({ line, text }: ShowLine): void {
    const begun = DMVPN_SESSION.exec(text)?.[1];
    if (begun !== undefined) this.#begin(begun);
    if (this.#interface === undefined) return;
    this.#ike.follow(text);
    this.#remote ??= DMVPN_REMOTE.exec(text)?.[1];
    const status = DMVPN_SESSION_STATUS.exec(text)?.[1];
    if (status !== undefined) this.#add({ status, interface: this.#interface }, { line, text });
    if (this.#open !== undefined) this.#followSession(this.#open, text);
  }

  #begin(name: string): void {
    this.#interface = name;
    this.#ike = new SessionIke();
    this.#remote = undefined;
    this.#open = undefined;
  }

  #add(value: ShownSession, place: ShowLine): void {
    this.#open = value;
    this.sessions.push({ value, ...place });
  }

  #followSession(session: ShownSession, text: string): void {
    const remote = readAddress(this.#remote ?? DMVPN_FLOW_REMOTE.exec(text)?.[1]);
    const frontVrf = named(DMVPN_FRONT_VRF.exec(text)?.[1]);
    Object.assign(session, withoutAbsent({ remote: session.remote ?? remote, frontVrf }), this.#ike.said);
    followDetail(session, text.replace(DMVPN_FRONT_VRF, ''));
  }
}
