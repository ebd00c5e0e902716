/** Moves are what scenarios are told with: renewals, silence, a path that is cut, traffic in a burst. */
import { deleteChild } from './deletion.ts';
import type { Endpoint } from './endpoint.ts';
import { sendEsp } from './esp.ts';
import type { Host } from './host.ts';
import { add } from './installation.ts';
import type { SimulatedTunnel } from './tunnel.ts';

/** When the cause strikes: by then the SA that will be unknown has been born on record. */
export const STRIKE_MS = 20_000;

/** Asks for a successor of the pair that stands. */
export function renew(endpoint: Endpoint): void {
  endpoint.request(endpoint.child);
}

/** The pair is renewed now, and the cause strikes when that has long been done. */
export function renewThenStrike({ clock }: SimulatedTunnel, initiator: Endpoint, strike: () => void): void {
  renew(initiator);
  clock.after(STRIKE_MS, strike);
}

/** Nothing at this end wants to go out, so it asks for no new SAs. */
export function silence({ traits }: Endpoint): void {
  traits.isTalkative = false;
}

/** IKE from this end is lost on its way from now on. */
export function loseIkeFrom({ network }: SimulatedTunnel, { side }: Endpoint): void {
  network.loses = ({ packet, from }) => packet.kind !== 'esp' && from === side;
}

/** What this end asks in IKEv2 is lost; what it answers goes where the request came from. RFC 7296 2.23 */
export function loseRequestsFrom({ network }: SimulatedTunnel, { side }: Endpoint): void {
  network.loses = ({ packet, from }) => packet.kind === 'ikev2' && from === side && !packet.isResponse;
}

/** Nothing arrives for a while. */
export function cutPath({ network, clock }: SimulatedTunnel, forMs: number): void {
  network.loses = () => true;
  clock.after(forMs, () => {
    network.loses = () => false;
  });
}

export function dropChildren(endpoint: Endpoint, { isTold }: { isTold: boolean }): void {
  for (const child of [...endpoint.childSas]) deleteChild(endpoint, child, { isTold });
}

export function dropIke(endpoint: Endpoint, reason: string, { isTold }: { isTold: boolean }): void {
  endpoint.dropIke(reason, { isTold });
}

/** So much traffic that some packet falls into any gap. */
export function burst(endpoint: Endpoint, packets: number, everyMs: number, bytes?: number): void {
  for (let packet = 1; packet <= packets; packet += 1) endpoint.clock.after(packet * everyMs, () => sendEsp(endpoint, bytes));
}

/**
 * A twin is another router of the same site under the same address: it takes over an end's SAs, and is in nobody's bundle.
 * From now on the peer talks to the twin, and the end itself knows nothing.
 */
export function giveToTwin(endpoint: Endpoint, host: Host): void {
  const { other, plane } = endpoint;
  const twin = endpoint.twinAt(host);
  twin.other = other;
  for (const child of endpoint.childSas) add(twin, { ...child, timers: [] });
  twin.plane.outbound = plane.outbound;
  endpoint.forget();
  if (other !== undefined) other.other = twin;
}

/** The route to the address changes: what the peer sends comes to this end now. */
export function takeFromTwin(endpoint: Endpoint): void {
  if (endpoint.other !== undefined) endpoint.other.other = endpoint;
}
