/** A DMVPN joins the two ends by a multipoint GRE tunnel over IPsec: R is the hub, which learns its spokes by NHRP, and S is a spoke. */
import type { Endpoint } from './endpoint.ts';

const TUNNEL = { hub: '10.0.0.1', spoke: '10.0.0.2' } as const;
const PROFILE = ['crypto ipsec profile DMVPN', 'set transform-set TS'] as const;
/** How long the spoke has been registered when the story begins. */
const REGISTERED_MS = 5_400_000;

export function joinDmvpn(hub: Endpoint, spoke: Endpoint, holdSeconds: number): void {
  protectTunnel(hub, '0.0.0.0');
  protectTunnel(spoke, hub.address);
  const nowMs = hub.router.now();
  const since = { createdAtMs: nowMs - REGISTERED_MS, state: 'UP' as const };
  hub.router.nhrp = {
    role: 'Hub',
    address: TUNNEL.hub,
    entries: [{ ...since, address: TUNNEL.spoke, nbma: spoke.address, expiresAtMs: nowMs + holdSeconds * 1000 }],
  };
  spoke.router.nhrp = {
    role: 'Spoke',
    address: TUNNEL.spoke,
    entries: [
      { ...since, createdAtMs: spoke.router.now() - REGISTERED_MS, address: TUNNEL.hub, nbma: hub.address, expiresAtMs: undefined },
    ],
  };
  configureTunnel(hub, TUNNEL.hub, ['ip nhrp map multicast dynamic', 'ip nhrp network-id 1', `ip nhrp holdtime ${holdSeconds}`]);
  configureTunnel(spoke, TUNNEL.spoke, [
    'ip nhrp network-id 1',
    `ip nhrp holdtime ${holdSeconds}`,
    `ip nhrp nhs ${TUNNEL.hub} nbma ${hub.address} multicast`,
  ]);
}

/** The hub has lost its mapping: it says so, and the crypto socket goes with it. [C forms] a public hub's record, IOS XE */
export function expireSpoke({ router, address, remote }: Endpoint): void {
  const { nhrp } = router;
  if (nhrp === undefined) return;
  nhrp.entries = [];
  router.say(
    'DMVPN-5-NHRP_NHC_DOWN',
    `Tunnel0: Next Hop Client : (Tunnel: ${TUNNEL.spoke} NBMA: ${remote} ) for (Tunnel: ${TUNNEL.hub} NBMA: ${address}) is DOWN, Reason: External(NHRP: no error)`,
  );
  router.say('DMVPN-5-CRYPTO_SS', ` Tunnel0: local address : ${address} remote address : ${remote} socket is DOWN`);
}

/** The spoke's registrations are not answered. [C form] sample dmvpn-nhs-down */
export function loseHub({ router, address, remote }: Endpoint): void {
  for (const entry of router.nhrp?.entries ?? []) entry.state = 'NHRP';
  router.say(
    'DMVPN-5-NHRP_NHS_DOWN',
    `Tunnel0: Next Hop Server : (Tunnel: ${TUNNEL.hub} NBMA: ${remote} ) for (Tunnel: ${TUNNEL.spoke} NBMA: ${address}) is DOWN, Reason: NHRP Registration Failure(NHRP: no error)`,
  );
}

/** GRE between the two addresses is what is protected. */
function protectTunnel(endpoint: Endpoint, keyAddress: string): void {
  const { router, address, remote, traits } = endpoint;
  const { configuration } = router;
  traits.tunnelInterface = 'Tunnel0';
  endpoint.selectors = { mine: `${address}/255.255.255.255`, theirs: `${remote}/255.255.255.255`, protocol: 47 };
  configuration.unset('crypto isakmp key');
  configuration.set(`crypto isakmp key rehearsal address ${keyAddress}`);
  configuration.unset('crypto map OUTSIDE 10');
  configuration.setInside(`interface ${router.outside}`, 'no crypto map OUTSIDE');
  configuration.set(PROFILE[0]);
  configuration.setInside(PROFILE[0], PROFILE[1]);
}

function configureTunnel({ router }: Endpoint, address: string, nhrpLines: readonly string[]): void {
  const section = 'interface Tunnel0';
  const { configuration } = router;
  // Without it no line of DMVPN is logged. [L]
  configuration.set('logging dmvpn');
  configuration.set(section);
  const lines = [`ip address ${address} 255.255.255.0`, ...nhrpLines, `tunnel source ${router.outside}`];
  for (const line of [...lines, 'tunnel mode gre multipoint', 'tunnel protection ipsec profile DMVPN'])
    configuration.setInside(section, line);
}
