/** Loss: R came without the SA: it was short of resources, or missed a group key. */
import { namesAddress } from '../../ipsec/address-in-text.ts';
import type { SyslogEvent } from '../../ipsec/event.ts';
import type { EventRef, TimedEvent } from '../../timeline/model.ts';
import { isBefore } from '../apart.ts';
import { anyOf, syslogsBefore } from '../clues.ts';
import { type Answer, answerOf, type Fact, no, show, yes } from '../fact.ts';
import { isLongSince } from '../long-since.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { deleteUnsendable } from './telling.ts';

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
    const { receiver: side, births } = scene;
    const events = syslogsBefore(scene, side, EXHAUSTED, SHORT_MS);
    const last = events.at(-1);
    if (last === undefined) return silent(scene, { side, heard: 'log', since: births[0], what: 'no shortage', wants: ADMISSION });
    return madeSince(scene, last) ?? refused(scene, events) ?? wasShort(scene, events, last);
  },
};

const ADMISSION = [show('R', 'show crypto call admission statistics')];

function madeSince(scene: Scene, last: TimedEvent): Answer | undefined {
  const made = scene.event(scene.sa?.inbound.created);
  if (made === undefined || isBefore(last, made) !== 'yes') return undefined;
  return no(`${scene.R} made ${scene.X} after it had been short of resources`, scene.cite(last.ref, made.ref));
}

function refused(scene: Scene, events: readonly (TimedEvent & SyslogEvent)[]): Answer | undefined {
  const denied = events.filter((event) => isDenial(scene, event));
  if (denied.length === 0) return undefined;
  const said = `${scene.R} was short of resources, and refused an IKE SA with ${scene.S}`;
  return yes(said, scene.cite(...lastRefs(denied)), 'suggested', ADMISSION);
}

/** Why the IKE SA was gone is another matter, unless one with S was refused; that another peer's was says little of S. */
function wasShort(scene: Scene, events: readonly (TimedEvent & SyslogEvent)[], last: TimedEvent): Answer {
  const isOther = answerOf(deleteUnsendable, scene).is === 'yes' || events.every(({ mnemonic }) => DENIED.test(mnemonic));
  const grade = isOther || isLongSince(scene, last) ? 'hinted' : 'suggested';
  return yes(`${scene.R} was short of resources`, scene.cite(...lastRefs(events)), grade, ADMISSION);
}

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
