/** A move: whether S now comes from another address of its own, or a NAT has made one up. */
import { type Address, isSameAddress } from '../../ipsec/address.ts';
import { namesAddress } from '../../ipsec/address-in-text.ts';
import type { MessageEvent, SyslogEvent } from '../../ipsec/event.ts';
import type { EventRef, TimedEvent } from '../../timeline/model.ts';
import { isBefore } from '../apart.ts';
import { anyOf, isFromElsewhere } from '../clues.ts';
import { debug, type Fact, log, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { isFromSender, isKnownSpi } from '../source.ts';

export const translatedSender: Fact = {
  id: 'translated-sender',
  link: 'who',
  question: 'Do IKE and ESP come from one address with which R has no SA?',
  ask: (scene) => {
    const { incident, timeline, receiver, sender, R, S } = scene;
    const { source } = incident;
    const { address, natAddress } = timeline.tunnel[sender];
    // Behind a NAT the peer is known by its outer address: its inner one on the wire is the fault itself.
    if (source !== null && isSameAddress(source, natAddress ?? address))
      return no(`the packets come from ${S} itself`, scene.cite(incident.refs[0]));
    // An address that is S's own is nobody's translation.
    const own = source === null ? undefined : (assignedTo(scene, source) ?? spokenFrom(scene, source));
    if (own !== undefined) return no(`${source} is an address of ${S} itself`, scene.cite(own.ref), 'suggested');
    const same = anyOf(scene, receiver, 'syslog').filter(
      ({ mnemonic, message }) => mnemonic === 'IKMP_NO_SA' && source !== null && namesAddress(message, source),
    );
    const heard = source === null ? heardAtTheTime(scene, address) : undefined;
    if (heard !== undefined) return no(`${R} heard IKE from ${S}'s own address at that time`, scene.cite(heard.ref), 'suggested');
    if (same.length === 0)
      return unknown(`no IKE message without an SA from ${source ?? 'the sender'} is on ${R}'s record`, [
        show('S', 'show ip nat translations'),
      ]);
    const statement = `${R} hears IKE and ESP from ${source}, which is not ${S}'s address`;
    return yes(statement, scene.cite(...same.map(({ ref }) => ref), ...incident.refs), 'suggested', [
      show('S', 'show ip nat translations'),
    ]);
  },
};

/** Within so much of the message a NAT is the same. [B] */
const SAME_PATH_MS = 60_000;

/** IKE that came from this very address right before the message, or behind it. */
function heardAtTheTime(scene: Scene, address: Address): TimedEvent | undefined {
  const firstAt = scene.logs[0]?.commonAt ?? null;
  return anyOf(scene, scene.receiver, 'message').find(
    ({ direction, remote, commonAt }) =>
      direction === 'received' &&
      isSameAddress(remote, address) &&
      firstAt !== null &&
      commonAt !== null &&
      commonAt > firstAt - SAME_PATH_MS,
  );
}

export const senderMoved: Fact = {
  id: 'sender-moved',
  link: 'who',
  question: 'Does S, with the SAs that it had, now come from another address of its own?',
  ask: (scene) => {
    const { incident, receiver, R, S, X } = scene;
    const { source } = incident;
    if (source === null) return unknown('the message does not say who sent', [log('R', 'at the message')]);
    const former = madeWith(scene);
    if (former !== undefined)
      return yes(
        `${R} made ${X} with ${S} at ${former.address}, and it comes from ${source}, ${S}'s address of now`,
        scene.cite(former.born.ref, ...incident.refs),
        'suggested',
        [show('S', 'show ip interface brief')],
      );
    if (isFromSender(scene)) return no(`the packets come from ${S}'s own address`, scene.cite(incident.refs[0]));
    const stayed = stayedWhere(scene);
    if (stayed.length > 0)
      return no(`${S} spoke to ${R} from its own address before the message and behind it`, scene.cite(...stayed), 'suggested', [
        show('S', 'show ip interface brief'),
      ]);
    const held = isKnownSpi(scene);
    const ike = anyOf(scene, receiver, 'message').filter(({ remote }) => isSameAddress(remote, source));
    const older = anyOf(scene, receiver, 'message').filter(
      ({ remote, connId }) => connId !== undefined && !isSameAddress(remote, source) && ike.some((each) => each.connId === connId),
    );
    const assigned = assignedTo(scene, source);
    const own = spokenFrom(scene, source);
    const evidence = scene.cite(older.at(-1)?.ref, ike[0]?.ref, assigned?.ref, own?.ref, ...incident.refs);
    if (!isFromElsewhere(scene) && ike.length === 0 && own === undefined)
      return unknown(`${source} is not the address by which ${R} knows ${S}`, [debug('R', 'ike', 'before the end')]);
    if (held && (older.length > 0 || assigned !== undefined || own !== undefined))
      return yes(`${X}, which ${R} made with ${S}, now comes from ${source}: ${S} has another address`, evidence, 'suggested');
    if (held || older.length > 0)
      return yes(`${X} comes from ${source}, which is not ${S}'s address`, evidence, 'hinted', [show('S', 'show ip interface brief')]);
    return unknown(`whether ${source} is ${S} under a new address is not on record`, [
      debug('R', 'ike', 'at the message'),
      show('S', 'show ip interface brief'),
    ]);
  },
};

/** S sends from its new address as soon as it has it: on two clocks the line may seem to stand right behind the message. [C RFC 2131 4.4.1] */
function assignedTo(scene: Scene, source: Address): TimedEvent | undefined {
  const last = scene.logs.at(-1);
  return anyOf(scene, scene.sender, 'syslog', isAssignment).findLast(
    (event) => namesAddress(event.message, source) && (last === undefined || isBefore(last, event) !== 'yes'),
  );
}

/** S's own record of a message between this address of its own and R. */
function spokenFrom(scene: Scene, address: Address): TimedEvent | undefined {
  return anyOf(scene, scene.sender, 'message').find(({ local }) => isSameAddress(local, address));
}

/** `%DHCP-6-ADDRESS_ASSIGN: Interface GigabitEthernet0/0 assigned DHCP address 198.51.100.9, …` [C] */
const isAssignment = ({ facility, mnemonic }: SyslogEvent) => facility === 'DHCP' && mnemonic === 'ADDRESS_ASSIGN';

/** What S said before the message and behind it from the address by which R knows it: its SAs are between the addresses of its IKE. [C RFC 4555 1.1] */
export function stayedWhere(scene: Scene): EventRef[] {
  const { receiver, sender, timeline, logs } = scene;
  const [first, last] = [logs[0], logs.at(-1)];
  if (!isFromElsewhere(scene) || first === undefined || last === undefined) return [];
  const { address, natAddress } = timeline.tunnel[sender];
  const heard = anyOf(scene, receiver, 'message', isReceived);
  const own = heard.filter(({ remote }) => isSameAddress(remote, address) || isSameAddress(remote, natAddress));
  const earlier = own.findLast((event) => isBefore(event, first) === 'yes');
  const later = own.find((event) => isBefore(last, event) === 'yes');
  return earlier === undefined || later === undefined ? [] : [earlier.ref, later.ref];
}

function isReceived({ direction }: Pick<MessageEvent, 'direction'>): boolean {
  return direction === 'received';
}

/** X as R created it, with another address of S than the one that S's own record now sends from: an SA is bound to the addresses that made it. [C RFC 4301 4.4.2] */
function madeWith(scene: Scene): { born: TimedEvent; address: Address } | undefined {
  const { sa, incident } = scene;
  const { source } = incident;
  const born = scene.event(sa?.inbound.created);
  const address = born?.kind === 'child-sa' ? born.remote : undefined;
  if (born === undefined || address === undefined || source === null || isSameAddress(address, source)) return undefined;
  return isFromSender(scene) && spokenFrom(scene, source) !== undefined ? { born, address } : undefined;
}
