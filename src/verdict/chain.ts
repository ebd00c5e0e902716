/** The chain is an incident as four links: why R does not know X, whether S was told, why S sends with X, and what ends it. */
import type { Citation } from '../ipsec/citation.ts';
import type { CauseRule } from './cause.ts';
import { CAUSES } from './causes/index.ts';
import { citeShown, shownSending } from './clues.ts';
import type { Confidence } from './confidence.ts';
import { lateWord } from './copies.ts';
import { printWanted } from './decide.ts';
import type { EndIso } from './end.ts';
import { endingOf } from './ending.ts';
import type { Answer, Link as LinkId } from './fact.ts';
import { type Answers, FACTS, type FactId } from './facts/index.ts';
import { type Followed, forgotAfter, type Sends, sendsAfter, type Told, toldAfter } from './following.ts';
import { type Forgot, forgettingOf } from './forgetting.ts';
import { factOf, type Inference } from './infer.ts';
import { printInstant } from './instant.ts';
import { letGoBefore } from './letting-go.ts';
import type { Healed, Healing } from './over.ts';
import type { Scene } from './scene.ts';
import { wordOfSender } from './sender-word.ts';
import { shutdownOf } from './shutdown.ts';

export interface Link<How extends string> {
  how: How | 'unknown';
  /** ISO 8601 on a's clock; null when it is not known. */
  at: string | null;
  confidence: Confidence;
  evidence: Citation[];
  wouldDecide: string[];
}

export type Heals = 'healed' | 'expires' | 'dpd' | 'rekey' | 'delete' | 'operator';

export interface Chain {
  forgot: Link<Forgot>;
  told: Link<Told>;
  sends: Link<Sends>;
  /** `at`: when it ended; `latest`: when it ends at the latest. Neither lies before the last message. */
  heals: Omit<Link<Heals>, 'at'> & { at: EndIso | null; latest: EndIso | null };
}

/** What a link says, by which fact; the first that is answered so counts. */
type Reading<How extends string> = readonly [How, FactId, 'yes' | 'no'];

const TOLD: readonly Reading<Told>[] = [
  ['not-needed', 'used-too-early', 'yes'],
  ['not-needed', 'killed-when-new', 'yes'],
  ['not-needed', 'stranger', 'yes'],
  ['not-needed', 'refused-by-receiver', 'yes'],
  ['not-needed', 'alive-elsewhere', 'yes'],
  ['not-needed', 'held-by-receiver', 'yes'],
  ['not-needed', 'deleted-by-sender', 'yes'],
  ['in-time', 'told-in-time', 'yes'],
  ['lost', 'delete-lost', 'yes'],
  ['not-sent', 'delete-unsendable', 'yes'],
  ['not-sent', 'reloaded', 'yes'],
  ['not-sent', 'took-over', 'yes'],
  ['not-sent', 'delete-left', 'no'],
  ['in-time', 'delete-lost', 'no'],
  ['not-needed', 'missing-in-data-plane', 'yes'],
  // What R has not deleted it need not tell.
  ['not-needed', 'deleted-at-receiver', 'no'],
];

const SENDS: readonly Reading<Sends>[] = [
  ['not-the-sender', 'stranger', 'yes'],
  ['early', 'used-too-early', 'yes'],
  // S keeps the one that R gave up as a duplicate.
  ['still-current', 'crossing-rekeys', 'yes'],
  ['still-current', 'crossing-initiations', 'yes'],
  ['early', 'killed-when-new', 'yes'],
  ['data-plane-stale', 'sent-after-given-up', 'yes'],
  ['in-flight', 'told-in-time', 'yes'],
  ['still-current', 'delete-lost', 'yes'],
  ['still-current', 'delete-left', 'no'],
  ['in-flight', 'in-flight', 'yes'],
  ['still-current', 'held-by-sender', 'yes'],
];

