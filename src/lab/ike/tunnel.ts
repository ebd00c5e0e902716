/** A tunnel is two endpoints, the network between them, and traffic both ways. */
import type { LabClock } from '../clock.ts';
import type { Router, TunnelView } from '../router.ts';
import { Endpoint } from './endpoint.ts';
import { Network } from './network.ts';
import { type Random, randomSpi, seeded } from './random.ts';
import { printSpi } from './wording.ts';

/** Both ends have something to say this often. */
export const TRAFFIC_MS = 2000;

export class SimulatedTunnel {
  readonly a: Endpoint;
  readonly b: Endpoint;
  readonly network: Network;
  readonly clock: LabClock;

  constructor(clock: LabClock, routers: { a: Router; b: Router }, seed: number) {
    const random: Random = seeded(seed);
    this.clock = clock;
    this.network = new Network(clock, random);
    this.a = new Endpoint(routers.a, this.network, random, 'I');
    this.b = new Endpoint(routers.b, this.network, random, 'R');
    this.a.other = this.b;
    this.b.other = this.a;
    for (const endpoint of [this.a, this.b]) endpoint.router.tunnel = viewOf(endpoint);
    this.#establish(random);
    this.#flow();
  }

  /** The SAs that stand when the story begins: negotiated long ago, in nobody's log. */
  #establish(random: Random): void {
    const [toA, toB] = [randomSpi(random), randomSpi(random)];
    this.a.inbound.add(toA);
    this.b.inbound.add(toB);
    this.a.outbound = toB;
    this.b.outbound = toA;
  }

  #flow(): void {
    this.clock.after(TRAFFIC_MS, () => {
      this.a.sendTraffic();
      this.b.sendTraffic();
      this.#flow();
    });
  }
}

function viewOf(endpoint: Endpoint): TunnelView {
  return {
    showIpsecSa: () => showIpsecSa(endpoint),
    showIsakmpSa: () =>
      `IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n${endpoint.remote.padEnd(16)}${endpoint.address.padEnd(16)}QM_IDLE           1001 ACTIVE\n\nIPv6 Crypto ISAKMP SA\n`,
    showSession: () => showSession(endpoint),
  };
}

function showIpsecSa(endpoint: Endpoint): string {
  const { address, remote, inbound, outbound, encapsulated, decapsulated, invalid } = endpoint;
  return `
interface: GigabitEthernet0/0
    Crypto map tag: OUTSIDE, local addr ${address}

   protected vrf: (none)
   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)
   remote ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/0/0)
   current_peer ${remote} port 500
     PERMIT, flags={origin_is_acl,}
    #pkts encaps: ${encapsulated}, #pkts encrypt: ${encapsulated}, #pkts digest: ${encapsulated}
    #pkts decaps: ${decapsulated}, #pkts decrypt: ${decapsulated}, #pkts verify: ${decapsulated}
    #pkts no sa (send) 0, #pkts invalid sa (rcv) ${invalid}
    #send errors 0, #recv errors ${invalid}

     local crypto endpt.: ${address}, remote crypto endpt.: ${remote}
     plaintext mtu 1438, path mtu 1500, ip mtu 1500, ip mtu idb GigabitEthernet0/0
     current outbound spi: ${outbound === undefined ? '0x0(0)' : printSpi(outbound)}
     PFS (Y/N): N, DH group: none

     inbound esp sas:
${[...inbound].map(printSa).join('')}
     inbound ah sas:

     inbound pcp sas:

     outbound esp sas:
${outbound === undefined ? '' : printSa(outbound)}
     outbound ah sas:

     outbound pcp sas:`;
}

function printSa(spi: number): string {
  return `      spi: ${printSpi(spi)}
        transform: esp-256-aes esp-sha256-hmac ,
        in use settings ={Tunnel, }
        sa timing: remaining key lifetime (k/sec): (4607999/3500)
        IV size: 16 bytes
        replay detection support: Y
        Status: ACTIVE(ACTIVE)
`;
}

function showSession({ address, remote, outbound }: Endpoint): string {
  return `Crypto session current status

Interface: GigabitEthernet0/0
Session status: ${outbound === undefined ? 'UP-IDLE' : 'UP-ACTIVE'}
Peer: ${remote} port 500 fvrf: (none) ivrf: (none)
  IKEv1 SA: local ${address}/500 remote ${remote}/500 Active
  IPSEC FLOW: permit ip 10.1.0.0/255.255.0.0 10.2.0.0/255.255.0.0
        Active SAs: ${outbound === undefined ? 0 : 2}, origin: crypto map`;
}
