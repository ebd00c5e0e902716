/** Scenarios of the path: another route, another port or another address than the one that an end knows. */
import { switchOn } from '../device/device.ts';
import { expireSpoke, joinDmvpn, loseHub } from '../ike/dmvpn.ts';
import {
  dropChildren,
  giveToTwin,
  loseIkeFrom,
  loseRequestsFrom,
  renew,
  renewThenStrike,
  STRIKE_MS,
  silence,
  takeFromTwin,
} from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

/** S has negotiated with another router of R's site, under the same address; a route changes, and its ESP comes to R. */
export const misroutedEsp: Scenario = {
  id: 'misrouted-esp',
  title: 'ESP reaches R, which did not negotiate it',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    const { spec, hostname } = receiver.router;
    silence(receiver);
    giveToTwin(receiver, switchOn({ ...spec, hostname: `${hostname}-2` }, tunnel.clock));
    renewThenStrike(tunnel, sender, () => {
      // What R sees of it: the way to its twin is gone. [L]
      receiver.router.say(
        'OSPF-5-ADJCHG',
        'Process 1, Nbr 203.0.113.2 on GigabitEthernet0/2 from FULL to DOWN, Neighbor Down: Dead timer expired',
      );
      takeFromTwin(receiver);
    });
  },
};

const PORTS = { own: 4500, before: 4786, after: 4801 } as const;
const PROBE_SECONDS = 30;

/** A NAT before S gives it another port; R holds its SA to the old one, and asks there. */
export const natRebinding: Scenario = {
  id: 'nat-rebinding',
  title: 'the NAT before S changes its port, and R knows the old one',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    receiver.ports = { own: PORTS.own, peer: PORTS.before };
    sender.ports = { own: PORTS.own, peer: PORTS.own };
    // IKEv2 answers to the new port, so that S's probes find nothing wrong; IKEv1 to the old one.
    if (sender.version === 2) sender.probeEvery(PROBE_SECONDS);
    renewThenStrike(tunnel, sender, () => {
      receiver.ports = { own: PORTS.own, peer: PORTS.after };
      silence(receiver);
      if (receiver.version === 2) loseRequestsFrom(tunnel, receiver);
      else loseIkeFrom(tunnel, receiver);
      // The SA is bound to the port.
      receiver.plane.inbound.clear();
    });
  },
};

/** What S is seen as, or has, from then on. */
const MOVED = '198.51.100.77';
/** No sooner does IPsec ask again. */
const ASK_MS = 15_000;

/** The provider gives S another address by DHCP; IKE of S comes from there too, and what R says goes to the former one. */
export const senderAddressChanged: Scenario = {
  id: 'sender-address-changed',
  title: 'S has another address than the one with which R made its SAs',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      const { hostname, outside } = sender.router;
      const assigned = `Interface ${outside} assigned DHCP address ${MOVED}, mask 255.255.255.128, hostname ${hostname}`;
      sender.router.say('DHCP-6-ADDRESS_ASSIGN', assigned);
      sender.movedTo = MOVED;
      sender.seenAs = MOVED;
      silence(receiver);
      loseIkeFrom(tunnel, receiver);
      // The SA is bound to the address.
      receiver.plane.inbound.clear();
      tunnel.clock.after(ASK_MS, () => renew(sender));
    }),
};

const HOLD_SECONDS = 90;
/** Registrations are repeated for a while before the spoke complains. [L] */
const UNANSWERED_MS = 35_000;
const HOLD_LEFT_MS = 60_000;

/** The network gives the spoke S another address; the hub R keeps the old one until it expires, and S goes on with the old SA. */
export const staleNhrp: Scenario = {
  id: 'stale-nhrp',
  title: 'the hub R knows an address of the spoke S that is no longer its own',
  ike: [1],
  play: (tunnel, receiver, sender) => {
    const { clock, network } = tunnel;
    joinDmvpn(receiver, sender, HOLD_SECONDS);
    renew(sender);
    clock.after(STRIKE_MS, () => {
      silence(receiver);
      sender.seenAs = MOVED;
      // Whatever R says goes to where nobody is; and IKE of S, from the new address, is no part of an SA that R knows. [L]
      network.loses = ({ packet, from }) => from === receiver.side || packet.kind !== 'esp';
    });
    clock.after(STRIKE_MS + UNANSWERED_MS, () => loseHub(sender));
    clock.after(STRIKE_MS + HOLD_LEFT_MS, () => {
      expireSpoke(receiver);
      dropChildren(receiver, { isTold: true });
    });
  },
};