export function chainOf(scene: Scene, inference: Inference, healing: Healed): Chain {
  const forgot = followed(forgotOf(scene, inference), () => forgotAfter(scene, inference.answers));
  const told = followed(toldOf(scene, inference), () =>
    toldAfter(forgot.how, scene, { answers: inference.answers, best: inference.best?.id }),
  );
  const sends = followed(sendsOf(scene, inference), () => sendsAfter(forgot.how, told.how, { scene, answers: inference.answers }));
  return { forgot, told, sends, heals: healsOf(healing) };
}

/** What no fact says may follow from the links before it: possible, no more. */
function followed<How extends string>(link: Link<How>, follow: () => Followed<How> | undefined): Link<How> {
  const found = link.how === 'unknown' ? follow() : undefined;
  return found === undefined ? link : { ...link, ...found };
}

/** What was to be rekeyed and was not ran out; of two IKE SAs at once R could not install the one. */
const FORGOTTEN_IN: Readonly<Record<string, Forgot>> = {
  'simultaneous-rekey': 'deleted-as-duplicate',
  'rekey-refused': 'deleted-by-lifetime',
  'simultaneous-initiation': 'rejected',
};

function forgotOf(scene: Scene, inference: Inference): Link<Forgot> {
  const { answers, best } = inference;
  const said = forgettingOf(answers);
  const cause: CauseRule | undefined = best === undefined ? undefined : CAUSES[best.id];
  const at = printInstant(endingOf(scene)?.event);
  // It was not there yet when the packet came, and went because of it: where that is the cause it is the reason, too.
  const killed = answers['killed-when-new'];
  if (best?.id === 'new-sa-killed-by-early-packet' && killed.is === 'yes')
    return { how: 'killed-by-early-packet', at, ...partsOf(scene, killed, inference) };
  if (said.by !== undefined) return { how: nearerOf(scene, said.how), at, ...partsOf(scene, answers[said.by], inference) };
  const shut = shutdownOf(scene);
  if (shut !== undefined)
    return {
      how: 'deleted-by-operator',
      at,
      confidence: 'likely',
      evidence: scene.cite(shut.ref, endingOf(scene)?.event.ref),
      wouldDecide: [],
    };
  // A world in which R can have forgotten in one way only.
  const only = onlyWay(cause, answers);
  const core = cause === undefined ? undefined : answers[factOf(cause.requires[0]).id];
  if (only !== undefined && core !== undefined) return { how: only, at, ...partsOf(scene, core, inference), confidence: 'possible' };
  const made = answers['made-at-receiver'];
  if (made.is === 'no' && made.grade !== 'hinted') return { how: 'never-had', at: null, ...partsOf(scene, made, inference) };
  return {
    how: 'unknown',
    at,
    confidence: 'possible',
    evidence: answers['deleted-at-receiver'].evidence,
    wouldDecide: wantedFor(scene, answers, 'forgot'),
  };
}

/** What R made it has had. */
function onlyWay(cause: CauseRule | undefined, answers: Answers): Forgot | undefined {
  const way = cause?.forgot.length === 1 ? cause.forgot[0] : FORGOTTEN_IN[cause?.id ?? ''];
  const made = answers['made-at-receiver'];
  return way === 'never-had' && made.is === 'yes' && made.grade === 'shown' ? undefined : way;
}

/** S's word was a DELETE, or that it knows of no SA but the new one. */
function nearerOf(scene: Scene, how: Forgot | 'unknown'): Forgot | 'unknown' {
  return how === 'deleted-by-peer' && wordOfSender(scene)?.kind === 'notify' ? 'deleted-by-initial-contact' : how;
}

function toldOf(scene: Scene, inference: Inference): Link<Told> {
  const link = readLink(scene, inference, TOLD, 'told');
  if (link.how !== 'lost') return link;
  const heard = (scene.sa?.deleteReceived ?? []).flatMap((ref) => scene.event(ref) ?? []).at(0) ?? lateWord(scene);
  return heard === undefined
    ? link
    : { ...link, how: 'late', at: printInstant(heard), evidence: [...link.evidence, ...scene.cite(heard.ref)] };
}

