/** Loss: R came without the SA: it restarted, was short of resources, or missed a group key. */
import { namesAddress } from '../../ipsec/address-in-text.ts';
import type { Citation } from '../../ipsec/citation.ts';
import type { SyslogEvent } from '../../ipsec/event.ts';
import type { EventRef, TimedEvent } from '../../timeline/model.ts';
import type { Cited } from '../../timeline/state.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf, before, citeShown, syslogsBefore } from '../clues.ts';
import { type Answer, answerOf, debug, type Fact, log, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { bornAtSender } from './birth.ts';
import { deleteUnsendable } from './telling.ts';

/** `show version` prints whole minutes, and a clock may have been set after the start. [L] */
const UPTIME_SLACK_MS = 120_000;
/** What S had from before would have been logged within a minute of its next packet: after so long a silence X may be younger. [L] */
const LONG_QUIET_MS = 3_600_000;
/** No SA lives longer than this without a rekey. [L] */
const LONG_LIFE_MS = 86_400_000;

export const reloaded: Fact = {
  id: 'reloaded',
  link: 'forgot',
  question: 'Did R restart while it had X?',
  ask: (scene) => {
    const { receiver, R, S, X, sa } = scene;
    const restart = before(scene, receiver, 'reload').at(-1);
    if (restart === undefined) return byUptime(scene);
    if (scene.isYoungerThan(restart))
      return no(`${X} was made after ${R} had restarted`, scene.cite(restart.ref, ...scene.births.map(({ ref }) => ref)));
    const gone = scene.event(sa?.inbound.deleted);
    if (gone !== undefined && isBefore(gone, restart) === 'yes')
      return no(`${R} had deleted ${X} before it restarted`, scene.cite(gone.ref, restart.ref));
    const born = scene.event(sa?.outbound.switched ?? sa?.outbound.created);
    const evidence = scene.cite(restart.ref, born?.ref);
    const said = `${R} restarted, and ${S} has ${X} from before`;
    if (born !== undefined && isBefore(born, restart) === 'yes') return yes(said, evidence);
    const quiet = apart(restart, scene.logs[0]);
    const isLongQuiet = born === undefined && quiet !== undefined && quiet.leastMs > LONG_QUIET_MS;
    return yes(`${R} restarted before the message`, evidence, isLongQuiet ? 'hinted' : 'suggested', [debug('S', 'ipsec', 'at the making')]);
  },
};

const DAY_S = 86_400;
/** Longer than anybody waits before asking a router, and longer than any SA lives. [L] */
const LONG_UP_S = 14 * DAY_S;

const UPTIME_WANTS = [show('R', 'show version'), show('R', 'show clock')];

/** The restart's own messages may be gone from the log: the uptime tells of it too. */
function byUptime(scene: Scene): Answer {
  const { receiver: side, timeline, logs } = scene;
  const { uptimeSeconds, clockAt } = timeline.states[side];
  const firstAt = logs[0]?.at ?? undefined;
  if (uptimeSeconds !== undefined && clockAt === undefined && uptimeSeconds.value > LONG_UP_S) return upForWeeks(scene, uptimeSeconds);
  if (uptimeSeconds === undefined || clockAt === undefined || firstAt === undefined)
    return silent(scene, { side, heard: 'log', since: scene.births[0], what: 'no restart', wants: UPTIME_WANTS });
  const start = { startedAt: clockAt.value - uptimeSeconds.value * 1000, cited: citeShown(uptimeSeconds) };
  return notSince(scene, firstAt, start) ?? sinceItsMaking(scene, start);
}

/** When it was shown nobody knows; but a router that has been up for weeks has not just restarted. */
function upForWeeks({ R }: Scene, uptime: Cited<number>): Answer {
  const said = `${R} had been up for ${Math.floor(uptime.value / DAY_S)} days when it was asked`;
  return no(said, citeShown(uptime), 'suggested', UPTIME_WANTS);
}

/** On R's own clock, by the line that shows its uptime. */
interface Start {
  startedAt: number;
  cited: Citation[];
}

function notSince({ R, X, sa }: Scene, firstAt: number, { startedAt, cited }: Start): Answer | undefined {
  if (startedAt < firstAt - LONG_LIFE_MS) return no(`${R} has been up since long before the message`, cited);
  if (startedAt <= firstAt && sa?.inbound.created == null && sa?.inbound.deleted == null) return undefined;
  return no(`${R} has not restarted between the making of ${X} and the message`, cited);
}

function sinceItsMaking(scene: Scene, { startedAt, cited }: Start): Answer {
  const { receiver, R, X, timeline } = scene;
  const born = bornAtSender(scene)?.commonAt ?? undefined;
  const bootAt = receiver === 'b' ? startedAt - (timeline.clock.offsetMs ?? Number.NaN) : startedAt;
  if (born === undefined || Number.isNaN(bootAt)) {
    const said = `${R} restarted within a day of the message; whether ${X} is older is not on record`;
    return unknown(said, [debug('S', 'ipsec', 'at the making')], cited);
  }
  if (born - bootAt > -UPTIME_SLACK_MS) return no(`${X} was made after ${R} had restarted`, cited);
  return yes(`${R} restarted, by its uptime, and ${X} is older`, cited, 'suggested', [log('R', 'before the end')]);
}

/** `%SYS-2-MALLOCFAIL`, `%CRYPTO-4-IKE_DENY_SA_REQ`, `%CRYPTO-3-…: … call admission` [L] */
const EXHAUSTED = /^SYS-MALLOCFAIL|IKE_DENY_SA_REQ|call admission|maximum .*SAs|out of memory|NOMEMORY|insufficient/i;
const SHORT_MS = 1_800_000;
/** `IKE denied an INCOMING SA request from 198.51.100.1 to 192.0.2.1 due to IKE SA LIMIT REACHED` [L] */
const DENIED = /IKE_DENY_SA_REQ/;

export const shortOfResources: Fact = {
  id: 'short-of-resources',
  link: 'forgot',
  question: 'Was R short of memory, or did its call admission control refuse a new SA?',
  ask: (scene) => {
    const { R, S, receiver } = scene;
    const wants = [show('R', 'show crypto call admission statistics')];
    const events = syslogsBefore(scene, receiver, EXHAUSTED, SHORT_MS);
    if (events.length === 0) return silent(scene, { side: receiver, heard: 'log', since: scene.births[0], what: 'no shortage', wants });
    const denied = events.filter((event) => isDenial(scene, event));
    if (denied.length > 0)
      return yes(`${R} was short of resources, and refused an IKE SA with ${S}`, scene.cite(...lastRefs(denied)), 'suggested', wants);
    // Why the IKE SA was gone is another matter, unless one with S was refused.
    const isOther = answerOf(deleteUnsendable, scene).is === 'yes';
    return yes(`${R} was short of resources`, scene.cite(...lastRefs(events)), isOther ? 'hinted' : 'suggested', wants);
  },
};

const lastRefs = (events: readonly TimedEvent[]): EventRef[] => events.slice(-3).map(({ ref }) => ref);

function isDenial({ timeline, sender }: Scene, { mnemonic, message }: SyslogEvent): boolean {
  const { address, natAddress } = timeline.tunnel[sender];
  return DENIED.test(mnemonic) && [address, natAddress].some((each) => each !== undefined && namesAddress(message, each));
}

/** `%GDOI-5-GM_REGS_COMPL`, `%GDOI-3-GM_NO_IPSEC_FLOWS`, `%GDOI-4-…`, `%CRYPTO-…: … KEK` [L] */
const GROUP_KEYS = /^(?:GDOI|GETVPN|CRYPTO_GM)-/;
const MISSED = /REREGISTER|NOT_REGISTER|EXPIR|FAIL|SPLIT|NO_(?:IPSEC|REKEY)|REJECT|UNREGISTER|CLEAR|UNIMPL|SESSION_/i;

export const groupKeyMissed: Fact = {
  id: 'group-key-missed',
  link: 'forgot',
  question: 'Is R a group member that missed a rekey of its key server?',
  ask: (scene) => {
    const { R, receiver } = scene;
    const events = anyOf(scene, receiver, 'syslog').filter(({ facility, mnemonic }) => GROUP_KEYS.test(`${facility}-${mnemonic}`));
    const missed = events.filter(({ mnemonic, message }) => MISSED.test(`${mnemonic} ${message}`));
    if (events.length === 0)
      return silent(scene, { side: receiver, heard: 'log', what: 'nothing of a group key', wants: [show('R', 'show crypto gdoi', 'now')] });
    if (missed.length > 0)
      return yes(`${R} is a group member, and missed a rekey`, scene.cite(...missed.slice(-3).map(({ ref }) => ref)), 'suggested', [
        show('R', 'show crypto gdoi gm rekey'),
      ]);
    return yes(`${R} is a group member`, scene.cite(...events.slice(-2).map(({ ref }) => ref)), 'hinted', [
      show('R', 'show crypto gdoi gm rekey'),
    ]);
  },
};
