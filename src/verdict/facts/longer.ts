/** Longer: whether X has time left at S when it is gone at R: by both ends' lines, by S's table, or by how they are configured. */
import type { Citation } from '../../ipsec/citation.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import type { PeerState } from '../../timeline/state.ts';
import { apart } from '../apart.ts';
import { citeShown, saIn, speaksIkev2 } from '../clues.ts';
import { endingOf, isWithin } from '../ending.ts';
import { type Answer, answerOf, type Fact, no, show, unknown, yes } from '../fact.ts';
import { givenUpAt, letGoBefore } from '../letting-go.ts';
import { lifetimeOf } from '../lifetime.ts';
import { listened } from '../listening.ts';
import { inFlightMs } from '../round-trip.ts';
import { oncePerScene, type Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { deleteLeft } from './telling.ts';

/** More than what two clocks and a tail account for. [L] */
const LEFT_SECONDS = 120;

const WANTS = [
  show('S', 'show crypto ipsec sa'),
  show('R', 'show running-config | section crypto', 'now'),
  show('S', 'show running-config | section crypto', 'now'),
];

export const longerAtSender: Fact = {
  id: 'longer-at-sender',
  link: 'sends',
  question: 'Has X a longer life at S than at R?',
  ask: (scene) => letGoAlready(scene) ?? lessSure(scene, byLife(scene)),
};

function byLife(scene: Scene): Answer {
  return (
    differsByLines(scene) ??
    leftAtSender(scene) ??
    sameByLines(scene) ??
    byConfiguration(scene) ??
    unknown(`how long ${scene.S} keeps ${scene.X} is not on record`, WANTS)
  );
}

/** S let X go so near to the message that the clocks do not tell whether it still had it: a longer life is of no use then. */
function lessSure(scene: Scene, answer: Answer): Answer {
  const gap = apart(givenUpAt(scene), scene.logs[0]);
  const isOpen = (gap !== undefined && gap.mostMs > inFlightMs(scene.timeline)) || (answer.grade !== 'shown' && mayBeTold(scene));
  return answer.is === 'yes' && isOpen ? { ...answer, grade: 'hinted', wants: WANTS } : answer;
}

/** A DELETE left R with the end of X, a packet came later than what was on its way, and nobody heard what S did: a data plane that went on looks alike, and has no use for the rest of a lifetime. [L] ike.md 8.5 */
function mayBeTold(scene: Scene): boolean {
  const { timeline, sender, incident } = scene;
  const ending = endingOf(scene);
  if (isWithin(ending?.toLast, inFlightMs(timeline)) !== false || answerOf(deleteLeft, scene).is !== 'yes') return false;
  if (saIn(timeline.states[sender], incident.spi, 'outbound') !== undefined) return false;
  const at = instantOn(scene, sender, ending?.event);
  return at === undefined || listened(timeline, 'ike', { side: sender, fromMs: at - 1, toMs: at }) !== 'yes';
}

function letGoAlready(scene: Scene): Answer | undefined {
  const gone = letGoBefore(scene);
  if (gone === undefined) return undefined;
  const grade = gone.side === scene.sender ? 'shown' : 'suggested';
  return no(`${scene.S} had let ${scene.X} go before the message`, scene.cite(gone.ref, scene.logs[0]?.ref), grade);
}

/** The lines by which R made X, and S took it, and how long each says that it lives. */
const printedOf = oncePerScene((scene) => {
  const { inbound, outbound } = scene.sa ?? {};
  const [born, taken] = [scene.event(inbound?.created) ?? scene.event(inbound?.deleted), scene.event(outbound?.created)];
  return { born, taken, mine: lifetimeOf(born), theirs: lifetimeOf(taken), evidence: scene.cite(born?.ref, taken?.ref) };
});

function differsByLines(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const { mine, theirs, evidence } = printedOf(scene);
  if (mine === undefined || theirs === undefined || mine === theirs) return undefined;
  return mine < theirs
    ? yes(`${X} lives ${mine} s at ${R} and ${theirs} s at ${S}`, evidence)
    : no(`${X} lives no longer at ${S}`, evidence);
}

/** How long each end keeps X, and whether they differ. */
const keptOf = oncePerScene((scene) => {
  const { receiver, sender, timeline } = scene;
  const { born, taken } = printedOf(scene);
  const ours = givenBy(scene, timeline.states[receiver], born);
  const others = givenBy(scene, timeline.states[sender], taken);
  const both = ours === undefined || others === undefined ? undefined : { ours, others, evidence: [...ours.evidence, ...others.evidence] };
  return { both, isApart: both !== undefined && both.ours.seconds !== both.others.seconds };
});

/** What both print counts in IKEv1, which negotiates it; in IKEv2 each end goes by its own. [C RFC 7296] */
function isSettled(scene: Scene): boolean {
  const { mine, theirs } = printedOf(scene);
  return mine !== undefined && theirs !== undefined && !speaksIkev2(scene);
}

function leftAtSender(scene: Scene): Answer | undefined {
  const listed = saIn(scene.timeline.states[scene.sender], scene.incident.spi, 'outbound');
  const left = listed?.value.remainingSeconds ?? 0;
  if (left <= LEFT_SECONDS) return undefined;
  const { both, isApart } = keptOf(scene);
  return yes(
    `${scene.X} has ${left} s left at ${scene.S}`,
    [...citeShown(listed), ...(both !== undefined && isApart ? both.evidence : [])],
    isApart && !isSettled(scene) ? 'shown' : 'suggested',
    WANTS,
  );
}

function sameByLines(scene: Scene): Answer | undefined {
  const { mine, theirs, evidence } = printedOf(scene);
  const said = `both ends gave ${scene.X} ${mine} s`;
  if (isSettled(scene)) return no(said, evidence);
  const isSame = mine !== undefined && mine === theirs && !keptOf(scene).isApart;
  return isSame ? no(said, evidence, 'suggested', WANTS) : undefined;
}

function byConfiguration(scene: Scene): Answer | undefined {
  const { both, isApart } = keptOf(scene);
  if (both === undefined) return undefined;
  const { ours, others, evidence } = both;
  if (!isApart) return no('both ends are configured for the same lifetime', evidence, 'suggested');
  return ours.seconds < others.seconds
    ? yes(`${scene.R} ${ours.said}, ${scene.S} ${others.said}`, evidence, 'suggested', WANTS)
    : yes('the configured lifetimes differ', evidence, 'hinted', WANTS);
}

interface Given {
  seconds: number;
  /** `is configured for 3600 s` */
  said: string;
  evidence: Citation[];
}

/** How long an end keeps X: as it is configured, or, in IKEv2, where each goes by its own configuration alone, as it prints with X. [C RFC 7296 2.8] */
function givenBy(scene: Scene, { ipsecLifetimeSeconds: configured }: PeerState, event: TimedEvent | undefined): Given | undefined {
  if (configured !== undefined)
    return { seconds: configured.value, said: `is configured for ${configured.value} s`, evidence: citeShown(configured) };
  const printed = speaksIkev2(scene) ? lifetimeOf(event) : undefined;
  return printed === undefined ? undefined : { seconds: printed, said: `gave ${scene.X} ${printed} s`, evidence: scene.cite(event?.ref) };
}
