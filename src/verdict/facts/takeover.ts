/** Takeover: R became active for the address of the tunnel, after another router had made X for it. */
import { wholeInterfaceName } from '../../ios/interface-name.ts';
import { isOtherAddress, isSameAddress } from '../../ipsec/address.ts';
import type { SyslogEvent } from '../../ipsec/event.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf, citeShown, senderHolds, syslogsBefore, syslogsBehind } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, log, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { bornAtSender, madeAtReceiver } from './birth.ts';
import { OVERLAY } from './path.ts';

/** `%HSRP-5-STATECHANGE: FastEthernet0/0.100 Grp 1 state Standby -> Active`, `%VRRP-6-STATECHANGE: … state Backup -> Master` [C] */
const GROUP_ACTIVE = /^(?:HSRP|VRRP|GLBP)-STATECHANGE: .*-> (?:Active|Master)/i;
/** A pair of units whose other half took over; `Active detected a standby insertion` is told by the one that is active and stays it. [C L] */
const UNIT_ACTIVE =
  /^(?:REDUNDANCY|RF|CRYPTO_HA|CRYPTO_HA_IKE|CRYPTO_HA_IPSEC)-(?!.*\b(?:standby (?:insertion|removal)|Active detected)).*(?:switchover|failover|(?:became|becomes|becoming|now|->|to|going) (?:the )?active\b)/i;
/** `%REDUNDANCY-3-SWITCHOVER: RP switchover (PEER_NOT_PRESENT)`, `%PLATFORM-6-HASTATUS: RP switchover, received chassis event to become active` [C] */
const UNIT_SWITCHED = /^(?:REDUNDANCY|RF|PLATFORM)-.*\bswitchover\b/i;
const BECAME_ACTIVE = new RegExp(`${GROUP_ACTIVE.source}|${UNIT_ACTIVE.source}`, 'i');
/** `GigabitEthernet0/0/0 Grp 1 state Active -> Speak`: until then R had been active itself. [C] */
const LEFT_ACTIVE = /^(?:HSRP|VRRP|GLBP)-STATECHANGE: .*(?:Active|Master) -> /i;
/** `FastEthernet0/0.100 Grp 1 state Standby -> Active` */
const GROUP = /^(\S+) Grp (\d+) /;
/** S goes on for as long as its SAs live: the failover lies not further back. [L] */
const RECENT_MS = 3_600_000;
/** Frames of the group's address reach R before HSRP has said that it is active. [L] */
const SAID_LATE_MS = 3000;

type Said = TimedEvent & SyslogEvent;

const WANTS = [log('R', 'before the end'), show('R', 'show standby')];

export const tookOver: Fact = {
  id: 'took-over',
  link: 'forgot',
  question: 'Did R become active for its address after X had been made with the router, or the unit, before it?',
  ask: (scene) => {
    const events = becameActive(scene);
    const [latest] = events;
    const made = answerOf(madeAtReceiver, scene);
    if (made.is === 'yes')
      return unitTookOver(scene, events, made) ?? no(made.said, [...scene.cite(latest?.ref), ...made.evidence], made.grade);
    return latest === undefined ? noRedundancy(scene) : byGroup(scene, events, latest);
  },
};

/** The latest first. */
function becameActive(scene: Scene): Said[] {
  return [
    ...syslogsBehind(scene, BECAME_ACTIVE, SAID_LATE_MS).slice(0, 1),
    ...syslogsBefore(scene, scene.receiver, BECAME_ACTIVE, RECENT_MS).reverse(),
  ];
}

function unitTookOver(scene: Scene, events: readonly Said[], made: Answer): Answer | undefined {
  const { R, X } = scene;
  const unit = unitSince(scene, events);
  if (unit === undefined) return undefined;
  const said = `${R}'s other unit became active after ${X} had been made, and no deletion of ${X} is on record: the SAs did not go with it`;
  const wants = [show('R', 'show redundancy states', 'now'), show('R', 'show crypto ipsec sa')];
  return yes(said, [...made.evidence, ...scene.cite(unit.ref)], 'suggested', wants);
}

function noRedundancy(scene: Scene): Answer {
  const { receiver: side, births } = scene;
  return silent(scene, { side, heard: 'log', since: births[0], what: 'no redundancy event', wants: WANTS });
}

function byGroup(scene: Scene, events: readonly Said[], latest: Said): Answer {
  const { R, X } = scene;
  const event = events.find((each) => isOfTunnel(scene, each) !== 'no');
  if (event === undefined) {
    const evidence = [...scene.cite(latest.ref), ...citeShown(groupOf(scene, latest))];
    return no('the group that became active has another address than the tunnel', evidence);
  }
  if (isOfTunnel(scene, event) === 'unknown')
    return unknown(`whether ${R} became active for the address of the tunnel is not on record`, WANTS, scene.cite(event.ref));
  return scene.isYoungerThan(event) ? no(`${X} was made after ${R} had become active`, scene.cite(event.ref)) : judge(scene, event);
}

