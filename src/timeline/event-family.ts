/** An event's family is the debug that printed it, told by its text: the first line of the message. */
import { EnvelopeReader } from '../ios/log/envelope-reader.ts';
import type { Event } from '../ipsec/event.ts';
import { bySide } from '../ipsec/side.ts';
import { vendorOf } from '../vendors/families/index.ts';

/** Tells the family whose debug printed an event, or the vendor whose log it is from, of one event behind the other: those of a side look alike. */
export function familyTeller(): (event: Pick<Event, 'side' | 'text'>) => string | undefined {
  const envelopes = bySide(() => new EnvelopeReader());
  return ({ side, text }) => envelopes[side].familyOf(text)?.id ?? vendorOf(text);
}
