/** A cause is one possible world, as data: the facts that it requires and forbids, what it means, and what mends it at each router. */
import type { CauseId } from '../ipsec/cause.ts';
import type { FactId } from './facts/index.ts';
import type { Forgot } from './forgetting.ts';

/** The fact answered yes; `no goes-on`: answered no. */
export type Term = FactId | `no ${FactId}`;

/** Commands for one router, in its own syntax; R.address and S.address stand for what the other end calls them by. */
export interface Block {
  role: 'R' | 'S';
  /** `masks`: it ends this time; `mends`: it keeps it from coming again. */
  does: 'masks' | 'mends';
  lines: readonly string[];
  /** What it does to the traffic. */
  effect: string;
}

export interface Remedy {
  now: string;
  forGood: string;
  blocks: readonly Block[];
  /** In place of `now` and `blocks`, where the old mapping is on record as R's. */
  whereReceiverMaps?: Pick<Remedy, 'now' | 'blocks'>;
  /** In place of `forGood`, where the DELETE arrived at S, which had no IKE SA to read it with. */
  whereUnread?: string;
  /** In place of `forGood`, where both ends probe periodically already. */
  whereProbed?: string;
  /** True where `forGood` is to find what drops IKE: a list that a router's own log names takes its place. */
  findsDrop?: true;
}

export interface CauseRule {
  id: CauseId;
  /** `prolongs` says why it lasts, not why it broke: it is named alone only where no root stands. */
  kind: 'root' | 'prolongs';
  /** A sentence that can be true or false, with R (receiver), S (sender) and X (the SPI). */
  statement: string;
  /** What it means for the traffic. */
  meaning: string;
  /** All of them; the first is what makes it this world and no other. */
  requires: readonly [Term, ...Term[]];
  /** Any of them speaks for this world too, where the first of the required facts is not known. */
  speaks?: readonly Term[] | undefined;
  /** With any of them this world is named beside the best, never as it: they leave room for what leaves no line. */
  allows?: readonly Term[] | undefined;
  /** Why R does not know X, in this world: another reason that is shown contradicts it. */
  forgot: readonly Forgot[];
  /** What would be told of beside it, and is to be answered before it is more than possible. */
  awaits?: readonly Term[];
  /** Worlds that are part of this one: to say them is right here as well, so that this one is no rival of theirs. */
  includes?: readonly CauseId[] | undefined;
  /** Each of them would make it another world. */
  forbids: readonly Term[];
  /** Without these it is never certain. */
  proves: readonly Term[];
  /** It takes a defect of a router: of two worlds that explain as much the ordinary one comes first. */
  isDefect?: boolean | undefined;
  /** Something that is merely absent: of two that prolong alike, what fails comes first. */
  isAbsence?: boolean | undefined;
  remedy: Remedy;
  /** Where the belief comes from, with its mark. */
  reference: string;
}

/** A deletion for a reason of R's own, of which S is to be told. */
export const ORDERLY: readonly Forgot[] = [
  'deleted-by-lifetime',
  'deleted-by-volume',
  'deleted-by-idle',
  'replaced-at-rekey',
  'deleted-as-duplicate',
  'deleted-by-peer',
  'deleted-by-initial-contact',
  'deleted-with-ike-sa',
];

export const CLEAR_SENDER: Block = {
  role: 'S',
  does: 'masks',
  lines: ['clear crypto sa peer R.address'],
  effect: 'the SAs of this peer alone go and are made anew: a second or two without traffic',
};

export const CLEAR_RECEIVER: Block = { ...CLEAR_SENDER, role: 'R', lines: ['clear crypto sa peer S.address'] };

export const CLEAR_SESSION: Block = {
  role: 'S',
  does: 'masks',
  lines: ['clear crypto session remote R.address'],
  effect: 'IKE and IPsec SAs of this peer go and are made anew: some seconds without traffic',
};

/** On each end: what it does to the traffic is nothing, until a peer is gone. */
export const PROBE: readonly Block[] = (['S', 'R'] as const).map((role) => ({
  role,
  does: 'mends',
  lines: ['configure terminal', ' crypto isakmp keepalive 10 3 periodic', ' end'],
  effect: 'no traffic is touched; with IKEv2 it is dpd 10 3 periodic in the profile, for SAs that are made from then on',
}));
