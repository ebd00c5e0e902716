/** Causes in which R let X go and S was not told, or was told and did not obey. */
import { type CauseRule, CLEAR_RECEIVER, CLEAR_SENDER, ORDERLY, PROBE } from '../cause.ts';

const CLEAR_BOTH = [CLEAR_SENDER, CLEAR_RECEIVER];

export const saCleared: CauseRule = {
  id: 'sa-cleared',
  kind: 'root',
  statement: 'the SAs at R were cleared by an operator or a script, and S went on sending with X',
  meaning: 'what S sends is dropped until S is told, or makes new SAs',
  requires: ['cleared'],
  // Typed on another line it leaves no message. [C no syslog of IOS tells of it]
  allows: ['ended-early'],
  includes: ['delete-lost', 'delete-unsendable', 'rekey-reorder'],
  forgot: ['deleted-by-operator'],
  forbids: ['stranger'],
  proves: ['deleted-at-receiver', 'held-by-sender'],
  remedy: { now: 'On S too: clear crypto sa peer R.address.', forGood: 'Never clear one end only.', blocks: [CLEAR_SENDER] },
  reference: 'ike.md 8.2 [C public captures]',
};

export const deleteUnsendable: CauseRule = {
  id: 'delete-unsendable',
  kind: 'root',
  statement: 'R deleted X and had no IKE SA left by which to tell S',
  meaning: 'everything that S sends through this SA is dropped until it expires at S, or dead peer detection there takes it away',
  requires: ['delete-unsendable', 'deleted-at-receiver'],
  forgot: ORDERLY,
  forbids: ['cleared', 'declared-dead', 'reloaded', 'took-over', 'sender-rebound', 'translated-sender', 'mapping-stale', 'delete-left'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'Give IKE a lifetime not shorter than that of IPsec, run periodic DPD, which keeps an IKE SA up, or move to IKEv2.',
    blocks: [CLEAR_SENDER, ...PROBE],
  },
  reference: 'ike.md 8.3 [C the line; L the lifetimes]',
};

/** Whom S told to delete X has nothing to tell S. [C RFC 7296 1.4.1] */
const OF_OWN_ACCORD = ORDERLY.filter((how) => how !== 'deleted-by-peer');

const FIND_DROP = 'Find what drops UDP 500 and 4500 from R to S (ACL, CoPP, loss)';
const MOVE_ON = 'from IKEv1, move to IKEv2, whose deletes are acknowledged.';

export const deleteLost: CauseRule = {
  id: 'delete-lost',
  kind: 'root',
  statement: 'R deleted X, its DELETE was lost on the way, and S went on sending with X',
  meaning:
    'everything that S sends through this SA is dropped at R until it expires at S, a DELETE that is sent again arrives, or dead peer detection at S takes it away',
  requires: ['delete-lost', 'delete-left'],
  speaks: ['delete-left', 'no delete-on-wire'],
  forgot: OF_OWN_ACCORD,
  forbids: [
    'cleared',
    'declared-dead',
    'reloaded',
    'took-over',
    'ike-blocked',
    'expired-by-time',
    'rekey-refused',
    'sender-rebound',
    'translated-sender',
    'sent-after-given-up',
    'stranger',
    'mapping-stale',
    'killed-when-new',
  ],
  proves: ['deleted-at-receiver', 'held-by-sender', 'no in-flight'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: `${FIND_DROP}; run DPD periodically on both ends; ${MOVE_ON}`,
    findsDrop: true,
    whereProbed: `${FIND_DROP}; ${MOVE_ON}`,
    whereUnread:
      'Give IKE a lifetime not shorter than that of IPsec at both ends, run periodic DPD, which keeps an IKE SA up, or move to IKEv2: the path is not at fault.',
    blocks: [CLEAR_SENDER, ...PROBE],
  },
  reference: 'ike.md 8.4 [C: IKEv1 deletes are not acknowledged, RFC 2408; L: the rest]',
};

