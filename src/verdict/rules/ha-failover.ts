/** The rule `ha-failover`: R took over from another router of its site, without its SAs. */
import { isOtherAddress, isSameAddress } from '../../ipsec/address.ts';
import type { SyslogEvent } from '../../ipsec/event.ts';
import { citeShown, nothingFound, senderHolds, syslogsBefore } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** `%HSRP-5-STATECHANGE: FastEthernet0/0.100 Grp 1 state Standby -> Active`, `%VRRP-6-STATECHANGE: … state Backup -> Master` */
export const BECAME_ACTIVE =
  /^(?:HSRP|VRRP|GLBP)-STATECHANGE: .*-> (?:Active|Master)|^(?:REDUNDANCY|RF|CRYPTO_HA|CRYPTO_HA_IKE|CRYPTO_HA_IPSEC)-.*(?:active|switchover|failover)/i;
/** `FastEthernet0/0.100 Grp 1 state Standby -> Active` */
export const GROUP = /^(\S+) Grp (\d+) /;
/** S goes on for as long as its SAs live: the failover lies not further back. [L] */
const RECENT_MS = 3_600_000;

export const haFailover: Rule = {
  id: 'ha-failover',
  statement: 'R became active for its address without the SAs of the router before it',
  meaning: 'everything that S sends is dropped until S makes new SAs: dead peer detection, or the end of their lifetime',
  needs: ['R: its log, from before the failover', 'S: debug crypto ipsec, for the SA it still uses'],
  explains: ['delete-unsendable', 'delete-lost', 'misrouted-esp', 'dpd-absent', 'recovery-unsupported', 'peer-reloaded'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'Stateful IPsec redundancy, or short periodic DPD on both ends, and reverse route injection.',
  },
  reference: 'ike.md 8.14 [C in one public capture]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { receiver, R, S, X, sa } = scene;
    const event = syslogsBefore(scene, receiver, BECAME_ACTIVE, RECENT_MS).at(-1);
    if (event === undefined)
      return nothingFound(scene, receiver, { what: 'no redundancy event', missing: `the log of ${R}, from before the message` });
    if (sa?.inbound.created != null || sa?.inbound.deleted != null)
      return refuted(`${R} itself had ${X}`, scene.cite(event.ref, sa.inbound.created, sa.inbound.deleted));
    const group = groupOf(scene, event);
    const { address } = timeline.tunnel[receiver];
    if (isOtherAddress(group?.value.address, address))
      return refuted(`the group that became active has another address than the tunnel`, [...scene.cite(event.ref), ...citeShown(group)]);
    if (scene.isYoungerThan(event)) return refuted(`${X} was made after ${R} had become active`, scene.cite(event.ref));
    const held = senderHolds(scene);
    const evidence = [...held, ...scene.cite(event.ref, ...incident.refs, ...(sa?.deleteUnsendable ?? [])), ...citeShown(group)];
    const statement = `${R} became active right before the message and never owned ${X}; ${S} still sends with it`;
    const isDecided = held.length > 0 && (sa?.deleteUnsendable.length ?? 0) > 0 && isSameAddress(group?.value.address, address);
    return isDecided
      ? holds('certain', statement, evidence)
      : holds('likely', statement, evidence, [`show crypto ipsec sa on ${S}, and on the other router of ${R}'s site`]);
  },
};

/** The redundancy group that the message names, as R shows it: `FastEthernet0/0.100 Grp 1`. */
function groupOf({ timeline, receiver }: Scene, event: SyslogEvent) {
  const [, name, number] = GROUP.exec(event.message) ?? [];
  return timeline.states[receiver].redundancy?.find(({ value }) => value.group === `${name} ${number}`);
}
