/** Through a NAT: whether what came with X bears another outer address than the one by which R knew S. */
import { type Address, isPrivate, isSameAddress } from '../ipsec/address.ts';
import { namesAddress } from '../ipsec/address-in-text.ts';
import type { MessageEvent, SyslogEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { isBefore } from './apart.ts';
import { anyOf, saIn } from './clues.ts';
import { assignedTo, spokenFrom } from './made-with.ts';
import type { Scene } from './scene.ts';
import { isFromSender } from './source.ts';

const IKE_PORT = 500;

/** On the floated port: that the setup moves from 500 to 4500 is no rebinding. [C RFC 3947] */
export function isNatTraversal({ localPort, remotePort }: MessageEvent): boolean {
  return remotePort !== undefined && remotePort !== IKE_PORT && (localPort === undefined || localPort !== IKE_PORT);
}

export interface OuterChange {
  /** The last IKE by which R knew S through the NAT. */
  known: TimedEvent & MessageEvent;
  /** IKE of the new address that R could not place. */
  refused: TimedEvent[];
}

/** S spoke through a NAT from the address that R knows, and X comes from one that is none of S's own: the NAT, which has to be there, gave another. [C RFC 7296 2.23] */
export function outerChangeOf(scene: Scene): OuterChange | undefined {
  const { source } = scene.incident;
  const [first] = scene.logs;
  if (source === null || first === undefined || isFromSender(scene) || isOfSender(scene, source)) return undefined;
  const { address, natAddress } = scene.timeline.tunnel[scene.sender];
  const outer = natAddress ?? address;
  // What a NAT should have given another address, and did not, comes from a private one.
  if (isPrivate(source) && !isPrivate(outer)) return undefined;
  const heard = anyOf(scene, scene.receiver, 'message', isHeardThroughNat);
  const known = heard.findLast((event) => isSameAddress(event.remote, outer) && isBefore(event, first) === 'yes');
  if (known === undefined) return undefined;
  return { known, refused: refusedFrom(scene, source) };
}

/** `%CRYPTO-4-IKMP_NO_SA: IKE message from A has no SA and is not an initialization offer`, at R. [C] */
export function refusedFrom(scene: Scene, source: Address): TimedEvent[] {
  return anyOf(scene, scene.receiver, 'syslog', isWithoutSa).filter(({ message }) => namesAddress(message, source));
}

const isWithoutSa = ({ mnemonic }: SyslogEvent) => mnemonic === 'IKMP_NO_SA';

const isHeardThroughNat = (event: MessageEvent) => event.direction === 'received' && isNatTraversal(event);

function isOfSender(scene: Scene, source: Address): boolean {
  const { timeline, sender, incident } = scene;
  const shown = saIn(timeline.states[sender], incident.spi, 'outbound');
  return isSameAddress(shown?.value.local, source) || assignedTo(scene, source) !== undefined || spokenFrom(scene, source) !== undefined;
}
