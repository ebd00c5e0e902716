/** Loss: R came without the SA: it restarted, took over from another router, was short of resources, or missed a group key. */
import { isOtherAddress, isSameAddress } from '../../ipsec/address.ts';
import type { SyslogEvent } from '../../ipsec/event.ts';
import { apart, isBefore } from '../apart.ts';
import { anyOf, before, citeShown, senderHolds, syslogsBefore, syslogsBehind } from '../clues.ts';
import { type Answer, debug, type Fact, log, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { bornAtSender } from './birth.ts';

/** `show version` prints whole minutes, and a clock may have been set after the start. [L] */
const UPTIME_SLACK_MS = 120_000;
/** What S had from before would have been logged within a minute of its next packet: after so long a silence X may be younger. [L] */
const LONG_QUIET_MS = 3_600_000;
/** No SA lives longer than this without a rekey. [L] */
const LONG_LIFE_MS = 86_400_000;

export const reloaded: Fact = {
  id: 'reloaded',
  link: 'forgot',
  question: 'Did R restart after X had been made?',
  ask: (scene) => {
    const { receiver, R, S, X, sa } = scene;
    const restart = before(scene, receiver, 'reload').at(-1);
    if (restart === undefined) return byUptime(scene);
    if (scene.isYoungerThan(restart))
      return no(`${X} was made after ${R} had restarted`, scene.cite(restart.ref, ...scene.births.map(({ ref }) => ref)));
    const born = scene.event(sa?.outbound.switched ?? sa?.outbound.created);
    const evidence = scene.cite(restart.ref, born?.ref);
    const said = `${R} restarted, and ${S} has ${X} from before`;
    if (born !== undefined && isBefore(born, restart) === 'yes') return yes(said, evidence);
    const quiet = apart(restart, scene.logs[0]);
    const isLongQuiet = born === undefined && quiet !== undefined && quiet.leastMs > LONG_QUIET_MS;
    return yes(`${R} restarted before the message`, evidence, isLongQuiet ? 'hinted' : 'suggested', [debug('S', 'ipsec', 'at the making')]);
  },
};

/** The restart's own messages may be gone from the log: the uptime tells of it too. */
function byUptime(scene: Scene): Answer {
  const { receiver, R, X, timeline, logs, sa } = scene;
  const { uptimeSeconds, clockAt } = timeline.states[receiver];
  const wants = [show('R', 'show version'), show('R', 'show clock')];
  const startedAt = uptimeSeconds === undefined || clockAt === undefined ? undefined : clockAt.value - uptimeSeconds.value * 1000;
  const firstAt = logs[0]?.at ?? undefined;
  if (startedAt === undefined || firstAt === undefined)
    return silent(scene, { side: receiver, heard: 'log', since: scene.births[0], what: 'no restart', wants });
  const cited = citeShown(uptimeSeconds);
  if (startedAt < firstAt - LONG_LIFE_MS) return no(`${R} has been up since long before the message`, cited);
  if (startedAt > firstAt || sa?.inbound.created != null || sa?.inbound.deleted != null)
    return no(`${R} has not restarted between the making of ${X} and the message`, cited);
  const born = bornAtSender(scene)?.commonAt ?? undefined;
  const bootAt = receiver === 'b' ? startedAt - (timeline.clock.offsetMs ?? Number.NaN) : startedAt;
  if (born === undefined || Number.isNaN(bootAt))
    return unknown(
      `${R} restarted within a day of the message; whether ${X} is older is not on record`,
      [debug('S', 'ipsec', 'at the making')],
      cited,
    );
  if (born - bootAt > -UPTIME_SLACK_MS) return no(`${X} was made after ${R} had restarted`, cited);
  return yes(`${R} restarted, by its uptime, and ${X} is older`, cited, 'suggested', [log('R', 'before the end')]);
}

/** `%HSRP-5-STATECHANGE: FastEthernet0/0.100 Grp 1 state Standby -> Active`, `%VRRP-6-STATECHANGE: … state Backup -> Master` */
export const BECAME_ACTIVE =
  /^(?:HSRP|VRRP|GLBP)-STATECHANGE: .*-> (?:Active|Master)|^(?:REDUNDANCY|RF|CRYPTO_HA|CRYPTO_HA_IKE|CRYPTO_HA_IPSEC)-.*(?:active|switchover|failover)/i;
/** `FastEthernet0/0.100 Grp 1 state Standby -> Active` */
export const GROUP = /^(\S+) Grp (\d+) /;
/** S goes on for as long as its SAs live: the failover lies not further back. [L] */
const RECENT_MS = 3_600_000;

/** Frames of the group's address reach R before HSRP has said that it is active. [L] */
const SAID_LATE_MS = 3000;

export const tookOver: Fact = {
  id: 'took-over',
  link: 'forgot',
  question: 'Did R become active for its address after X had been made with the router before it?',
  ask: (scene) => {
    const { receiver, R, X, sa, timeline } = scene;
    const wants = [log('R', 'before the end'), show('R', 'show standby')];
    const event = syslogsBefore(scene, receiver, BECAME_ACTIVE, RECENT_MS).at(-1) ?? syslogsBehind(scene, BECAME_ACTIVE, SAID_LATE_MS)[0];
    if (event === undefined)
      return silent(scene, { side: receiver, heard: 'log', since: scene.births[0], what: 'no redundancy event', wants });
    if (sa?.inbound.created != null || sa?.inbound.deleted != null)
      return no(`${R} itself had ${X}`, scene.cite(event.ref, sa.inbound.created, sa.inbound.deleted));
    const group = groupOf(scene, event);
    const { address } = timeline.tunnel[receiver];
    if (isOtherAddress(group?.value.address, address))
      return no('the group that became active has another address than the tunnel', [...scene.cite(event.ref), ...citeShown(group)]);
    if (scene.isYoungerThan(event)) return no(`${X} was made after ${R} had become active`, scene.cite(event.ref));
    const evidence = [...scene.cite(event.ref, ...(sa?.deleteUnsendable ?? [])), ...citeShown(group)];
    const isDecided =
      senderHolds(scene).length > 0 && (sa?.deleteUnsendable.length ?? 0) > 0 && isSameAddress(group?.value.address, address);
    return yes(
      `${R} became active ${scene.logs[0] !== undefined && event.ref > scene.logs[0].ref ? 'at' : 'before'} the message and never owned ${X}`,
      evidence,
      isDecided ? 'shown' : 'suggested',
      [show('S', 'show crypto ipsec sa')],
    );
  },
};

/** The redundancy group that the message names, as R shows it. */
function groupOf({ timeline, receiver }: Scene, event: SyslogEvent) {
  const [, name, number] = GROUP.exec(event.message) ?? [];
  return timeline.states[receiver].redundancy?.find(({ value }) => value.group === `${name} ${number}`);
}

/** `%SYS-2-MALLOCFAIL`, `%CRYPTO-4-IKE_DENY_SA_REQ`, `%CRYPTO-3-…: … call admission` [L] */
const EXHAUSTED = /^SYS-MALLOCFAIL|IKE_DENY_SA_REQ|call admission|maximum .*SAs|out of memory|NOMEMORY|insufficient/i;
const SHORT_MS = 1_800_000;

export const shortOfResources: Fact = {
  id: 'short-of-resources',
  link: 'forgot',
  question: 'Was R short of memory, or did its call admission control refuse a new SA?',
  ask: (scene) => {
    const { R, receiver } = scene;
    const wants = [show('R', 'show crypto call admission statistics')];
    const events = syslogsBefore(scene, receiver, EXHAUSTED, SHORT_MS);
    if (events.length === 0) return silent(scene, { side: receiver, heard: 'log', since: scene.births[0], what: 'no shortage', wants });
    return yes(`${R} was short of resources`, scene.cite(...events.slice(-3).map(({ ref }) => ref)), 'suggested', wants);
  },
};

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
