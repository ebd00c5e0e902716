/** Forgetting is why R does not know X: one reason, so that a reason which is shown contradicts every world with another. */
import type { Answer } from './fact.ts';
import type { Answers, FactId } from './facts/index.ts';

export const FORGOT = [
  'never-had',
  'not-yet-installed',
  'rejected',
  'lost-state',
  'deleted-by-operator',
  'deleted-by-dpd',
  'deleted-by-lifetime',
  'deleted-by-volume',
  'deleted-by-idle',
  'replaced-at-rekey',
  'deleted-as-duplicate',
  'deleted-by-peer',
  'deleted-by-initial-contact',
  'deleted-with-ike-sa',
  'killed-by-early-packet',
  'data-plane-missing',
] as const;

export type Forgot = (typeof FORGOT)[number];

/** Each with the fact that says so, the more particular first: a deletion with its IKE SA has a reason of its own. */
const SAID_BY: readonly [Forgot, FactId][] = [
  ['not-yet-installed', 'used-too-early'],
  ['killed-by-early-packet', 'killed-when-new'],
  ['rejected', 'refused-by-receiver'],
  ['lost-state', 'reloaded'],
  ['never-had', 'took-over'],
  ['deleted-by-operator', 'cleared'],
  ['deleted-by-dpd', 'declared-dead'],
  ['deleted-by-volume', 'expired-by-volume'],
  ['deleted-by-idle', 'expired-by-idle'],
  ['deleted-by-lifetime', 'expired-by-time'],
  ['deleted-as-duplicate', 'crossing-rekeys'],
  ['replaced-at-rekey', 'replaced-at-rekey'],
  ['deleted-by-initial-contact', 'ended-by-contact'],
  ['deleted-by-peer', 'deleted-by-sender'],
  ['deleted-with-ike-sa', 'deleted-with-ike-sa'],
  ['data-plane-missing', 'missing-in-data-plane'],
  ['never-had', 'alive-elsewhere'],
  ['never-had', 'stranger'],
  ['never-had', 'mapping-stale'],
  ['never-had', 'short-of-resources'],
];

/** Those that leave X installed, or never had it, need no deletion; of the others one stands in the record. */
const DELETIONS: ReadonlySet<Forgot> = new Set(
  FORGOT.filter((each) => each.startsWith('deleted') || each.startsWith('replaced') || each.startsWith('killed')),
);

export interface Forgetting {
  how: Forgot | 'unknown';
  by: FactId | undefined;
  grade: Answer['grade'];
}

export function forgettingOf(answers: Answers): Forgetting {
  const isDeleted = answers['deleted-at-receiver'].is === 'yes';
  const isGivenUp = answers['given-up'].is === 'yes';
  const isMade = answers['made-at-receiver'].is === 'yes' && answers['made-at-receiver'].grade === 'shown';
  // Of two rekeys that crossed one is given up as a duplicate, packet or none; where the packet was early it may have been that. [C RFC 7296 2.8.1]
  const crossing = answers['crossing-rekeys'];
  const isDuplicate = crossing.is === 'yes' && crossing.grade !== 'hinted' && answers['used-too-early'].is !== 'yes';
  const isBegunTwice = answers['crossing-initiations'].is === 'yes';
  const said = SAID_BY.filter(
    ([how, id]) =>
      answers[id].is === 'yes' &&
      answers[id].grade !== 'hinted' &&
      (!DELETIONS.has(how) || isDeleted || how === 'killed-by-early-packet' || (how === 'deleted-as-duplicate' && isGivenUp)) &&
      // Nor of two IKE SAs that were begun at once: a DELETE behind the packet is R's answer to it. [C seed.md 5]
      !(id === 'killed-when-new' && (isDuplicate || isBegunTwice)) &&
      // One that R has made by its own record it had, wherever its packets come from now; another device may have taken R's place since.
      (how !== 'never-had' || id === 'took-over' || !isMade) &&
      // For want of memory R has never made X: one that it has deleted it had.
      (id !== 'short-of-resources' || !isDeleted),
  );
  const own = said.filter(([each]) => each !== 'deleted-with-ike-sa');
  const [how, by] = own.find(([, id]) => answers[id].grade === 'shown') ?? own[0] ?? said[0] ?? [];
  if (how === undefined || by === undefined) return { how: 'unknown', by: undefined, grade: 'hinted' };
  // The unit that R had made it with is gone: it had it, and lost it.
  return { how: by === 'took-over' && isMade ? 'lost-state' : how, by, grade: answers[by].grade };
}
