/** Neighbours are what else two routers do beside the tunnel of the story: a tunnel of IKEv1 each to another peer, and messages about other things. */
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { LabClock } from './clock.ts';
import { switchOn } from './device/device.ts';
import type { Router } from './device/router.ts';
import type { Endpoint } from './ike/endpoint.ts';
import { renew } from './ike/moves.ts';
import { SHORT_PATH } from './ike/network.ts';
import { selectorsOf } from './ike/traits.ts';
import { SimulatedTunnel } from './ike/tunnel.ts';
import { type Random, seeded } from './random.ts';

/** The other peers and the networks behind them: documentation addresses. */
const PEERS = {
  a: { hostname: 'depot', address: '198.51.100.33', network: '192.0.2.128/255.255.255.128' },
  b: { hostname: 'plant', address: '198.51.100.65', network: '192.0.2.64/255.255.255.192' },
} as const;
/** Their rekeys fall into any story. */
const REKEY_MS = [20_000, 90_000] as const;
/** An endpoint begins its connection ids at one of so many. */
const CONNECTION_IDS = 20;

export function addNeighbours(main: SimulatedTunnel, routers: Readonly<Record<Side, Router>>, seed: number): void {
  for (const side of SIDES) {
    const router = routers[side];
    const { network, ...peer } = PEERS[side];
    const { platform, release, offsetMs } = router.spec;
    const neighbour = switchOn({ ...peer, peerAddress: router.spec.address, platform, release, offsetMs }, main.clock);
    const tunnel = new SimulatedTunnel(
      main.clock,
      { a: router, b: neighbour },
      { seed: seedFor(main, side, seed), path: SHORT_PATH, ike: 1 },
    );
    const { mine } = selectorsOf(side);
    tunnel.a.selectors = { mine, theirs: network };
    tunnel.b.selectors = { mine: network, theirs: mine };
    configure(router, peer.address);
    rekeyAgain(tunnel.a);
    chatter(router, main.clock, seeded(seed + (side === 'a' ? 101 : 102)));
  }
}

/** As if it had been there when the router was switched on. */
function configure(router: Router, address: string): void {
  const { configuration } = router;
  const map = 'crypto map OUTSIDE 20 ipsec-isakmp';
  configuration.set(`crypto isakmp key rehearsal address ${address}`);
  configuration.set(map);
  for (const line of [`set peer ${address}`, 'set transform-set TS', 'match address NEIGHBOUR']) configuration.setInside(map, line);
  router.save();
}

/** One whose connection id is that of the story's tunnel at the other router, as happens by chance; never that at its own. ike.md 10.3 */
function seedFor(main: SimulatedTunnel, side: Side, seed: number): number {
  const own = idWithin(main[side].summary()?.connId);
  const wanted = idWithin(main[other(side)].summary()?.connId);
  const candidates = Array.from({ length: 50 * CONNECTION_IDS }, (_, index) => seed * 1009 + index + 1);
  const firstId = (each: number): number => 1 + Math.floor(seeded(each * 4)() * CONNECTION_IDS);
  const chosen = candidates.find((each) => (own === wanted ? firstId(each) !== own : firstId(each) === wanted));
  return chosen ?? seed * 1009;
}

function idWithin(connId = 0): number {
  return connId % 1000;
}

function rekeyAgain(endpoint: Endpoint): void {
  endpoint.clock.after(endpoint.between(...REKEY_MS), () => {
    renew(endpoint);
    rekeyAgain(endpoint);
  });
}

const PAUSE_MS = [8_000, 40_000] as const;

type Said = readonly [tag: string, text: string];

const INTERFACE = 'GigabitEthernet0/2';
/** Each is said as a whole, a line a second. */
const TALES: readonly (readonly Said[])[] = [
  [
    ['LINK-3-UPDOWN', `Interface ${INTERFACE}, changed state to down`],
    ['LINEPROTO-5-UPDOWN', `Line protocol on Interface ${INTERFACE}, changed state to down`],
    ['LINK-3-UPDOWN', `Interface ${INTERFACE}, changed state to up`],
    ['LINEPROTO-5-UPDOWN', `Line protocol on Interface ${INTERFACE}, changed state to up`],
  ],
  [['SYS-6-LOGOUT', 'User admin has exited tty session 866(203.0.113.9)']],
  [['SYS-5-CONFIG_I', 'Configured from console by admin on vty1 (203.0.113.9)']],
  [['DUAL-5-NBRCHANGE', 'EIGRP-IPv4 192: Neighbor 203.0.113.14 (GigabitEthernet0/2) is down: holding time expired']],
  [['CRYPTO-4-IKMP_BAD_MESSAGE', 'IKE message from 198.51.100.130 failed its sanity check or is malformed']],
  [
    [
      'CRYPTO-4-RECVD_PKT_NOT_IPSEC',
      "Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /203.0.113.14, src_addr= 198.51.100.131, prot= 47",
    ],
  ],
];

/** What a router logs about other things than the tunnel: interfaces, logins, strangers. [C forms] samples syslog, show-logging */
function chatter(router: Router, clock: LabClock, random: Random): void {
  const [least, most] = PAUSE_MS;
  clock.after(least + random() * (most - least), () => {
    const tale = TALES[Math.floor(random() * TALES.length)] ?? [];
    for (const [second, [tag, text]] of tale.entries())
      clock.after(second * 1000, () => {
        if (router.isUp) router.say(tag, text);
      });
    chatter(router, clock, random);
  });
}
