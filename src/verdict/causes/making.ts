/** Causes that lie in the making of X: used before it was there, killed when new, refused by one end, begun by both. */
import { type CauseRule, CLEAR_RECEIVER, CLEAR_SENDER, CLEAR_SESSION } from '../cause.ts';

export const rekeyRace: CauseRule = {
  id: 'rekey-race',
  kind: 'root',
  statement: 'S used X, the new SA of a rekey, before R had installed it',
  meaning: 'a few packets are lost at the rekey; the tunnel goes on with the new SA',
  requires: ['used-too-early'],
  forgot: ['not-yet-installed'],
  forbids: ['goes-on', 'killed-when-new', 'short-of-resources', 'deleted-at-receiver', 'stranger'],
  proves: ['held-by-sender', 'no goes-on'],
  remedy: {
    now: 'Nothing, when it happens once.',
    forGood:
      'When it comes at every rekey: upgrade (CSCsl68327, CSCtr14840), or choose lifetimes so that the slower side answers the rekey instead of starting it.',
    blocks: [],
  },
  reference: 'ike.md 8.6 and 4.4 [C seed.md 4; C the install order of IOS 12.4 in one sample]',
};

export const newSaKilledByEarlyPacket: CauseRule = {
  id: 'new-sa-killed-by-early-packet',
  kind: 'root',
  statement: 'R deleted the new SA X because a packet for it came before R had installed it',
  meaning: 'each rekey fails in the same way: the new SA is gone at R as soon as it is made',
  requires: ['killed-when-new'],
  forgot: ['killed-by-early-packet', 'not-yet-installed'],
  forbids: ['short-of-resources', 'cleared', 'declared-dead', 'stranger', 'crossing-initiations'],
  // One of two rekeys that crossed is given up as a duplicate, packet or none. [C RFC 7296 2.8.1]
  proves: ['held-by-sender', 'no crossing-rekeys'],
  isDefect: true,
  remedy: {
    now: 'On S: clear crypto sa peer R.address. On R: clear crypto sa peer S.address.',
    forGood: 'Upgrade R (CSCvn31824, IOS XE). Until then give R the longer lifetime, so that S starts every rekey.',
    blocks: [CLEAR_SENDER, CLEAR_RECEIVER],
  },
  reference: 'ike.md 8.7 [C the title in seed.md 6]',
};

export const halfOpenIkev2: CauseRule = {
  id: 'half-open-ikev2',
  kind: 'root',
  statement: 'R began IKEv2 with S and then refused the identity of S, which had installed X already',
  meaning: 'S believes in a tunnel that R never had: all it sends is dropped',
  requires: ['refused-by-receiver'],
  forgot: ['rejected'],
  forbids: ['made-at-receiver', 'reloaded', 'took-over', 'deleted-at-receiver'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On S: clear crypto session remote R.address; it comes back until the identity is right.',
    forGood: 'Correct the identity: match identity remote and the keyring at R must name what S sends as its own. Check both ends.',
    blocks: [CLEAR_SESSION],
  },
  reference: 'ike.md 8.9 [C public capture]',
};

export const simultaneousInitiation: CauseRule = {
  id: 'simultaneous-initiation',
  kind: 'root',
  statement: 'R and S began IKEv2 with each other at the same moment, and R could not install X, which S believes to be up',
  meaning: 'what S sends through that SA is dropped until one of the two IKE SAs goes',
  requires: ['crossing-initiations'],
  forgot: ['rejected', 'never-had', 'deleted-as-duplicate'],
  forbids: ['made-at-receiver', 'reloaded', 'took-over', 'deleted-at-receiver', 'stranger', 'refused-by-receiver'],
  proves: ['held-by-sender'],
  isDefect: true,
  remedy: {
    now: 'On S: clear crypto session remote R.address.',
    forGood: 'Upgrade (CSCve08418), or let only one of the two ends begin.',
    blocks: [CLEAR_SESSION],
  },
  reference: 'ike.md 8.29 [L]',
};

export const rekeyRefused: CauseRule = {
  id: 'rekey-refused',
  kind: 'root',
  statement: 'the rekey of X was refused, so that X ended at R without a successor, and S went on sending with it',
  meaning: 'the tunnel works until its first rekey and breaks there, every time',
  requires: ['rekey-refused'],
  forgot: ['deleted-by-lifetime', 'deleted-by-volume', 'deleted-with-ike-sa', 'deleted-by-peer'],
  // Told at once S loses but what was on its way, and both are without an SA: the refusal is what to mend.
  includes: ['rekey-reorder'],
  forbids: ['replaced-at-rekey', 'cleared', 'declared-dead', 'reloaded', 'took-over', 'stranger'],
  proves: ['deleted-at-receiver', 'held-by-sender'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address. On R: clear crypto sa peer S.address. It holds until the next rekey.',
    forGood:
      'Configure the same PFS group, transform set and selectors on both ends. In IKEv2 the first SA is made without PFS: a difference shows only at the rekey.',
    blocks: [CLEAR_SENDER, CLEAR_RECEIVER],
  },
  reference: 'ike.md 8.27 [C RFC 7296; L the rest]',
};

export const resourceExhaustion: CauseRule = {
  id: 'resource-exhaustion',
  kind: 'root',
  statement: 'R had no memory, or its call admission control refused the SA that should have replaced X',
  meaning: 'the tunnel is down until resources are free again',
  requires: ['short-of-resources'],
  // Where it refused the IKE SA with S, R had none by which to tell S either.
  includes: ['delete-unsendable'],
  forgot: [
    'never-had',
    'killed-by-early-packet',
    'deleted-as-duplicate',
    'deleted-by-lifetime',
    'deleted-by-volume',
    'deleted-with-ike-sa',
    'deleted-by-dpd',
  ],
  forbids: ['replaced-at-rekey', 'cleared', 'reloaded', 'took-over', 'stranger', 'delete-lost', 'told-in-time'],
  proves: ['held-by-sender', 'deleted-at-receiver'],
  remedy: {
    now: 'On R: show memory summary, show crypto call admission statistics.',
    forGood: 'Find what uses up the memory; set or raise the limits of call admission control.',
    blocks: [
      { role: 'R', does: 'masks', lines: ['show memory summary', 'show crypto call admission statistics'], effect: 'it only looks' },
    ],
  },
  reference: 'ike.md 8.24 [C one public case]',
};