export const ikeBlocked: CauseRule = {
  id: 'ike-blocked',
  kind: 'root',
  statement: 'IKE between R and S is dropped on the way while ESP passes: of the end of X, or of its making, one end never heard',
  meaning: 'no rekey and no DELETE gets through: every SA that one end deletes becomes a black hole',
  requires: ['ike-blocked'],
  includes: ['dpd-false-positive'],
  forgot: [...ORDERLY, 'deleted-by-dpd', 'never-had'],
  forbids: [
    'path-out',
    'cleared',
    'reloaded',
    'took-over',
    'stranger',
    'mapping-stale',
    'sender-moved',
    'sender-rebound',
    'translated-sender',
    'no delete-lost',
  ],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On R and S: look at what drops UDP 500 and 4500: show policy-map control-plane, show ip access-lists.',
    forGood: 'Let UDP 500 and 4500 pass between R and S both ways: look at access lists, CoPP, QoS, and any firewall between.',
    findsDrop: true,
    blocks: [{ role: 'R', does: 'masks', lines: ['show policy-map control-plane', 'show ip access-lists'], effect: 'it only looks' }],
  },
  reference: 'ike.md 8.33 [L]',
};

export const senderDataPlaneStale: CauseRule = {
  id: 'sender-data-plane-stale',
  kind: 'root',
  statement: 'IKE at S no longer uses X, but the data plane of S still encrypts with it',
  meaning: 'everything that S sends through this SA is dropped, and no rekey by IKE mends it',
  requires: ['sent-after-given-up'],
  speaks: ['delete-left', 'delete-on-wire'],
  forgot: [...ORDERLY, 'deleted-by-operator', 'deleted-by-dpd', 'lost-state'],
  forbids: ['used-too-early', 'stranger'],
  proves: ['delete-left', 'held-by-sender', 'goes-on'],
  isDefect: true,
  remedy: {
    now: 'On S: clear crypto sa peer R.address; when that does not help, reload its data plane.',
    forGood: 'Upgrade S, and give this evidence to TAC.',
    blocks: [CLEAR_SENDER],
  },
  reference: 'ike.md 8.5 [L]',
};

export const rekeyReorder: CauseRule = {
  id: 'rekey-reorder',
  kind: 'root',
  statement: 'a few packets that S sent before it heard of the end of X arrived after R had deleted X',
  meaning: 'a few packets are lost; the tunnel goes on with its new SA',
  requires: ['in-flight', 'deleted-at-receiver', 'torn-down', 'no goes-on'],
  forgot: ORDERLY,
  forbids: [
    'cleared',
    'delete-lost',
    'delete-unsendable',
    'no delete-left',
    'killed-when-new',
    'declared-dead',
    'crossing-rekeys',
    'sent-after-given-up',
    'stranger',
    'reloaded',
  ],
  proves: ['delete-left', 'no delete-lost', 'no goes-on'],
  remedy: { now: 'Nothing: this is normal at a rekey or a teardown.', forGood: 'Nothing.', blocks: [] },
  reference: 'ike.md 8.25 [C seed.md 4]',
};

export const simultaneousRekey: CauseRule = {
  id: 'simultaneous-rekey',
  kind: 'root',
  statement: 'both ends began a rekey at once; R dropped X, one of the two new SAs, and S kept it',
  meaning: 'what S sends through the pair that R dropped is lost',
  requires: ['crossing-rekeys', 'given-up'],
  // Of the one that it drops R tells S: where the record does not cover that, what hindered it may be what is to be mended.
  awaits: ['delete-unsendable'],
  forgot: ['deleted-as-duplicate', 'replaced-at-rekey'],
  forbids: ['cleared', 'declared-dead', 'used-too-early', 'reloaded', 'took-over', 'short-of-resources'],
  proves: ['held-by-sender'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address. On R: clear crypto sa peer S.address.',
    forGood:
      'Give the two ends different lifetimes, so that the same one always starts the rekey. IKEv2 resolves this by its nonces (RFC 7296 2.8.1).',
    blocks: CLEAR_BOTH,
  },
  reference: 'ike.md 8.8 [L]',
};
