/** Following is what a link of the chain must be by the links before it, where no fact says it: nobody tells of what R never had, and whom nobody told sends on. */
import type { CauseId } from '../ipsec/cause.ts';
import type { Citation } from '../ipsec/citation.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { toldBehind } from './answered.ts';
import { heardBy } from './deletes-heard.ts';
import type { Answers, FactId } from './facts/index.ts';
import { successorOf } from './facts/rekey.ts';
import type { Forgot } from './forgetting.ts';
import { lostAnswer } from './one-way.ts';
import { ikeSaEndedBefore } from './outliving.ts';
import type { Scene } from './scene.ts';
import { twoDeletes } from './two-deletes.ts';

export type Told = 'in-time' | 'late' | 'lost' | 'unread' | 'not-sent' | 'not-needed';
export type Sends = 'in-flight' | 'still-current' | 'data-plane-stale' | 'early' | 'not-the-sender';

export interface Followed<How extends string> {
  how: How;
  evidence: Citation[];
}

/** R has let nothing go of which S could be told. */
const NOTHING_TO_TELL: ReadonlySet<string> = new Set<Forgot>(['never-had', 'not-yet-installed', 'rejected', 'data-plane-missing']);
/** A router that lost its state tells nobody, nor does one that takes its peer for dead. [L RFC 3706 5.5] */
const TELLS_NOBODY: ReadonlySet<string> = new Set<Forgot>(['lost-state', 'deleted-by-dpd']);
/** R holds X for an S of another address or port, or another device than R made it. */
const KEPT_FOR_ANOTHER: readonly FactId[] = ['sdwan-edge', 'sender-moved', 'sender-rebound'];

export function toldAfter(
  forgot: string,
  scene: Scene,
  { answers, best }: { answers: Answers; best?: CauseId | undefined },
): Followed<Told> | undefined {
  if (NOTHING_TO_TELL.has(forgot)) return { how: 'not-needed', evidence: [] };
  const kept = KEPT_FOR_ANOTHER.find((id) => answers[id].is === 'yes' && answers[id].grade !== 'hinted');
  if (kept !== undefined) return { how: 'not-needed', evidence: answers[kept].evidence };
  // R itself prints that it could send none, and no other is on record. [C] ike.md 3.3
  const unsendable = scene.sa?.deleteUnsendable ?? [];
  const isNoneSent = answers['delete-left'].is !== 'yes' && heardBy(scene).length === 0;
  if (unsendable.length > 0 && isNoneSent) return { how: 'not-sent', evidence: scene.cite(unsendable[0]) };
  if (TELLS_NOBODY.has(forgot) && isNoneSent) return { how: 'not-sent', evidence: [] };
  // Its IKE let X go because R told it to: whatever its data plane did, it was told. [C RFC 7296 1.4.1]
  if (best === 'sender-data-plane-stale' && forgot !== 'deleted-by-peer' && isTold(scene))
    return { how: 'in-time', evidence: scene.cite(scene.sa?.outbound.deleted, scene.sa?.deleteReceived[0]) };
  const behind = toldBehind(scene);
  if (best === 'delete-lost' || isPassedOver(scene, answers))
    return behind === undefined
      ? { how: 'lost', evidence: answers['delete-left'].evidence }
      : { how: 'late', evidence: scene.cite(scene.logs[0]?.ref, behind.ref) };
  const both = twoDeletes(scene);
  if (both?.order === 'risen' && answers['delete-lost'].is === 'unknown')
    return { how: 'in-time', evidence: scene.cite(both.first.ref, both.answer.ref) };
  if (behind !== undefined) return { how: 'late', evidence: scene.cite(scene.logs[0]?.ref, behind.ref) };
  // A minute without one is little where the end of X is not on record.
  return answers['delete-left'].is === 'no' ? { how: 'not-sent', evidence: answers['delete-left'].evidence } : undefined;
}

