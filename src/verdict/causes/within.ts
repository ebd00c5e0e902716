/** Causes within one router, whose data plane and IOSd differ, and what prolongs an incident that has another root. */
import { type CauseRule, CLEAR_RECEIVER, CLEAR_SENDER, CLEAR_SESSION, PROBE } from '../cause.ts';
import { FORGOT } from '../forgetting.ts';

export const receiverDataPlaneMissing: CauseRule = {
  id: 'receiver-data-plane-missing',
  kind: 'root',
  statement: 'R lists X as its own, and its data plane does not have it',
  meaning: 'everything that S sends through this SA is dropped, though both ends look healthy',
  requires: ['held-by-receiver', 'goes-on'],
  forgot: ['data-plane-missing'],
  forbids: [
    'no missing-in-data-plane',
    'spi-begins-ff',
    'used-too-early',
    'deleted-at-receiver',
    'reloaded',
    'sender-rebound',
    'stranger',
    'crossing-rekeys',
    'sender-moved',
    'translated-sender',
  ],
  proves: ['missing-in-data-plane'],
  isDefect: true,
  remedy: {
    now: 'On S: clear crypto sa peer R.address. On R: clear crypto sa peer S.address.',
    forGood: 'Upgrade R, and give its data plane traces to TAC.',
    blocks: [CLEAR_SENDER, CLEAR_RECEIVER],
  },
  reference: 'ike.md 8.20 [L]',
};

export const spi0xffDefect: CauseRule = {
  id: 'spi-0xff-defect',
  kind: 'root',
  statement: 'R drops every packet with X, by a defect with SPIs that begin with 0xFF',
  meaning: 'one rekey in 256 gives an SA on which everything in one direction is dropped, until the next rekey',
  requires: ['spi-begins-ff'],
  forgot: ['data-plane-missing'],
  forbids: ['deleted-at-receiver', 'reloaded', 'cleared', 'took-over', 'used-too-early', 'stranger', 'declared-dead', 'no goes-on'],
  proves: ['held-by-receiver', 'goes-on'],
  isDefect: true,
  remedy: {
    now: 'On S: clear crypto sa peer R.address. On R: clear crypto sa peer S.address. Another SPI is drawn then.',
    forGood: 'Upgrade R (CSCvp16730).',
    blocks: [CLEAR_SENDER, CLEAR_RECEIVER],
  },
  reference: 'ike.md 8.19 [C the title in seed.md 6]',
};

export const stuckNegotiation: CauseRule = {
  id: 'stuck-negotiation',
  kind: 'prolongs',
  statement: 'an IKE negotiation that hangs at R keeps the two ends from making new SAs',
  meaning: 'the tunnel stays down until the stuck IKE SA is gone',
  requires: ['negotiation-stuck'],
  forgot: FORGOT,
  forbids: [],
  proves: [],
  remedy: {
    now: 'On R: clear crypto session remote S.address.',
    forGood: 'Disable or adjust IKEv2 fragmentation (CSCvd69373).',
    blocks: [{ ...CLEAR_SESSION, role: 'R', lines: ['clear crypto session remote S.address'] }],
  },
  reference: 'ike.md 8.21 [C the bug]',
};

export const dpdAbsent: CauseRule = {
  id: 'dpd-absent',
  kind: 'prolongs',
  statement: 'S does not probe R, and keeps X until X expires',
  meaning: 'the black hole lasts until the SA expires at S',
  requires: ['unprobed'],
  isAbsence: true,
  forgot: FORGOT,
  forbids: ['no goes-on'],
  proves: [],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'On both ends: crypto isakmp keepalive 10 3 periodic (IKEv1), or dpd 10 3 periodic in the profile (IKEv2).',
    blocks: [CLEAR_SENDER, ...PROBE],
  },
  reference: 'ike.md 8.12 [C seed.md 4]',
};

export const recoveryUnsupported: CauseRule = {
  id: 'recovery-unsupported',
  kind: 'prolongs',
  statement: 'invalid SPI recovery is configured at R, but does not work with this kind of crypto configuration',
  meaning: 'R cannot tell a sender with which it has no IKE SA',
  requires: ['recovery-dead'],
  forgot: FORGOT,
  forbids: [],
  proves: [],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood:
      'Do not rely on invalid SPI recovery here; use DPD. It works with static crypto maps, p2p GRE, VTI, and mGRE with static NHRP.',
    blocks: [CLEAR_SENDER, ...PROBE],
  },
  reference: 'ike.md 8.18 [C seed.md 5]',
};
