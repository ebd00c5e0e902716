/** Restart: R came without the SA because it had started anew, by its own message, or by its uptime against the age of X. */
import type { Citation } from '../../ipsec/citation.ts';
import { SIDES } from '../../ipsec/side.ts';
import { UPTIME_MAX_MS } from '../../timeline/clock-step.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import type { Cited } from '../../timeline/state.ts';
import { apart, hasOwnStamp, isBefore } from '../apart.ts';
import { before, citeShown } from '../clues.ts';
import { type Answer, debug, type Fact, log, no, show, unknown, yes } from '../fact.ts';
import { isLongSince } from '../long-since.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { bornAtSender } from './birth.ts';

/** `show version` prints whole minutes, and a clock may have been set after the start. [L] */
const UPTIME_SLACK_MS = 120_000;
/** No SA lives longer than this without a rekey. [L] */
const LONG_LIFE_MS = 86_400_000;

export const reloaded: Fact = {
  id: 'reloaded',
  link: 'forgot',
  question: 'Did R restart while it had X?',
  ask: (scene) => {
    const restart = before(scene, scene.receiver, 'reload').at(-1);
    return restart === undefined ? (byStamp(scene) ?? byUptime(scene)) : (tooLate(scene, restart) ?? byMessage(scene, restart));
  },
};

/** R made X since, or had deleted it before. */
function tooLate(scene: Scene, restart: TimedEvent): Answer | undefined {
  const { R, X, sa } = scene;
  if (scene.isYoungerThan(restart))
    return no(`${X} was made after ${R} had restarted`, scene.cite(restart.ref, ...scene.births.map(({ ref }) => ref)));
  const gone = scene.event(sa?.inbound.deleted);
  if (gone === undefined || isBefore(gone, restart) !== 'yes') return undefined;
  return no(`${R} had deleted ${X} before it restarted`, scene.cite(gone.ref, restart.ref));
}

function byMessage(scene: Scene, restart: TimedEvent): Answer {
  const { R, S, X, sa } = scene;
  const born = scene.event(sa?.outbound.switched ?? sa?.outbound.created);
  const evidence = scene.cite(restart.ref, born?.ref);
  if (born !== undefined && isBefore(born, restart) === 'yes') return yes(`${R} restarted, and ${S} has ${X} from before`, evidence);
  const quiet = apart(restart, scene.logs[0])?.leastMs ?? 0;
  const lived = livedAtSender(scene);
  if (lived !== undefined && quiet > lived + UPTIME_SLACK_MS)
    return unknown(`${R} restarted longer ago than ${S} has ${X} on record`, [debug('R', 'ipsec', 'at the making')], evidence);
  if (isMadeSince(scene, born, restart)) {
    const said = `${R} restarted before ${S} made ${X}, by two clocks that follow a time server`;
    return unknown(said, [debug('R', 'ike', 'at the making')], evidence);
  }
  const grade = isLongSince(scene, restart) ? 'hinted' : 'suggested';
  return yes(`${R} restarted before the message`, evidence, grade, [debug('S', 'ipsec', 'at the making')]);
}

/** Two clocks that no message ties, but each of which follows a time server, are right to a second or so. [L] */
function areRight({ timeline }: Scene): boolean {
  return SIDES.every((side) => timeline.states[side].isNtpSynchronised?.value === true && timeline.stampedIn[side].isKnown);
}

function isMadeSince(scene: Scene, born: TimedEvent | undefined, restart: TimedEvent): boolean {
  return areRight(scene) && born?.at != null && restart.at !== null && born.at > restart.at;
}

const DAY_S = 86_400;
/** Longer than anybody waits before asking a router, and longer than any SA lives. [L] */
const LONG_UP_S = 14 * DAY_S;

const UPTIME_WANTS = [show('R', 'show version'), show('R', 'show clock')];

/** Two stamps of uptime, and the clock of S that is tied to them. [L] */
const STAMP_SLACK_MS = 10_000;

/** R stamps its uptime, and had been up for less long when it logged X than S had X. [C ike.md 2] */
function byStamp(scene: Scene): Answer | undefined {
  const { R, S, X, logs, sa } = scene;
  const [first] = logs;
  const born = bornAtSender(scene);
  const age = apart(born, first)?.leastMs;
  if (first?.at == null || first.at > UPTIME_MAX_MS || age === undefined || age <= first.at + STAMP_SLACK_MS) return undefined;
  if (sa?.inbound.created != null || sa?.inbound.deleted != null) return undefined;
  const said = `${R} had been up for ${Math.round(first.at / 1000)} s, by its stamps, when it logged ${X}, which ${S} had for longer`;
  return yes(said, scene.cite(born?.ref, first.ref), 'suggested', UPTIME_WANTS);
}

/** The restart's own messages may be gone from the log: the uptime tells of it too. */
function byUptime(scene: Scene): Answer {
  const { receiver: side, timeline, logs } = scene;
  const { uptimeSeconds } = timeline.states[side];
  const firstAt = logs[0]?.at ?? undefined;
  const start = startOf(scene);
  // A later one tells nothing of those before it.
  const isLater = start !== undefined && firstAt !== undefined && start.startedAt - UPTIME_SLACK_MS > firstAt;
  if (start === undefined && uptimeSeconds !== undefined && uptimeSeconds.value > LONG_UP_S) return upForWeeks(scene, uptimeSeconds);
  if (start === undefined || firstAt === undefined || isLater)
    return silent(scene, { side, heard: 'log', since: scene.births[0], what: 'no restart', wants: UPTIME_WANTS });
  return notSince(scene, firstAt, start) ?? withItsLife(scene, start) ?? sinceItsMaking(scene, firstAt, start);
}

