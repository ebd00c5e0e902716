/** A DELETE that reached S when S had no IKE SA to read it with was not lost on the way: S says so of the message, and cannot tell what was in it. */
import { namesAddress } from '../ipsec/address-in-text.ts';
import type { MessageEvent, SyslogEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart } from './apart.ts';
import { anyOf } from './clues.ts';
import { departuresBefore } from './ending.ts';
import { oncePerScene } from './scene.ts';

/** A packet is under way no longer than this. [L] */
const FLIGHT_MS = 1000;

const isWithoutSa = ({ mnemonic }: SyslogEvent) => mnemonic === 'IKMP_NO_SA';
const isSent = ({ direction, version }: MessageEvent) => direction === 'sent' && version === 1;

/** `%CRYPTO-4-IKMP_NO_SA: IKE message from R has no SA and is not an initialization offer`, as the DELETE came and nothing else of R. [C RFC 2409 5.7: the IKE SA authenticates it] */
export const unreadAtSender = oncePerScene((scene) => {
  const { receiver, sender, timeline } = scene;
  const [departure] = departuresBefore(scene);
  const left = departure?.sent;
  if (left === undefined || departure?.message?.received != null) return undefined;
  const { address, natAddress } = timeline.tunnel[receiver];
  const isFromReceiver = ({ message }: SyslogEvent) =>
    [address, natAddress].some((each) => each !== undefined && namesAddress(message, each));
  const said = anyOf(scene, sender, 'syslog', isWithoutSa).find((event) => isFromReceiver(event) && isInFlight(left, event));
  if (said === undefined) return undefined;
  const others = anyOf(scene, receiver, 'message', isSent).filter((event) => event.ref !== left.ref && isInFlight(event, said));
  return others.length === 0 ? said : undefined;
});

function isInFlight(left: TimedEvent, arrived: TimedEvent): boolean {
  const gap = apart(left, arrived);
  return gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= FLIGHT_MS && gap.mostMs - gap.leastMs <= 2 * FLIGHT_MS;
}
