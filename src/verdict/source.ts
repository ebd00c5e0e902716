/** The source is whether X, and the address that it came from, are S's by more than the message. */
import type { ShownChildSa } from '../ios/shows/show.ts';
import { isSameAddress } from '../ipsec/address.ts';
import type { Cited } from '../timeline/state.ts';
import { saIn, senderHolds } from './clues.ts';
import type { Scene } from './scene.ts';

/** True when a record, or a listing of either end, ties X to this tunnel by more than the message. */
export function isKnownSpi(scene: Scene): boolean {
  return scene.births.length > 0 || senderHolds(scene).length > 0 || listedForSender(scene) !== undefined;
}

/** R lists X as its own, for S and for nobody else: the end that receives by an SPI has chosen it. [C RFC 4301 4.1] */
export function listedForSender({ timeline, receiver, sender, incident }: Scene): Cited<ShownChildSa> | undefined {
  const { address, natAddress } = timeline.tunnel[sender];
  const shown = saIn(timeline.states[receiver], incident.spi, 'inbound');
  const remote = shown?.value.remote;
  return isSameAddress(remote, address) || isSameAddress(remote, natAddress) ? shown : undefined;
}

export function isFromSender({ incident, timeline, sender }: Scene): boolean {
  const { address, natAddress } = timeline.tunnel[sender];
  return incident.sources.some((source) => isSameAddress(source, address) || isSameAddress(source, natAddress));
}