function isTold(scene: Scene): boolean {
  return heardBy(scene).length > 0 || ikeSaEndedBefore(scene, scene.event(scene.sa?.outbound.deleted)) !== undefined;
}

/** Nothing says that a copy of the DELETE was lost: but what R logged was no longer on its way, so that S sent it untold. [C RFC 2408 3.15: IKEv1 sends no DELETE again] */
export function heardOnlyBehind(scene: Scene, answers: Answers): TimedEvent | undefined {
  if (answers['told-in-time'].is === 'yes' || answers['in-flight'].is !== 'no' || answers['sent-after-given-up'].is === 'yes')
    return undefined;
  return toldBehind(scene);
}

/** R's record does not say how X went, and S's does: with the IKE SA that R ended, behind a successor, or not at all, for R never had it. */
export function forgotAfter(scene: Scene, answers: Answers): Followed<Forgot> | undefined {
  const unheard = lostAnswer(scene);
  if (unheard !== undefined) return { how: 'never-had', evidence: scene.cite(unheard.made.ref, unheard.sent.ref) };
  const gone = scene.event(scene.sa?.outbound.deleted);
  if (gone === undefined || answers['deleted-at-receiver'].is === 'no') return undefined;
  const whole = ikeSaEndedBefore(scene, gone);
  if (whole !== undefined) return { how: 'deleted-with-ike-sa', evidence: scene.cite(whole.ref, gone.ref) };
  const successor = successorOf(scene, gone);
  return successor === undefined ? undefined : { how: 'replaced-at-rekey', evidence: scene.cite(successor.made.ref, gone.ref) };
}

/** A DELETE left R, and S, of which nothing says that it heard it, went on: it was lost, unless S's data plane is at fault, which takes a defect. [C RFC 2408 3.15; L] ike.md 8.4 */
function isPassedOver(scene: Scene, answers: Answers): boolean {
  const isLeft = answers['delete-left'].is === 'yes' && answers['delete-left'].grade !== 'hinted';
  const isHeard = heardBy(scene).length > 0 || answers['delete-lost'].is === 'no' || answers['sent-after-given-up'].is === 'yes';
  return isLeft && !isHeard && answers['goes-on'].is === 'yes';
}

/** What S itself told R to let go it has let go. */
const BY_WORD: ReadonlySet<string> = new Set<Forgot>(['deleted-by-peer', 'deleted-by-initial-contact']);
/** S knows of no end of X. */
const IN_THE_DARK: ReadonlySet<string> = new Set<Told>(['lost', 'unread', 'not-sent', 'late']);

export function sendsAfter(
  forgot: string,
  told: string,
  { scene, answers }: { scene: Scene; answers: Answers },
): Followed<Sends> | undefined {
  // Of what S does not hold, and what may be anybody's, nobody says that S sends it.
  if (answers['held-by-sender'].is === 'no' && answers.stranger.is !== 'no') return undefined;
  const goesOn = answers['goes-on'];
  const isUntold = IN_THE_DARK.has(told) || answers['sdwan-edge'].is === 'yes' || (told === 'not-needed' && !BY_WORD.has(forgot));
  if (!isUntold && goesOn.is !== 'yes') return undefined;
  return { how: 'still-current', evidence: goesOn.is === 'yes' ? goesOn.evidence : scene.cite(scene.logs[0]?.ref) };
}

/** S was told in time and the message came once, at that moment as far as the stamps tell: who hears that X is gone holds it no more as the SA to send with, so that what came had left before. [C RFC 2408 3.15] */
export function hadLeftBefore(
  told: string,
  sends: string,
  { scene, answers }: { scene: Scene; answers: Answers },
): Followed<Sends> | undefined {
  const isBoth = told === 'in-time' && sends === 'still-current' && isTold(scene);
  const isKept = answers['crossing-rekeys'].is === 'yes' || answers['crossing-initiations'].is === 'yes';
  if (!isBoth || isKept || answers['in-flight'].is !== 'yes') return undefined;
  return { how: 'in-flight', evidence: answers['in-flight'].evidence };
}