/** What S's own record says that it had let go it no longer sent by: its data plane did, for a moment or for good. [L] ike.md 8.5 */
function sendsOf(scene: Scene, inference: Inference): Link<Sends> {
  const link = readLink(scene, inference, SENDS, 'sends');
  const { stranger, 'used-too-early': early, 'sent-after-given-up': stale } = inference.answers;
  if (inference.best?.id === 'foreign-traffic' && stranger.is === 'yes')
    return { how: 'not-the-sender', at: null, ...partsOf(scene, stranger, inference) };
  if (inference.best?.id === 'rekey-race' && early.is === 'yes') return { how: 'early', at: null, ...partsOf(scene, early, inference) };
  if (inference.best?.id === 'sender-data-plane-stale' && stale.is === 'yes')
    return { how: 'data-plane-stale', at: null, ...partsOf(scene, stale, inference) };
  if (inference.best?.id === 'sender-data-plane-stale')
    return { ...link, how: 'data-plane-stale', confidence: 'possible', evidence: scene.cite(scene.logs[0]?.ref) };
  const shown = shownSending(scene, scene.logs[0]);
  // S lists X, and sends with another by now: whether it did so when the packets left is not shown.
  if (link.how === 'still-current' && shown?.value.isCurrent === false)
    return { ...link, confidence: 'possible', evidence: [...link.evidence, ...citeShown(shown)] };
  const gone = letGoBefore(scene);
  if (gone === undefined || (link.how !== 'still-current' && link.how !== 'unknown')) return link;
  return {
    ...link,
    how: 'data-plane-stale',
    at: printInstant(gone),
    confidence: 'possible',
    evidence: scene.cite(gone.ref, scene.logs[0]?.ref),
  };
}

function readLink<How extends string>(scene: Scene, inference: Inference, readings: readonly Reading<How>[], link: LinkId): Link<How> {
  const { answers } = inference;
  const open = readings.filter(([, id, is]) => answers[id].is === is && answers[id].grade !== 'hinted');
  const [found] = open;
  if (found === undefined)
    return { how: 'unknown', at: null, confidence: 'possible', evidence: [], wouldDecide: wantedFor(scene, answers, link) };
  const [how, id] = found;
  return { how, at: null, ...partsOf(scene, answers[id], inference) };
}

/** A link is no surer than the world that it belongs to. */
function partsOf(
  scene: Scene,
  { grade, evidence, wants }: Answer,
  { confidence }: Inference,
): Pick<Link<never>, 'confidence' | 'evidence' | 'wouldDecide'> {
  const own: Confidence = grade === 'shown' && confidence === 'certain' ? 'certain' : grade === 'hinted' ? 'possible' : 'likely';
  return { confidence: own, evidence, wouldDecide: own === 'certain' ? [] : wants.map((wanted) => printWanted(wanted, scene)) };
}

const LOOKS_MAX = 3;

function wantedFor(scene: Scene, answers: Answers, link: LinkId): string[] {
  const ids = (Object.keys(FACTS) as FactId[]).filter((id) => FACTS[id].link === link && answers[id].is === 'unknown');
  return [...new Set(ids.flatMap((id) => answers[id].wants.map((wanted) => printWanted(wanted, scene))))].slice(0, LOOKS_MAX);
}

const ENDED: Readonly<Record<NonNullable<Healing['by']>, Heals>> = {
  delete: 'delete',
  'new-sa': 'rekey',
  dpd: 'dpd',
  recovery: 'delete',
  lifetime: 'expires',
  operator: 'operator',
  contact: 'healed',
  sender: 'healed',
};

function healsOf({ will, by, at, confidence, evidence }: Healed): Chain['heals'] {
  const base = { confidence, evidence, wouldDecide: [] };
  if (will === 'unknown' || will === 'down') return { how: 'unknown', at: null, latest: null, ...base };
  if (will === 'healed') return { how: by === null ? 'healed' : ENDED[by], at, latest: null, ...base };
  return { how: by === null ? 'unknown' : ENDED[by], at: null, latest: at, ...base };
}
