/** Saying an event puts one parsed fact into a few words, as a ladder has room for. */
import type { Event } from '../ipsec/event.ts';

type Say = { [Kind in Event['kind']]: (event: Extract<Event, { kind: Kind }>) => string };

const SAY: Say = {
  message: ({ exchange, messageId, step, message, isRetransmission }) =>
    words(exchange ?? 'message', messageId === 0 ? undefined : messageId, message ?? step, isRetransmission === true ? 'again' : undefined),
  'ike-sa': ({ version, change, reason }) => words(`IKEv${version} SA`, change, reason),
  negotiation: ({ change, messageId, reason }) => words('negotiation', messageId, change, reason),
  'child-sa': ({ direction, spi, change, reason }) => words(direction, spi, change, reason),
  delete: ({ change, what, spi }) => words('DELETE', what === 'ike-sa' ? 'of the IKE SA' : undefined, spi, change),
  notify: ({ notify, direction, spi }) => words(notify, spi, direction),
  dpd: ({ change, sequence32 }) => words('DPD', change, sequence32),
  'invalid-spi': ({ spi }) => words('UNKNOWN SPI', spi),
  syslog: ({ facility, severity, mnemonic }) => `%${facility}-${severity}-${mnemonic}`,
  'clock-step': () => 'the clock was set',
  reload: () => 'the router restarted',
  command: ({ command }) => `typed: ${command}`,
};

export function sayEvent(event: Event): string {
  return (SAY[event.kind] as (event: Event) => string)(event);
}

function words(...parts: readonly (string | number | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