/** When it was shown nobody knows; but a router that has been up for weeks has not just restarted. */
function upForWeeks({ R }: Scene, uptime: Cited<number>): Answer {
  const said = `${R} had been up for ${Math.floor(uptime.value / DAY_S)} days when it was asked`;
  return no(said, citeShown(uptime), 'suggested', UPTIME_WANTS);
}

/** On R's own clock, by the line that shows its uptime: no later, and up to a minute before. */
interface Start {
  startedAt: number;
  cited: Citation[];
}

function startOf({ receiver, timeline }: Scene): Start | undefined {
  const { startedAt, clockAt } = timeline.states[receiver];
  const { isKnown, by } = timeline.stampedIn[receiver];
  // Stamps whose year is a guess, or whose zone nobody knows, are in no relation to a date.
  const isComparable = timeline.isYearKnown && (clockAt !== undefined || (isKnown && by === 'device'));
  return startedAt === undefined || !isComparable ? undefined : { startedAt: startedAt.value, cited: citeShown(startedAt) };
}

function notSince({ R }: Scene, firstAt: number, { startedAt, cited }: Start): Answer | undefined {
  return startedAt < firstAt - LONG_LIFE_MS ? no(`${R} has been up since long before the message`, cited) : undefined;
}

/** R itself recorded the making of X, or its end. */
function withItsLife(scene: Scene, { startedAt, cited }: Start): Answer | undefined {
  const { R, X, sa } = scene;
  const [made, gone] = [scene.event(sa?.inbound.created), scene.event(sa?.inbound.deleted)];
  const evidence = [...cited, ...scene.cite(made?.ref, gone?.ref)];
  if ([made, gone].some((event) => event?.at != null && event.at > startedAt))
    return no(`${R} has not restarted between the making of ${X} and the message`, evidence);
  if (gone?.at != null)
    return gone.at < startedAt - UPTIME_SLACK_MS ? no(`${R} had deleted ${X} before it restarted`, evidence) : undefined;
  if (made?.at == null || made.at > startedAt - UPTIME_SLACK_MS) return undefined;
  return yes(`${R} made ${X}, and restarted since, by its uptime`, evidence, 'suggested', [log('R', 'before the end')]);
}

function sinceItsMaking(scene: Scene, firstAt: number, { startedAt, cited }: Start): Answer {
  const { R, X } = scene;
  const [born, bootAt] = onOneClock(scene, startedAt) ?? [];
  if (born === undefined || bootAt === undefined) {
    const evidence = [...cited, ...scene.cite(bornAtSender(scene)?.ref)];
    if (isOutlived(scene))
      return yes(`${R} has been up for less long than ${scene.S} had ${X}`, evidence, 'hinted', [show('R', 'show clock')]);
    const said = `${R} restarted within a day of the message; whether ${X} is older is not on record`;
    return unknown(said, [debug('S', 'ipsec', 'at the making')], cited);
  }
  if (born - bootAt > -UPTIME_SLACK_MS) return no(`${X} was made after ${R} had restarted`, cited);
  // Whether just before the message or just behind it, whole minutes do not tell.
  const grade = startedAt > firstAt ? 'hinted' : 'suggested';
  return yes(`${R} restarted, by its uptime, and ${X} is older`, cited, grade, [log('R', 'before the end')]);
}

/** When S had X first, and the start: on a's clock, or each by a clock that follows a time server. */
function onOneClock(scene: Scene, startedAt: number): [number, number] | undefined {
  const { receiver, timeline } = scene;
  const born = bornAtSender(scene);
  if (born?.commonAt != null && timeline.clock.offsetMs !== null)
    return [born.commonAt, receiver === 'b' ? startedAt - timeline.clock.offsetMs : startedAt];
  return born?.at != null && areRight(scene) ? [born.at, startedAt] : undefined;
}

/** Where nothing ties the two clocks: for how long S has had X, by its own, from its making to the end of what S recorded or was asked. */
function livedAtSender(scene: Scene): number | undefined {
  const { sender, timeline } = scene;
  const born = bornAtSender(scene)?.at;
  const lastAt = timeline.events.findLast((event) => event.side === sender && hasOwnStamp(event))?.at;
  if (born == null || lastAt == null) return undefined;
  return Math.max(lastAt, timeline.states[sender].clockAt?.value ?? lastAt) - born;
}

/** The two ends are asked within minutes of each other, as a rule. [L] */
const ASKED_APART_MS = 600_000;
/** Two clocks that show the same time when they are asked are set right, and were asked at once; that they differ by just what lay between is chance. [L] */
const AT_ONCE_ASKED_MS = 30_000;

/** Each end by its own clock: R's uptime against the age of X at S. [L] ike.md 8.1 */
function isOutlived(scene: Scene): boolean {
  const { uptimeSeconds, clockAt } = scene.timeline.states[scene.receiver];
  const lived = livedAtSender(scene);
  const atSender = scene.timeline.states[scene.sender].clockAt;
  const areAtOnce = clockAt !== undefined && atSender !== undefined && Math.abs(clockAt.value - atSender.value) < AT_ONCE_ASKED_MS;
  const apartMs = areAtOnce ? UPTIME_SLACK_MS : ASKED_APART_MS;
  return uptimeSeconds !== undefined && lived !== undefined && lived - uptimeSeconds.value * 1000 > apartMs;
}
