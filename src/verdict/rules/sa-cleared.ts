/** The rule `sa-cleared`: someone cleared the SAs at R. */
import { isSameAddress } from '../../ipsec/address.ts';
import { before, nothingFound, senderHolds, syslogsBefore } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** `clear crypto sa peer 192.0.2.1`, `clear crypto session`, `do clear crypto isakmp`; the counters alone harm nobody */
export const CLEARS = /\bclear crypto (?:sa|session|isakmp|ikev2(?: sa)?|ipsec(?: sa)?)\b(?!\s+count)(.*)/i;
/** `peer 192.0.2.1`, `remote 192.0.2.1`, `peer vrf-name 192.0.2.1`: one peer alone */
export const ONE_PEER = /\b(?:peer|remote)\b.*?(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)/i;
/** The same in any message, and what an applet says of itself: `%HA_EM-6-LOG: NIGHTLY: clearing all IPsec SAs` */
export const CLEARING = /clear crypto |^HA_EM-LOG: .*\bclear(?:s|ing|ed)?\b.*\b(?:crypto|ipsec|isakmp|ikev2|SAs?)\b/i;
/** `deleting SA reason "BY user command"` [L] */
const BY_USER = /user command|Deletion from UI/i;
/** A clear of IKE takes the child SAs along at once; a second command follows soon. [L] */
const SOON_MS = 30_000;

export const saCleared: Rule = {
  id: 'sa-cleared',
  statement: 'an operator or a script cleared the SAs at R',
  meaning: 'what S sends is dropped until S is told, or makes new SAs',
  needs: ['R: its log or terminal, with the command', 'S: debug crypto ipsec'],
  explains: ['delete-unsendable', 'delete-lost', 'dpd-absent', 'recovery-unsupported', 'rekey-reorder'],
  remedy: {
    now: 'On S too: clear crypto sa peer R.address.',
    forGood: 'Never clear one end only.',
  },
  reference: 'ike.md 8.2 [C public captures]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { receiver, R, S, X, sa } = scene;
    const command =
      before(scene, receiver, 'command').findLast((event) => clearsTunnel(event.command, scene)) ??
      syslogsBefore(scene, receiver, CLEARING).findLast(({ facility, message }) => facility === 'HA_EM' || clearsTunnel(message, scene));
    const byUser = before(scene, receiver, 'ike-sa').findLast((event) => event.change === 'deleted' && BY_USER.test(event.reason ?? ''));
    const cleared = command ?? byUser;
    if (cleared === undefined)
      return nothingFound(scene, receiver, { what: 'no clear', missing: `the terminal log of ${R}, or its command accounting` });
    if (scene.isYoungerThan(cleared))
      return refuted(`${X} was made after the clear`, scene.cite(cleared.ref, ...scene.births.map(({ ref }) => ref)));
    const gap = scene.deletedAfterMs(cleared);
    const isEarlier = sa?.inbound.deleted != null && sa.inbound.deleted < cleared.ref;
    if (isEarlier || (gap !== undefined && gap > SOON_MS))
      return refuted(`${R} deleted ${X} at another time than that of the clear`, scene.cite(cleared.ref, sa?.inbound.deleted));
    const evidence = [...senderHolds(scene), ...scene.cite(command?.ref, byUser?.ref, sa?.inbound.deleted, ...incident.refs)];
    const statement = `the SAs at ${R} were cleared, and ${S} went on sending with ${X}`;
    const isDecided = gap !== undefined && sa?.outbound.switched != null;
    return isDecided
      ? holds('certain', statement, evidence)
      : holds('likely', statement, evidence, [`debug crypto ipsec on ${R} and ${S}, from before the clear`]);
  },
};

/** False for a clear of somebody else's SAs alone. */
function clearsTunnel(command: string, { timeline, sender }: Scene): boolean {
  const [, rest] = CLEARS.exec(command) ?? [];
  const one = rest === undefined ? undefined : ONE_PEER.exec(rest)?.[1];
  const { address, natAddress } = timeline.tunnel[sender];
  return rest !== undefined && (one === undefined || isSameAddress(one, address) || isSameAddress(one, natAddress));
}
