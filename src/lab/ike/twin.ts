/** A twin is another router of the same site under the same address: it takes over an end's SAs, and is in nobody's bundle. */
import { Router } from '../device/router.ts';
import type { Endpoint } from './endpoint.ts';
import { add } from './installation.ts';

/** From now on the peer talks to the twin, and the end itself knows nothing. */
export function giveToTwin(endpoint: Endpoint): void {
  const { router, clock, other, plane } = endpoint;
  const spec = { ...router.spec, hostname: `${router.hostname}-2` };
  const twin = endpoint.twinAt(new Router(spec, clock));
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
