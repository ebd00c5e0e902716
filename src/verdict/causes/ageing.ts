/** Causes in which X came to an end at R that it had not yet come to at S: its time, its kilobytes, its idle timer. */
import { type CauseRule, CLEAR_SENDER, PROBE } from '../cause.ts';

const SAME_LIFETIME = (['R', 'S'] as const).map((role) => ({
  role,
  does: 'mends' as const,
  lines: ['configure terminal', ' crypto ipsec security-association lifetime seconds 3600', ' end'],
  effect: 'no traffic is touched; it counts for SAs that are made from then on',
}));

export const lifetimeMismatch: CauseRule = {
  id: 'lifetime-mismatch',
  kind: 'root',
  statement: 'the lifetime of X ended at R while X had time left at S',
  meaning: 'what S sends is dropped until the SA ends there too',
  requires: ['expired-by-time', 'longer-at-sender'],
  // Told at once S loses but what was on its way, at each end of X anew: the lifetimes are what to mend.
  includes: ['rekey-reorder'],
  forgot: ['deleted-by-lifetime'],
  forbids: [
    'replaced-at-rekey',
    'cleared',
    'declared-dead',
    'rekey-refused',
    'expired-by-volume',
    'expired-by-idle',
    'stranger',
    // What S had let go and still sends by had no time left there. [L] ike.md 8.5
    'sent-after-given-up',
  ],
  proves: ['deleted-at-receiver'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood:
      'Set the same lifetimes on both ends: IKEv2 does not negotiate them, and in IKEv1 the end with the shorter one may let the SA expire without a word.',
    blocks: [CLEAR_SENDER, ...SAME_LIFETIME],
  },
  reference: 'ike.md 8.10 [L; C RFC 7296 for IKEv2]',
};

export const volumeLifetimeExpired: CauseRule = {
  id: 'volume-lifetime-expired',
  kind: 'root',
  statement: 'X reached its kilobyte limit at R, and S went on sending with it',
  meaning: 'what S sends is dropped until S rekeys; under load it happens again and again',
  requires: ['expired-by-volume'],
  allows: ['ended-early'],
  forgot: ['deleted-by-volume'],
  forbids: [
    'replaced-at-rekey',
    'cleared',
    'declared-dead',
    'told-in-time',
    'delete-lost',
    'rekey-refused',
    'expired-by-idle',
    'sent-after-given-up',
    'stranger',
  ],
  proves: ['deleted-at-receiver', 'held-by-sender'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood:
      'On both ends raise the kilobyte lifetime, or turn it off where the platform can (set security-association lifetime kilobytes disable).',
    blocks: [CLEAR_SENDER],
  },
  reference: 'ike.md 8.11 [L]',
};

export const saIdleExpired: CauseRule = {
  id: 'sa-idle-expired',
  kind: 'root',
  statement: 'the idle timer of R deleted X, and S, which did not know of it, sent with it again later',
  meaning: 'the first packets after a quiet time are dropped until S is told or makes new SAs',
  requires: ['expired-by-idle'],
  allows: ['ended-early'],
  forgot: ['deleted-by-idle'],
  forbids: ['cleared', 'told-in-time', 'delete-lost', 'replaced-at-rekey', 'sent-after-given-up', 'stranger'],
  proves: ['deleted-at-receiver', 'held-by-sender'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'Set the same idle time on both ends, or none at all, and run periodic DPD.',
    blocks: [
      CLEAR_SENDER,
      {
        role: 'R',
        does: 'mends',
        lines: ['configure terminal', ' no crypto ipsec security-association idle-time', ' end'],
        effect: 'no traffic is touched; SAs without traffic stay until their lifetime ends',
      },
    ],
  },
  reference: 'ike.md 8.28 [L]',
};

export const dpdFalsePositive: CauseRule = {
  id: 'dpd-false-positive',
  kind: 'root',
  statement: 'R declared S dead and deleted X, while S was alive and its ESP still reached R',
  meaning: 'what S sends is dropped until S learns of it',
  requires: ['declared-dead', 'esp-around'],
  forgot: ['deleted-by-dpd'],
  forbids: ['path-out', 'cleared', 'sender-rebound', 'reloaded', 'translated-sender', 'stranger'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address, unless it has made new SAs already.',
    forGood:
      'Find what drops UDP 500 and 4500 between the two (an access list, CoPP), or which CPU is too busy to answer; give DPD more retries.',
    findsDrop: true,
    blocks: [CLEAR_SENDER],
  },
  reference: 'ike.md 8.13 [L]',
};

export const pathOutage: CauseRule = {
  id: 'path-outage',
  kind: 'root',
  statement: 'the path from S to R was down for IKE and ESP alike: R rightly declared S dead and deleted X, and S kept X',
  meaning:
    'once the path is back, what S sends is dropped until S lets X go too: by its own dead peer detection, or at the end of its lifetime',
  requires: ['path-out', 'declared-dead'],
  forgot: ['deleted-by-dpd'],
  forbids: ['cleared', 'reloaded', 'stranger'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'Repair the path, and run periodic DPD at S too: both let go.',
    blocks: [{ ...CLEAR_SENDER, effect: "this peer's SAs alone are made anew: seconds of loss" }, ...PROBE],
  },
  reference: 'ike.md 8.32 [L]',
};
