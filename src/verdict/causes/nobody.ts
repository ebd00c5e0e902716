/** Causes in which R never had X, or no longer could have it: it restarted, took over, or X belongs to somebody else. */
import { type CauseRule, CLEAR_SENDER, CLEAR_SESSION, PROBE } from '../cause.ts';
import { FORGOT } from '../forgetting.ts';

export const peerReloaded: CauseRule = {
  id: 'peer-reloaded',
  kind: 'root',
  statement: 'R restarted, and S went on sending with X, which it has from before',
  meaning:
    'everything that S sends is dropped until S learns of the restart: by INITIAL_CONTACT, dead peer detection, or the end of the SA',
  requires: ['reloaded'],
  forgot: ['lost-state'],
  // What S has let go since, told by INITIAL_CONTACT, and still sends with is no longer R's loss.
  forbids: ['took-over', 'deleted-at-receiver', 'stranger', 'used-too-early', 'sent-after-given-up'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'Periodic DPD on both ends, invalid SPI recovery where the configuration supports it; and find the reason for the restart.',
    blocks: [CLEAR_SENDER, ...PROBE],
  },
  reference: 'ike.md 8.1 [C seed.md 2, ISR guide]',
};

export const haFailover: CauseRule = {
  id: 'ha-failover',
  kind: 'root',
  statement: 'R became active for its address without the SAs of the router, or the unit, before it, and S still sends with X',
  meaning: 'everything that S sends is dropped until S makes new SAs: dead peer detection, or the end of their lifetime',
  requires: ['took-over'],
  // The router before it negotiated at this address; that R took over need not be logged.
  allows: ['alive-elsewhere'],
  forgot: ['never-had'],
  // A clear at a router that has only just taken over may have found nothing to take.
  forbids: ['deleted-at-receiver', 'stranger'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'Stateful IPsec redundancy, or short periodic DPD on both ends, and reverse route injection.',
    blocks: [CLEAR_SENDER, ...PROBE],
  },
  reference: 'ike.md 8.14 [C in one public capture]',
};

export const misroutedEsp: CauseRule = {
  id: 'misrouted-esp',
  kind: 'root',
  statement: 'X belongs to another router, and its ESP is routed to R',
  meaning: 'what is routed to R is lost, though S and the router that owns X are well',
  requires: ['alive-elsewhere'],
  forgot: ['never-had'],
  forbids: ['made-at-receiver', 'deleted-at-receiver', 'reloaded', 'took-over', 'mapping-stale', 'stranger', 'refused-by-receiver'],
  proves: ['held-by-sender', 'no made-at-receiver'],
  remedy: {
    now: "Find the router that owns the SA: show crypto ipsec sa on the others at R's site.",
    forGood: 'Look at the routing towards R.address: anycast, a doubled loopback, asymmetric paths; one tunnel source for one router.',
    blocks: [],
  },
  reference: 'ike.md 8.15 [L]',
};

export const foreignTraffic: CauseRule = {
  id: 'foreign-traffic',
  kind: 'root',
  statement: 'the packets with X come from an address that is no peer of R',
  meaning: 'no tunnel loses anything; only the log fills',
  requires: ['stranger'],
  forgot: ['never-had'],
  forbids: ['sender-moved', 'translated-sender', 'mapping-stale', 'deleted-at-receiver', 'group-key-missed'],
  proves: [],
  remedy: {
    now: 'Nothing for the tunnel.',
    forGood:
      'Drop it before it reaches the router, by an access list or unicast reverse path forwarding; never turn recovery on for unknown senders.',
    blocks: [],
  },
  reference: 'ike.md 8.22 [C public captures]',
};

export const natRebinding: CauseRule = {
  id: 'nat-rebinding',
  kind: 'root',
  statement: 'a NAT on the way gave S another port or address, and X is bound to the old one',
  meaning: 'what S sends is dropped until the SAs are made anew',
  requires: ['sender-rebound'],
  forgot: FORGOT,
  forbids: ['stranger', 'cleared', 'reloaded'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On S: clear crypto session remote R.address.',
    forGood: 'On the end behind the NAT: crypto isakmp nat keepalive 20; and shorter DPD on both ends.',
    blocks: [
      CLEAR_SESSION,
      {
        role: 'S',
        does: 'mends',
        lines: ['configure terminal', ' crypto isakmp nat keepalive 20', ' end'],
        effect: 'a small packet every 20 s',
      },
    ],
  },
  reference: 'ike.md 8.16 [L; C the port forms]',
};

