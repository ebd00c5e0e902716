/** A tunnel's view is what a router is given of a tunnel that ends at it: answers to its show commands, and what NHRP knows; how they come about is not its affair. */

/** The peer of a router's tunnel answers its show commands. */
export interface TunnelView {
  readonly peer: string;
  showIpsecSa(isDetail: boolean): string;
  showIsakmpSa(isDetail: boolean): string;
  showIkev2Sa(isDetail: boolean): string;
  showIkev2Session(isDetail: boolean): string;
  showSession(isDetail: boolean): string;
  showSpiLookup(): string;
  /** Packets dropped for want of an SA. */
  invalidSpis(): number;
  /** Packets dropped at the end of an SA's life. */
  hardExpired(): Readonly<Record<'inbound' | 'outbound', number>>;
  /** `clear crypto sa`, `clear crypto isakmp`, `clear crypto ikev2 sa`; `fast` tells the peer nothing. [B] */
  clear(what: 'sa' | 'isakmp' | 'ikev2' | 'ikev2 fast'): void;
}

/** What one end of a DMVPN knows: which tunnel address is reached at which NBMA address, and until when. */
export interface NhrpEntry {
  /** Inside the tunnel. */
  address: string;
  /** On the network below. */
  nbma: string;
  createdAtMs: number;
  /** Undefined: static. */
  expiresAtMs: number | undefined;
  /** `NHRP`: registers, and is not answered. */
  state: 'UP' | 'NHRP';
}

export interface Nhrp {
  role: 'Hub' | 'Spoke';
  /** Its own. */
  address: string;
  entries: NhrpEntry[];
}
