/** A peer is one end of the tunnel: its name and the IKE address by which its logs and the other peer's logs know it. */
import type { Address } from './address.ts';

export interface Peer {
  name: string;
  /** The address the peer itself uses as `local` (IPv4 or IPv6). */
  address: Address;
  /** The address the other peer sees instead, when a NAT stands between them. */
  natAddress?: Address | undefined;
  /** What it calls itself in its ID payload, where that is not its address: `branch.example.net`. */
  identity?: string | undefined;
}

/** A tunnel is the pair of peers examined. */
export interface Tunnel {
  a: Peer;
  b: Peer;
}