/** The other unit of R itself took over: what R had made went with the first one, unless it is on record how X went. [C RPs of one chassis share the address] */
function unitSince(scene: Scene, events: readonly Said[]): Said | undefined {
  const { sa, logs } = scene;
  const made = scene.event(sa?.inbound.created ?? sa?.inbound.installed);
  if (made === undefined || endingOf(scene) !== undefined) return undefined;
  return events.find((event) => {
    const gap = apart(event, logs[0]);
    return (
      UNIT_SWITCHED.test(`${event.facility}-${event.mnemonic}: ${event.message}`) &&
      isBefore(made, event) === 'yes' &&
      gap !== undefined &&
      gap.mostMs >= 0 &&
      gap.leastMs <= MISSED_SOON_MS
    );
  });
}

/** What the new unit does not have is missed with the next packet: an X that was not missed for longer than this the switchover did not take. [L] */
const MISSED_SOON_MS = 300_000;

function judge(scene: Scene, event: Said): Answer {
  const { R, X, logs } = scene;
  const group = groupOf(scene, event);
  const own = ownBefore(scene, event);
  if (own !== undefined)
    return unknown(
      `${R} became active, and had been so before: whether ${X} was its own is not on record`,
      [debug('R', 'ipsec', 'at the making')],
      scene.cite(own.ref, event.ref),
    );
  const evidence = [...scene.cite(event.ref, ...(scene.sa?.deleteUnsendable ?? [])), ...citeShown(group)];
  const when = logs[0] !== undefined && event.ref > logs[0].ref ? 'at' : 'before';
  return yes(
    `${R} became active ${when} the message, and nothing shows that it ever owned ${X}`,
    evidence,
    isProven(scene, event) ? 'shown' : 'suggested',
    [show('S', 'show crypto ipsec sa'), debug('R', 'ipsec', 'at the making')],
  );
}

/** That R was active, or spoke IKE with S, before it became active this time: then X may be one that it lost by itself. */
function ownBefore(scene: Scene, event: Said): TimedEvent | undefined {
  const { receiver, timeline, sender } = scene;
  const peer = timeline.tunnel[sender];
  const left = syslogsBefore(scene, receiver, LEFT_ACTIVE).findLast((each) => each.ref < event.ref && isSameGroup(each, event));
  const born = bornAtSender(scene);
  // Of what S made after R had left nothing is R's.
  if (left !== undefined && (born === undefined || isBefore(left, born) !== 'yes')) return left;
  return anyOf(scene, receiver, 'message').find(
    ({ remote, ref }) => ref < event.ref && (isSameAddress(remote, peer.address) || isSameAddress(remote, peer.natAddress)),
  );
}

/** R's log goes on without a hole from the making of X at S until R became active, and R was not active in it: another router made X. */
function isProven(scene: Scene, event: Said): boolean {
  const { sa, receiver, timeline } = scene;
  const born = bornAtSender(scene);
  const isAddress = isSameAddress(groupOf(scene, event)?.value.address, timeline.tunnel[receiver].address);
  if (born === undefined || !isAddress || senderHolds(scene).length === 0 || (sa?.deleteUnsendable.length ?? 0) === 0) return false;
  const others = syslogsBefore(scene, receiver, BECAME_ACTIVE).filter((each) => each.ref < event.ref && isSameGroup(each, event));
  const silence = silent(scene, { side: receiver, heard: 'log', since: born, until: event, what: 'no SA', wants: [] });
  return others.length === 0 && silence.is === 'no' && silence.grade === 'shown' && isBefore(born, event) === 'yes';
}

/** By the address that R shows for the group; else by the interface on which the packets came in. */
function isOfTunnel(scene: Scene, event: Said): 'yes' | 'no' | 'unknown' {
  const { timeline, receiver, logs } = scene;
  const [first] = logs;
  const shown = groupOf(scene, event)?.value.address;
  const { address, natAddress } = timeline.tunnel[receiver];
  if (isSameAddress(shown, address) || isSameAddress(shown, natAddress)) return 'yes';
  if (isOtherAddress(shown, address)) return 'no';
  const [, name] = GROUP.exec(event.message) ?? [];
  const input = first?.kind === 'invalid-spi' ? first.interface : undefined;
  // ESP of a tunnel interface comes in by another, which the message does not name.
  if (name === undefined || input === undefined || OVERLAY.test(wholeInterfaceName(input))) return 'yes';
  return wholeInterfaceName(name) === wholeInterfaceName(input) ? 'yes' : 'unknown';
}

function isSameGroup(one: Said, two: Said): boolean {
  const [first, second] = [one, two].map(({ message }) => GROUP.exec(message)?.[0]);
  return first === second;
}

/** The redundancy group that the message names, as R shows it. */
function groupOf({ timeline, receiver }: Scene, event: SyslogEvent) {
  const [, name = '', number] = GROUP.exec(event.message) ?? [];
  return timeline.states[receiver].redundancy?.find(({ value }) => value.group === `${wholeInterfaceName(name)} ${number}`);
}
