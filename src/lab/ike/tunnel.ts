/** A tunnel is two endpoints, the network between them, and traffic both ways. */
import type { Side } from '../../ipsec/side.ts';
import type { Appointment, LabClock } from '../clock.ts';
import type { IkeVersion } from '../device/router-spec.ts';
import { type Random, seeded } from '../random.ts';
import type { Endpoint } from './endpoint.ts';
import { sendEsp } from './esp.ts';
import type { Host } from './host.ts';
import { add } from './installation.ts';
import { Network, type Path } from './network.ts';
import type { Role } from './sa.ts';
import { Ikev1Endpoint } from './v1/endpoint.ts';
import { Ikev2Endpoint } from './v2/endpoint.ts';
import { viewOf } from './view.ts';

/** Each end has something to say this often. */
export const TRAFFIC_MS = 2000;
/** How old the SAs are when the story begins, of an hour and of a day. */
const CHILD_AGE_SECONDS = [300, 2400] as const;
const IKE_AGE_SECONDS = [3600, 50_000] as const;

export interface TunnelOptions {
  seed: number;
  path: Path;
  /** The version that both ends speak. */
  ike: IkeVersion;
}

export class SimulatedTunnel {
  readonly a: Endpoint;
  readonly b: Endpoint;
  readonly network: Network;
  readonly clock: LabClock;
  readonly random: Random;
  /** When each end speaks first. */
  readonly #phasesMs: Record<Side, number>;
  readonly #flows = new Map<Side, Appointment>();

  constructor(clock: LabClock, routers: Record<Side, Host>, { seed, path, ike }: TunnelOptions) {
    this.random = seeded(seed);
    this.clock = clock;
    this.network = new Network(clock, this.random, path);
    const End = ike === 1 ? Ikev1Endpoint : Ikev2Endpoint;
    this.a = new End('a', routers.a, this.network, seed * 4);
    this.b = new End('b', routers.b, this.network, seed * 4 + 2);
    this.a.other = this.b;
    this.b.other = this.a;
    for (const endpoint of [this.a, this.b]) endpoint.router.tunnels.push(viewOf(endpoint));
    this.#establish();
    this.#phasesMs = { a: this.random() * TRAFFIC_MS, b: this.random() * TRAFFIC_MS };
    this.restartTraffic();
  }

  /** From a story's first instant on, so that when it is told changes nothing of it. */
  restartTraffic(): void {
    for (const endpoint of [this.a, this.b]) {
      this.#flows.get(endpoint.side)?.cancel();
      this.#flow(endpoint, this.#phasesMs[endpoint.side]);
    }
  }

  /** The SAs that stand when the story begins: negotiated long ago, in nobody's log. */
  #establish(): void {
    const nowMs = this.clock.now();
    const id = 1 + Math.floor(this.random() * 0xfffffffe);
    const ikeBornAtMs = nowMs - this.a.between(...IKE_AGE_SECONDS) * 1000;
    const bornAtMs = nowMs - this.a.between(...CHILD_AGE_SECONDS) * 1000;
    const spis = { a: this.a.nextSpi(), b: this.b.nextSpi() };
    const initiator: Side = this.random() < 0.5 ? 'a' : 'b';
    for (const endpoint of [this.a, this.b]) {
      const { side, traits } = endpoint;
      const role: Role = side === initiator ? 'I' : 'R';
      const under = endpoint.establish({ id, role, bornAtMs: ikeBornAtMs });
      add(endpoint, {
        inbound: spis[side],
        outbound: spis[side === 'a' ? 'b' : 'a'],
        role,
        connIds: { inbound: endpoint.nextSaConnId(), outbound: endpoint.nextSaConnId() },
        bornAtMs,
        lifetimeSeconds: traits.childLifetimeSeconds,
        remainingKilobytes: traits.childLifetimeKilobytes,
        isRekeyed: false,
        isRetiring: false,
        timers: [],
        under,
      });
      endpoint.plane.outbound = spis[side === 'a' ? 'b' : 'a'];
    }
  }

  #flow(endpoint: Endpoint, waitMs: number): void {
    const next = this.clock.after(waitMs, () => {
      if (endpoint.traits.isTalkative) sendEsp(endpoint);
      this.#flow(endpoint, TRAFFIC_MS);
    });
    this.#flows.set(endpoint.side, next);
  }
}