export const senderAddressChanged: CauseRule = {
  id: 'sender-address-changed',
  kind: 'root',
  statement: 'S has a new address, and R accepts X only from the old one',
  meaning: 'what S sends is dropped until both ends have made SAs for the new address',
  requires: ['sender-moved'],
  forgot: FORGOT,
  forbids: ['sender-rebound', 'mapping-stale', 'stranger', 'deleted-at-receiver'],
  proves: ['made-at-receiver', 'held-by-sender'],
  remedy: {
    now: 'On S: clear crypto session remote R.address.',
    forGood: 'Give S a fixed address or tunnel source; where that cannot be, a dynamic map with short DPD at R.',
    blocks: [CLEAR_SESSION],
  },
  reference: 'ike.md 8.31 [L]',
};

/** By address the command takes that of the tunnel, which no record need name. [C Cisco IOS IP Addressing Command Reference, clear ip nhrp] */
const LEARN_ANEW = {
  does: 'masks',
  effect: 'every dynamic mapping is learned anew, and the SAs of this peer are made anew: some seconds without traffic to the spokes',
} as const;

export const staleNhrp: CauseRule = {
  id: 'stale-nhrp',
  kind: 'root',
  statement: 'R or S still maps the other to an old address, and S still sends with X',
  meaning: 'what R answers goes to an address where S no longer is; recovery cannot work in this configuration',
  requires: ['mapping-stale'],
  forgot: FORGOT,
  forbids: ['stranger', 'cleared', 'took-over', 'reloaded', 'refused-by-receiver', 'used-too-early', 'killed-when-new'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On S: clear ip nhrp, then clear crypto sa peer R.address.',
    forGood: 'Shorten the NHRP hold time, and run DPD; do not rely on invalid SPI recovery with dynamic NHRP.',
    blocks: [{ ...LEARN_ANEW, role: 'S', lines: ['clear ip nhrp', 'clear crypto sa peer R.address'] }],
    whereReceiverMaps: {
      now: 'On R: clear ip nhrp, then clear crypto sa peer S.address.',
      blocks: [{ ...LEARN_ANEW, role: 'R', lines: ['clear ip nhrp', 'clear crypto sa peer S.address'] }],
    },
  },
  reference: 'ike.md 8.17 [C the table of seed.md 5; L the rest]',
};

export const natExemption: CauseRule = {
  id: 'nat-exemption',
  kind: 'root',
  statement: 'what S sends to R, IKE and ESP alike, is translated on its way by a NAT that should leave it alone',
  meaning: 'R hears from an address it has no SA with',
  requires: ['translated-sender'],
  forgot: FORGOT,
  forbids: [],
  proves: ['made-at-receiver'],
  remedy: {
    now: "On S: exempt the tunnel's traffic from NAT.",
    forGood: 'Look at the order of NAT and crypto access lists at S, and on the path.',
    blocks: [],
  },
  reference: 'ike.md 8.26 [C one public case]',
};

export const sdwanStaleTloc: CauseRule = {
  id: 'sdwan-stale-tloc',
  kind: 'root',
  statement: 'S, an SD-WAN edge, still sends with X to a TLOC that R has given up',
  meaning: 'the SD-WAN tunnel is down until OMP brings the new TLOC',
  requires: ['sdwan-edge'],
  forgot: ['never-had'],
  forbids: ['made-at-receiver', 'deleted-at-receiver', 'reloaded'],
  proves: [],
  remedy: {
    now: 'On S: clear sdwan omp all.',
    forGood: 'See tech note 221607, and CSCwj74769, of which one case is anti-replay.',
    blocks: [
      {
        role: 'S',
        does: 'masks',
        lines: ['clear sdwan omp all'],
        effect: 'routes and TLOCs are learned anew: every SD-WAN tunnel of this edge pauses',
      },
    ],
  },
  reference: 'ike.md 8.23 [C tech note 221607]',
};

export const getvpnRekeyMissed: CauseRule = {
  id: 'getvpn-rekey-missed',
  kind: 'root',
  statement: 'R, a member of a GETVPN group, missed a rekey of its key server and lacks X, the group key with which S sends',
  meaning: 'what the other members send is dropped until R registers again',
  requires: ['group-key-missed'],
  forgot: ['never-had'],
  forbids: ['made-at-receiver', 'deleted-at-receiver', 'took-over', 'alive-elsewhere'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On R: clear crypto gdoi.',
    forGood:
      'Use unicast rekeys with acknowledgement, or make multicast reach R. Look at the key servers (show crypto gdoi ks coop): when they are split, each sends a key of its own.',
    blocks: [
      {
        role: 'R',
        does: 'masks',
        lines: ['clear crypto gdoi'],
        effect: 'R registers again and fetches all group keys: seconds without traffic of the group',
      },
    ],
  },
  reference: 'ike.md 8.30 [L]',
};
