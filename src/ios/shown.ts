/** What shows say of a router besides its SAs: selectors, sessions and their flows, NHRP, routes, translations, terminal lines. */

import type { Address } from '../ipsec/address.ts';
import type { EspSpi } from '../ipsec/spi.ts';

/** One pair of selectors of IPsec: the traffic that it protects, whether SAs stand behind it or not. */
export interface ShownSelectors {
  /** As printed: `10.1.0.0/255.255.255.0/0/0`. */
  localProxy: string;
  remoteProxy?: string | undefined;
  interface?: string | undefined;
  cryptoMap?: string | undefined;
  /** The inner VRF; undefined in the global table. */
  vrf?: string | undefined;
  local?: Address | undefined;
  remote?: Address | undefined;
  /** 500, or 4500 behind a NAT; what the NAT made of it. */
  remotePort?: number | undefined;
  /** `origin_is_acl` */
  flags?: string | undefined;
  /** With which it is sent now; undefined where there is none. */
  outboundSpi?: EspSpi | undefined;
  /** What fits into a packet before it is encrypted, and after. */
  plaintextMtu?: number | undefined;
  pathMtu?: number | undefined;
  hasPfs?: boolean | undefined;
  /** `group14` */
  pfsGroup?: string | undefined;
}

/** One IPSEC FLOW of a session: its selectors, and what passed and fell. */
export interface ShownFlow {
  /** `permit ip 10.1.0.0/255.255.255.0 10.2.0.0/255.255.255.0` */
  selectors: string;
  activeSas?: number | undefined;
  /** What made it: `crypto map`, `dynamic crypto map`. */
  origin?: string | undefined;
  decrypted?: number | undefined;
  droppedInbound?: number | undefined;
  encrypted?: number | undefined;
  droppedOutbound?: number | undefined;
  /** What is left of the lifetimes of its SAs. */
  remainingKilobytesInbound?: number | undefined;
  remainingSecondsInbound?: number | undefined;
  remainingKilobytesOutbound?: number | undefined;
  remainingSecondsOutbound?: number | undefined;
  /** With which it is sent now, as `show dmvpn detail` says. */
  outboundSpi?: EspSpi | undefined;
}

/** One IKE SA of a session: several stand there while one is renewed, or fails. */
export interface ShownSessionIke {
  ikeVersion: 1 | 2;
  isActive: boolean;
  local?: Address | undefined;
  localPort?: number | undefined;
  remote?: Address | undefined;
  remotePort?: number | undefined;
  connId?: number | undefined;
  sessionId?: number | undefined;
  /** `D`: probes the peer; `N`: NAT traversal; … */
  capabilities?: string | undefined;
  /** What is left of its lifetime. */
  lifetimeSeconds?: number | undefined;
}

export interface ShownSession {
  status: string;
  remote?: Address | undefined;
  /** 500, or 4500 behind a NAT; what the NAT made of it. */
  remotePort?: number | undefined;
  interface?: string | undefined;
  uptimeSeconds?: number | undefined;
  profile?: string | undefined;
  /** The outer VRF, and the inner one; undefined in the global table. */
  frontVrf?: string | undefined;
  vrf?: string | undefined;
  phase1Id?: string | undefined;
  description?: string | undefined;
  /** Of a remote client: who logged in, into which group, and the address that it was given. */
  username?: string | undefined;
  clientGroup?: string | undefined;
  assignedAddress?: Address | undefined;
  ikeSas?: ShownSessionIke[] | undefined;
  /** Of its IKE SA; of several the active one. */
  ikeVersion?: 1 | 2 | undefined;
  connId?: number | undefined;
  local?: Address | undefined;
  sessionId?: number | undefined;
  /** `D`: probes the peer; `N`: NAT traversal; … */
  capabilities?: string | undefined;
  /** What is left of the IKE SA's lifetime. */
  lifetimeSeconds?: number | undefined;
  flows?: ShownFlow[] | undefined;
}

/** One NHRP mapping: the tunnel address, and the NBMA address at which it is reached. */
export interface ShownNhrp {
  tunnelAddress: Address;
  nbma: Address;
  /** What it calls itself, behind a NAT: others may stand behind the same one. */
  claimed?: Address | undefined;
  /** What is reached there, where it is a network behind the peer: `10.2.0.0/24`. */
  network?: string | undefined;
  interface?: string | undefined;
  /** `static`, `dynamic`, `incomplete` */
  type?: string | undefined;
  /** `router unique local`; DMVPN: its attributes, `DT2`. */
  flags?: string | undefined;
  createdSeconds?: number | undefined;
  /** Undefined when it never expires. */
  expireSeconds?: number | undefined;
}

/** One row of DMVPN; the NBMA address is not known while NHRP still asks for it. */
export interface ShownDmvpn extends Omit<ShownNhrp, 'nbma'> {
  nbma?: Address | undefined;
  /** `UP`, `NHRP`, `IKE`, `IPSEC`, `INTF`, and for how long. */
  state?: string | undefined;
  stateSeconds?: number | undefined;
}

/** A next hop server of NHRP: whether it answers, and what was asked of it. */
export interface ShownNhs {
  tunnelAddress: Address;
  interface?: string | undefined;
  nbma?: Address | undefined;
  /** `E`: replies are expected; `R`: it responds; `W`: it waits its turn; `D`: learned. */
  flags: string;
  isResponding: boolean;
  priority?: number | undefined;
  cluster?: number | undefined;
  requestsSent?: number | undefined;
  requestsFailed?: number | undefined;
  repliesReceived?: number | undefined;
  /** Since its last reply. */
  repliedSeconds?: number | undefined;
  /** True where a registration with it still waits for an answer. */
  isRegistrationPending?: boolean | undefined;
}

/** A session at a terminal line. */
export interface ShownUser {
  line: string;
  user: string;
  idleSeconds?: number | undefined;
  /** An address or a name, as printed. */
  location?: string | undefined;
}

/** The route to an address; without a prefix there is none. */
export interface ShownRoute {
  prefix?: string | undefined;
  /** `static`, `ospf 1`, `connected` */
  source?: string | undefined;
  hops: { address?: Address | undefined; interface?: string | undefined }[];
}

/** One translation of NAT: what is ours behind it and as what the others see it, and the same of theirs; an end that is not translated has no pair. */
export interface ShownTranslation {
  /** `udp`, `esp`, `any`; undefined for all of an address. */
  protocol?: string | undefined;
  insideGlobal?: Address | undefined;
  insideLocal?: Address | undefined;
  outsideLocal?: Address | undefined;
  outsideGlobal?: Address | undefined;
  globalPort?: number | undefined;
  localPort?: number | undefined;
  outsideLocalPort?: number | undefined;
  outsideGlobalPort?: number | undefined;
  /** Its verbose form: of which VRF, and by which interface what is translated comes in. */
  vrf?: string | undefined;
  interface?: string | undefined;
}
