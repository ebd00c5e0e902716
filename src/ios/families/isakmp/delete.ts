/** The ISAKMP delete shapes are the lines of DELETEs and notifies: sent, received, or not to be sent for want of an IKE SA. */
import { type Address, readAddress } from '../../../ipsec/address.ts';
import type { DeleteEvent, NotifyEvent } from '../../../ipsec/event.ts';
import { messageId } from '../../../ipsec/message-id.ts';
import { parseDecimalSpi, parseHexSpi } from '../../../ipsec/spi.ts';
import type { Shape } from '../../log/shape.ts';
import { addPayload, classify, mentionIncoming, mentionOutgoing } from './exchange.ts';
import type { IsakmpContext } from './memory.ts';

/** `processing DELETE payload. message ID = -1323939639`, `processing DELETE_WITH_REASON payload, message ID = 5, reason: …` [L the second] */
export const PROCESSING_DELETE = /^processing DELETE(?:_WITH_REASON)? payload[.,] message ID = (-?\d+)/;
/** `Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0x3B9ACA01)` */
export const ENQUEUED_DELETE = /^Enqueued KEY_MGR_DELETE_SAS for IPSEC SA \(SPI:\s?(0x[0-9A-Fa-f]+)\)/;
/** `ignoring request to send delete notify (no ISAKMP sa) src 1.1.100.10 dst 1.1.56.6 for SPI 0x33C701EA`; an SPI that somebody typed into (`0x33C701EAing`) is none */
export const IGNORING_DELETE =
  /^ignoring request to send delete notify \(no ISAKMP sa\) src (\S+) dst (\S+) for SPI(?: (0x[0-9A-Fa-f]{1,8})\b)?/;
