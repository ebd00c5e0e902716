/** The chain is an incident as four links: why R does not know X, whether S was told, why S sends with X, and what ends it. */
import type { TimedEvent } from '../timeline/model.ts';
import { toldBehind } from './answered.ts';
import { citeShown, shownSending } from './clues.ts';
import { lateWord } from './copies.ts';
import type { EndIso } from './end.ts';
import type { Link as LinkId } from './fact.ts';
import type { FactId } from './facts/index.ts';
import { type Followed, forgotAfter, hadLeftBefore, heardOnlyBehind, type Sends, sendsAfter, type Told, toldAfter } from './following.ts';
import type { Forgot } from './forgetting.ts';
import type { Inference } from './infer.ts';
import { printInstant } from './instant.ts';
import { letGoBefore, wentOverAt } from './letting-go.ts';
import { type Link, partsOf, wantedFor } from './link.ts';
import type { Healed, Healing } from './over.ts';
import type { Scene } from './scene.ts';
import { unreadAtSender } from './unread.ts';
import { forgotOf } from './why-forgotten.ts';

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
];

/** What R had and has not deleted it need not tell; of an X that its record does not know nobody can say that it was never there to be told of. */
const NOT_DELETED: Reading<Told> = ['not-needed', 'deleted-at-receiver', 'no'];

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
  const found = followed(toldOf(scene, inference), () =>
    toldAfter(forgot.how, scene, { answers: inference.answers, best: inference.best?.id }),
  );
  const told = notLost(scene, found);
  const { answers } = inference;
  const held = followed(sendsOf(scene, inference), () => sendsAfter(forgot.how, told.how, { scene, answers }));
  const left = hadLeftBefore(told.how, held.how, { scene, answers });
  const sends: Link<Sends> = left === undefined ? held : { ...held, ...left, confidence: 'possible' };
  return { forgot, told, sends, heals: healsOf(healing) };
}

/** What no fact says may follow from the links before it: possible, no more. */
function followed<How extends string>(link: Link<How>, follow: () => Followed<How> | undefined): Link<How> {
  const found = link.how === 'unknown' ? follow() : undefined;
  return found === undefined ? link : { ...link, ...found };
}

/** What came and could not be read was not lost on the way. */
function notLost(scene: Scene, link: Link<Told>): Link<Told> {
  const unread = link.how === 'lost' ? unreadAtSender(scene) : undefined;
  return unread === undefined ? link : { ...link, how: 'unread', evidence: [...link.evidence, ...scene.cite(unread.ref)] };
}

function toldOf(scene: Scene, inference: Inference): Link<Told> {
  const isHad = inference.answers['made-at-receiver'].is === 'yes' || scene.sa?.inbound.deleted != null;
  const link = readLink(scene, inference, isHad ? [...TOLD, NOT_DELETED] : TOLD, 'told');
  const behind = link.how === 'in-time' ? heardOnlyBehind(scene, inference.answers) : toldWhenItWent(scene, inference, link);
  if (behind !== undefined) return { ...link, how: 'late', at: printInstant(behind), evidence: scene.cite(scene.logs[0]?.ref, behind.ref) };
  if (link.how !== 'lost') return link;
  const heard = (scene.sa?.deleteReceived ?? []).flatMap((ref) => scene.event(ref) ?? []).at(0) ?? lateWord(scene);
  return heard === undefined
    ? link
    : { ...link, how: 'late', at: printInstant(heard), evidence: [...link.evidence, ...scene.cite(heard.ref)] };
}

/** R let X go behind its message, and told S with that: later than the packet, but told. */
function toldWhenItWent(scene: Scene, { answers }: Inference, link: Link<Told>): TimedEvent | undefined {
  const isGoneBehind = scene.sa?.inbound.deleted != null && answers['deleted-at-receiver'].is === 'no';
  return link.how === 'not-sent' && isGoneBehind ? toldBehind(scene) : undefined;
}

function sendsOf(scene: Scene, inference: Inference): Link<Sends> {
  const link = readLink(scene, inference, SENDS, 'sends');
  const own = asItsCauseSays(scene, inference, link) ?? sendsAnotherNow(scene, link) ?? hadLetGo(scene, link);
  return own ?? hadGoneOver(scene, inference, link) ?? link;
}

/** Of the causes that are a reason to send themselves, with the fact that shows it. */
const SENDS_IN: Readonly<Record<string, readonly [Sends, FactId]>> = {
  'foreign-traffic': ['not-the-sender', 'stranger'],
  'rekey-race': ['early', 'used-too-early'],
  'sender-data-plane-stale': ['data-plane-stale', 'sent-after-given-up'],
};

function asItsCauseSays(scene: Scene, inference: Inference, link: Link<Sends>): Link<Sends> | undefined {
  const { answers, best } = inference;
  const [how, id] = SENDS_IN[best?.id ?? ''] ?? [];
  if (how === undefined || id === undefined) return undefined;
  if (answers[id].is === 'yes') return { how, at: null, ...partsOf(scene, answers[id], inference) };
  if (how !== 'data-plane-stale') return undefined;
  return { ...link, how, confidence: 'possible', evidence: scene.cite(scene.logs[0]?.ref) };
}

/** S lists X, and sends with another by now: whether it did so when the packets left is not shown. */
function sendsAnotherNow(scene: Scene, link: Link<Sends>): Link<Sends> | undefined {
  const shown = link.how === 'still-current' ? shownSending(scene, scene.logs[0]) : undefined;
  if (shown?.value.isCurrent !== false) return undefined;
  return { ...link, confidence: 'possible', evidence: [...link.evidence, ...citeShown(shown)] };
}

/** What S's own record says that it had let go it no longer sent by: its data plane did, for a moment or for good. [L] ike.md 8.5 */
function hadLetGo(scene: Scene, link: Link<Sends>): Link<Sends> | undefined {
  const isOpen = link.how === 'still-current' || link.how === 'unknown';
  const gone = isOpen ? letGoBefore(scene) : undefined;
  if (gone === undefined) return undefined;
  const evidence = scene.cite(gone.ref, scene.logs[0]?.ref);
  return { ...link, how: 'data-plane-stale', at: printInstant(gone), confidence: 'possible', evidence };
}

/** By its own line S sent with another SA by then: it may hold X still, and it was its data plane that used it. [C ike.md 4.1; L] */
function hadGoneOver(scene: Scene, { answers }: Inference, link: Link<Sends>): Link<Sends> | undefined {
  const { is, evidence } = answers['sent-after-given-up'];
  const over = is === 'yes' && link.how === 'still-current' ? wentOverAt(scene) : undefined;
  return over === undefined ? undefined : { ...link, how: 'data-plane-stale', at: printInstant(over), confidence: 'possible', evidence };
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
