/** Made with: the address of S with which R made X, by R's own record or listing, whatever the tunnel file calls S's address now. */
import { type Address, isSameAddress } from '../ipsec/address.ts';
import { namesAddress } from '../ipsec/address-in-text.ts';
import type { Citation } from '../ipsec/citation.ts';
import type { SyslogEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { isBefore } from './apart.ts';
import { anyOf, citeShown, saIn } from './clues.ts';
import type { Scene } from './scene.ts';
import { isFromSender } from './source.ts';

export interface MadeWith {
  address: Address;
  cited: Citation[];
}

/** X by R's making and by R's listing, with an address of S that is not the one it now comes from: an SA is bound to the addresses that made it. [C RFC 4301 4.4.2] */
export function madeWithAnother(scene: Scene): MadeWith | undefined {
  const { source } = scene.incident;
  const known = remotesOf(scene);
  const [made] = known;
  if (made === undefined || source === null || !isFromSender(scene)) return undefined;
  // MOBIKE moves an SA to the new address: what R lists with it is bound to it. [C RFC 4555 3.5]
  if (known.some(({ address }) => isSameAddress(address, source))) return undefined;
  // Of a NAT's two addresses either may be printed.
  return isOfTunnelFile(scene, made.address) && spokenFrom(scene, source) === undefined ? undefined : made;
}

function remotesOf(scene: Scene): MadeWith[] {
  const { sa, timeline, receiver, incident } = scene;
  const born = scene.event(sa?.inbound.created);
  const made = born?.kind === 'child-sa' ? born.remote : undefined;
  const shown = saIn(timeline.states[receiver], incident.spi, 'inbound');
  return [
    { address: made, cited: scene.cite(born?.ref) },
    { address: shown?.value.remote, cited: citeShown(shown) },
  ].flatMap(({ address, cited }) => (address === undefined || NOBODY.test(address) ? [] : [{ address, cited }]));
}

/** A group's SA is with nobody: `remote= 0.0.0.0`, `remote= 239.1.1.1`. [C RFC 6407] */
const NOBODY = /^(?:0\.0\.0\.0|::|22[4-9]\..*|23\d\..*|ff[0-9a-f]{2}:.*)$/i;

function isOfTunnelFile({ timeline, sender }: Scene, made: Address): boolean {
  const { address, natAddress } = timeline.tunnel[sender];
  return isSameAddress(made, address) || isSameAddress(made, natAddress);
}

/** S's own record of a message between this address of its own and R. */
export function spokenFrom(scene: Scene, address: Address): TimedEvent | undefined {
  return anyOf(scene, scene.sender, 'message').find(({ local }) => isSameAddress(local, address));
}

/** S sends from its new address as soon as it has it: on two clocks the line may seem to stand right behind the message. [C RFC 2131 4.4.1] */
export function assignedTo(scene: Scene, source: Address): TimedEvent | undefined {
  const last = scene.logs.at(-1);
  return anyOf(scene, scene.sender, 'syslog', isAssignment).findLast(
    (event) => namesAddress(event.message, source) && (last === undefined || isBefore(last, event) !== 'yes'),
  );
}

/** `%DHCP-6-ADDRESS_ASSIGN: Interface GigabitEthernet0/0 assigned DHCP address 198.51.100.9, …` [C] */
const isAssignment = ({ facility, mnemonic }: SyslogEvent) => facility === 'DHCP' && mnemonic === 'ADDRESS_ASSIGN';
