/** Telling an event puts one parsed fact into a sentence about a peer, as an explanation needs it, or into a few words, as a ladder does. */
import type { Event } from '../ipsec/event.ts';

type Tell = { [Kind in Event['kind']]: (name: string, event: Extract<Event, { kind: Kind }>) => string };

const CHILD_SA = {
  requested: (name: string, sa: string) => `${name} requested ${sa}`,
  proposed: (name: string, sa: string) => `${name} was asked for ${sa}`,
  refused: (name: string, sa: string) => `${name} refused what was proposed for ${sa}`,
  created: (name: string, sa: string) => `${name} created ${sa}`,
  installed: (name: string, sa: string) => `${name} installed ${sa}`,
  'outbound-enabled': (name: string, sa: string) => `${name} enabled ${sa} for sending`,
  'outbound-switched': (name: string, sa: string) => `${name} started sending with ${sa}`,
  expiring: (name: string, sa: string) => `the lifetime of ${sa} was ending at ${name}`,
  deleted: (name: string, sa: string) => `${name} deleted ${sa}`,
} as const;

const DELETE = {
  sent: (name: string, what: string) => `${name} sent a DELETE${what}`,
  received: (name: string, what: string) => `${name} received a DELETE${what}`,
  acknowledged: (name: string, what: string) => `the peer acknowledged the DELETE${what} of ${name}`,
  unsendable: (name: string, what: string) => `${name} could not send a DELETE${what}: it had no IKE SA`,
} as const;

const DPD = {
  'probe-sent': 'sent a DPD probe',
  'probe-received': 'received a DPD probe',
  'ack-sent': 'answered the DPD probe',
  'ack-received': 'received the answer to its DPD probe',
  missed: 'got no answer to its DPD probe',
  dead: 'declared its peer dead (DPD)',
} as const;

const SYSLOG_CHARACTERS = 80;

const TELL: Tell = {
  message: (name, { exchange, messageId, direction, message, step }) =>
    words(
      name,
      direction,
      'the',
      exchange ?? 'IKE',
      message ?? (step === undefined || exchange === 'informational' ? 'message' : `message ${step}`),
      idOf(messageId),
    ),
  'ike-sa': (name, { change, reason }) => `${name}: its IKE SA ${change}${because(reason)}`,
  negotiation: (name, { change, reason, messageId }) => words(`${name}: a negotiation`, change, idOf(messageId)) + because(reason),
  'child-sa': (name, { change, direction, spi }) =>
    CHILD_SA[change](name, words(spi === undefined ? 'an' : undefined, change === 'outbound-switched' ? undefined : direction, 'SA', spi)),
  delete: (name, { change, what, spi }) =>
    DELETE[change](name, what === 'ike-sa' ? ' for the IKE SA' : spi === undefined ? '' : ` for ${spi}`),
  notify: (name, { notify, direction, spi }) => words(name, direction, notify, spi),
  dpd: (name, { change }) => `${name} ${DPD[change]}`,
  identity: (name, { identity, direction }) => `${name} ${direction === 'sent' ? 'called itself' : 'was told the identity'} ${identity}`,
  'invalid-spi': (name, { spi }) => `${name} logged the unknown SPI ${spi}`,
  esp: (name, { spi, espSequence }) => `${name} received ESP with ${spi}, number ${espSequence}`,
  syslog: (name, { facility, severity, mnemonic, message }) =>
    `${name} logged %${facility}-${severity}-${mnemonic}: ${message.slice(0, SYSLOG_CHARACTERS).trim()}`,
  'clock-step': (name) => `the clock of ${name} was set`,
  reload: (name) => `${name} restarted`,
  command: (name, { command }) => `someone typed "${command}" on ${name}`,
};

export function tellEvent(name: string, event: Event): string {
  return (TELL[event.kind] as (name: string, event: Event) => string)(name, event);
}

function words(...parts: readonly (string | number | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function idOf(messageId: number | undefined): string | undefined {
  return messageId === undefined || messageId === 0 ? undefined : `(${messageId})`;
}

function because(reason: string | undefined): string {
  return reason === undefined || reason === '' ? '' : ` ("${reason}")`;
}

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
  identity: ({ identity, direction }) => words('identity', identity, direction),
  'invalid-spi': ({ spi }) => words('UNKNOWN SPI', spi),
  esp: ({ spi, espSequence }) => words('ESP', spi, espSequence),
  syslog: ({ facility, severity, mnemonic }) => `%${facility}-${severity}-${mnemonic}`,
  'clock-step': () => 'the clock was set',
  reload: () => 'the router restarted',
  command: ({ command }) => `typed: ${command}`,
};

/** One fact in a few words, as a ladder has room for. */
export function sayEvent(event: Event): string {
  return (SAY[event.kind] as (event: Event) => string)(event);
}
