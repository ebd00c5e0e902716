/** A scenario injects one cause into a running tunnel: what happens when, told from the protocol and not from any reader. */
import type { CauseId } from '../../ipsec/cause.ts';
import type { IkeVersion } from '../device/router-spec.ts';
import type { Endpoint } from '../ike/endpoint.ts';
import type { SimulatedTunnel } from '../ike/tunnel.ts';

export interface Scenario {
  id: CauseId;
  title: string;
  /** The versions of IKE under which the cause can occur. */
  ike: readonly IkeVersion[];
  /** Arranges everything from now on; R logs the unknown SPI, S sends with it. */
  play(tunnel: SimulatedTunnel, receiver: Endpoint, sender: Endpoint): void;
}