/** `Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL`: the packet that just left was a DELETE. [L] */
export const DELETE_INPUT = /^Input = (?:IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL|IKE_MESG_INTERNAL, IKE_PHASE1_DEL)/;
/** `Sending DELETE payload … spi 0x3B9ACA01, message ID = 5`: no published sample. [L] */
export const SENDING_DELETE = /^(?:Sending|sending) (?:a )?DELETE\b/;
/** `processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3 spi 101951630, message ID = 1148084868, sa = 0x80007771564BEF58` */
export const PROCESSING_NOTIFY = /^processing NOTIFY (\S+) protocol (\d+)(?:\s+spi (\d+)\b)?(?:,? message ID = (-?\d+))?/;
/** `Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 3 spi 9223503292995197928, message ID = 1148084868` */
export const SENDING_NOTIFY = /^Sending NOTIFY (\S+) protocol (\d+)(?:\s+spi (\d+)\b)?(?:,? message ID = (-?\d+))?/;
/** `Send initial contact` */
export const SEND_INITIAL_CONTACT = /^Send initial contact/;
/** `Process initial contact,`, and on a line of its own below it `bring down existing phase 1 and 2 SA's with local 192.0.2.1 remote 198.51.100.1 remote port 500`: said whether there are any or not */
export const PROCESS_INITIAL_CONTACT =
  /^Process initial contact(?:,\s*bring down existing phase 1 and 2 SA's with local \S+ remote (\S+))?/;
const SPI_ANYWHERE = /spi:? ?(0x[0-9A-Fa-f]{1,8})\b/i;
const ID_ANYWHERE = /message ID = (-?\d+)/;
const PROTOCOL_ESP = '3';

export const ISAKMP_DELETES: readonly Shape<IsakmpContext>[] = [
  { word: 'processing', pattern: PROCESSING_DELETE, read: (match, context) => readReceived(messageId(match[1] ?? ''), context) },
  { word: 'Enqueued', pattern: ENQUEUED_DELETE, read: (match, context) => readEnqueued(match[1] ?? '', context) },
  { word: 'ignoring', pattern: IGNORING_DELETE, read: (match, context) => readUnsendable(match, context) },
  { word: 'Input', pattern: DELETE_INPUT, read: (match, context) => readInput(match[0], context) },
  { word: 'Sending', pattern: SENDING_DELETE, read: (_match, context) => readSending(context) },
  { word: 'sending', pattern: SENDING_DELETE, read: (_match, context) => readSending(context) },
  { word: 'processing', pattern: PROCESSING_NOTIFY, read: (match, context) => readNotify('received', match, context) },
  { word: 'Sending', pattern: SENDING_NOTIFY, read: (match, context) => readNotify('sent', match, context) },
  { word: 'Send', pattern: SEND_INITIAL_CONTACT, read: (_match, context) => initialContact('sent', context) },
  {
    word: 'Process',
    pattern: PROCESS_INITIAL_CONTACT,
    read: (match, context) => initialContact('received', context, readAddress(match[1])),
  },
];

function readReceived(id: number | undefined, context: IsakmpContext): void {
  mentionIncoming(id, context);
  classify(id, 'informational', context);
  addPayload(id, 'DELETE', context);
  const event = emit(context, { change: 'received', what: 'child-sa', messageId: id });
  context.memory.openDelete = event;
}

/** The line behind `processing DELETE payload` that tells the SPI; a second one is a second SPI in the same payload. */
function readEnqueued(printed: string, context: IsakmpContext): void {
  const spi = parseHexSpi(printed);
  const open = context.memory.openDelete;
  if (open !== undefined && open.spi === undefined) open.spi = spi;
  else emit(context, { change: 'received', what: 'child-sa', spi, messageId: context.connection.messageId });
}

function readUnsendable(match: RegExpExecArray, context: IsakmpContext): void {
  emit(context, { change: 'unsendable', what: 'child-sa', remote: readAddress(match[2]), spi: parseHexSpi(match[3] ?? '') });
}

function readInput(input: string, context: IsakmpContext): void {
  const message = context.connection.lastMessage;
  const isPhaseOne = input.endsWith('PHASE1_DEL');
  if (message?.direction !== 'sent' || message.payloads.length > 0 || message.exchange === 'quick' || message.messageId === 0) return;
  message.payloads.push('DELETE');
  classify(message.messageId, 'informational', context);
  emit(context, { change: 'sent', what: isPhaseOne ? 'ike-sa' : 'child-sa', messageId: message.messageId });
}

function readSending(context: IsakmpContext): void {
  const { body } = context.entry;
  const id = messageId(ID_ANYWHERE.exec(body)?.[1] ?? '') ?? context.connection.messageId;
  mentionOutgoing(id, context);
  classify(id, 'informational', context);
  const spi = parseHexSpi(SPI_ANYWHERE.exec(body)?.[1] ?? '');
  emit(context, { change: 'sent', what: /IKE SA|ISAKMP SA|phase 1/i.test(body) ? 'ike-sa' : 'child-sa', spi, messageId: id });
}

function readNotify(direction: 'sent' | 'received', match: RegExpExecArray, context: IsakmpContext): void {
  const [, notify = '', protocol, printedSpi = '', printedId = ''] = match;
  const id = messageId(printedId);
  if (direction === 'sent') mentionOutgoing(id, context);
  else mentionIncoming(id, context);
  if (id !== 0) classify(id, 'informational', context);
  if (direction === 'received') addPayload(id, notify, context);
  // A notify about no SA has the SPI 0. [C RFC 2408 3.14]
  const spi = protocol === PROTOCOL_ESP && Number(printedSpi) !== 0 ? parseDecimalSpi(printedSpi) : undefined;
  emitNotify(context, { direction, notify, messageId: id, spi });
}

function initialContact(direction: 'sent' | 'received', context: IsakmpContext, remote?: Address): void {
  context.connection.remote ??= remote;
  const last = context.memory.lastNotify;
  const isSame = last?.notify === 'INITIAL_CONTACT' && last.direction === direction;
  if (isSame && last?.at === context.at && last?.connId === context.base().connId) return;
  emitNotify(context, { direction, notify: 'INITIAL_CONTACT', messageId: 0 });
}

function emitNotify(context: IsakmpContext, fields: Pick<NotifyEvent, 'direction' | 'notify' | 'messageId' | 'spi'>): void {
  const event: NotifyEvent = { kind: 'notify', version: 1, remote: context.connection.remote, ...fields, ...context.base() };
  context.session.emit(event);
  context.memory.lastNotify = event;
}

function emit(context: IsakmpContext, fields: Omit<Partial<DeleteEvent>, 'kind'> & Pick<DeleteEvent, 'change' | 'what'>): DeleteEvent {
  const event: DeleteEvent = { kind: 'delete', version: 1, remote: context.connection.remote, ...fields, ...context.base() };
  context.session.emit(event);
  return event;
}
