/** charon's packets: NET says between whom, ENC says which message, in one thread; that makes an IKE message with its ids and payloads. */
import { readAddress } from '../../../ipsec/address.ts';
import type { DpdEvent, Exchange, MessageEvent } from '../../../ipsec/event.ts';
import type { IkeSa, Line, Thread } from './memory.ts';

/** `received packet: from 198.51.100.1[500] to 192.0.2.1[500] (472 bytes)`, `sending packet: from …` */
export const PACKET = /^(received|sending) packet: from ([^[\s]+)\[(\d+)\] to ([^[\s]+)\[(\d+)\]/;
/** `generating CREATE_CHILD_SA request 2 [ N(REKEY_SA) SA No KE TSi TSr ]`, `parsed QUICK_MODE response 1482142195 [ HASH SA No KE ID ID ]` */
export const ENCODING = /^(generating|parsed) ([A-Z][A-Z0-9_]+) (request|response) (\d{1,10}) \[ ?([^\]]*)\]/;
/** One piece of a message that was cut: the whole one stands before, or behind. */
export const FRAGMENT = /^(?:EF\(|FRAG)/;

/** Only an IKE SA that begins has these. */
const OPENING: ReadonlySet<Exchange | undefined> = new Set(['ike-sa-init', 'ike-auth', 'main', 'aggressive']);

/** charon's names of the exchanges. [C] strongSwan, src/libcharon/encoding/payloads/ike_header.c */
const EXCHANGES: Readonly<Record<string, { version: 1 | 2; exchange?: Exchange }>> = {
  ID_PROT: { version: 1, exchange: 'main' },
  AGGRESSIVE: { version: 1, exchange: 'aggressive' },
  QUICK_MODE: { version: 1, exchange: 'quick' },
  INFORMATIONAL_V1: { version: 1, exchange: 'informational' },
  TRANSACTION: { version: 1 },
  IKE_SA_INIT: { version: 2, exchange: 'ike-sa-init' },
  IKE_AUTH: { version: 2, exchange: 'ike-auth' },
  CREATE_CHILD_SA: { version: 2, exchange: 'create-child-sa' },
  INFORMATIONAL: { version: 2, exchange: 'informational' },
};

/** charon's short names of notifies that say no, and of the initial contact. [C] strongSwan, src/libcharon/encoding/payloads/notify_payload.c */
const NOTIFIES: Readonly<Record<string, string>> = {
  NO_PROP: 'NO_PROPOSAL_CHOSEN',
  AUTH_FAILED: 'AUTHENTICATION_FAILED',
  TS_UNACCEPT: 'TS_UNACCEPTABLE',
  INVAL_KE: 'INVALID_KE_PAYLOAD',
  INVAL_SPI: 'INVALID_SPI',
  INVAL_IKE_SPI: 'INVALID_IKE_SPI',
  INVAL_SYN: 'INVALID_SYNTAX',
  INVAL_MID: 'INVALID_MESSAGE_ID',
  INVAL_ID: 'INVALID_ID_INFORMATION',
  NO_ADD_SAS: 'NO_ADDITIONAL_SAS',
  TEMP_FAIL: 'TEMPORARY_FAILURE',
  CHDNF: 'CHILD_SA_NOT_FOUND',
  INIT_CONTACT: 'INITIAL_CONTACT',
  INITIAL_CONTACT: 'INITIAL_CONTACT',
};

export function readNetwork({ words, thread, isNamed }: Line): void {
  const [, way, from, fromPort, to, toPort] = PACKET.exec(words) ?? [];
  if (way === undefined) return;
  const isArrival = way === 'received';
  const [local, remote] = isArrival ? [to, from] : [from, to];
  const [localPort, remotePort] = isArrival ? [toPort, fromPort] : [fromPort, toPort];
  const ends = { local: readAddress(local), remote: readAddress(remote), localPort: Number(localPort), remotePort: Number(remotePort) };
  Object.assign(thread, ends);
  if (isArrival) takeUp(thread, isNamed);
  else if (thread.outgoing !== undefined) {
    Object.assign(thread.outgoing, ends);
    thread.outgoing = undefined;
  }
}

/** A new packet: nothing of the last one holds. */
function takeUp(thread: Thread, isNamed: boolean): void {
  if (!isNamed) thread.ikeSa = undefined;
  thread.message = undefined;
  thread.outgoing = undefined;
  thread.reason = undefined;
  thread.deletes = [];
}

export function readEncoding(line: Line): void {
  const [, verb, name = '', message, id = '', inside = ''] = ENCODING.exec(line.words) ?? [];
  const known = Object.hasOwn(EXCHANGES, name) ? EXCHANGES[name] : undefined;
  if (known === undefined || FRAGMENT.test(inside)) return;
  const payloads = inside.split(' ').filter((word) => word !== '');
  const isRequest = message === 'request';
  const direction = verb === 'parsed' ? 'received' : 'sent';
  const { thread, memory, session } = line;
  placeMessage(line, known, `${message} ${id}`, verb === 'parsed');
  const ikeSa = memory.of(thread);
  ikeSa.version ??= known.version;
  const isOurs = (direction === 'sent') === isRequest;
  const event: MessageEvent = {
    kind: 'message',
    direction,
    ...known,
    messageId: Number(id),
    ...(known.version === 2 ? { message: isRequest ? 'request' : 'response' } : { step: stepOf(known.exchange, isRequest, payloads) }),
    ...(known.exchange === 'informational' ? {} : { role: isOurs ? 'initiator' : 'responder' }),
    ...endsOf(thread, ikeSa),
    payloads: payloads.map(nameOf),
    ...line.base(),
  };
  session.emit(event);
  thread.message = event;
  memory.keep(thread, event);
  if (direction === 'sent') depart(event, thread, ikeSa);
  emitNotifies(line, event);
  emitDpd(line, event, ikeSa);
  if (direction === 'received' && !isRequest) acknowledge(line, Number(id), ikeSa);
}

/** Which IKE SA's message it is, where the line has no name: that which is answered, that which asked, that which carries it. */
function placeMessage(
  { thread, memory, isNamed }: Line,
  { version, exchange }: { version: 1 | 2; exchange?: Exchange },
  name: string,
  isArrival: boolean,
): void {
  if (isNamed || version === 1) return;
  if (OPENING.has(exchange)) memory.join(thread);
  else if (name.startsWith('response ') && isArrival) thread.ikeSa = memory.senderOf(name.replace('response', 'request')) ?? thread.ikeSa;
  else if (name.startsWith('response ')) thread.ikeSa = thread.message?.connId?.toString() ?? thread.ikeSa;
  else thread.ikeSa = memory.carrierOf(thread);
}

/** A received message's ends are those of its packet; one that is built has them soon. */
export function endsOf(thread: Thread, ikeSa: IkeSa): Pick<MessageEvent, 'local' | 'remote' | 'localPort' | 'remotePort'> {
  const { localPort, remotePort } = thread;
  return { local: thread.local ?? ikeSa.local, remote: thread.remote ?? ikeSa.remote, localPort, remotePort };
}

function depart(event: MessageEvent, thread: Thread, ikeSa: IkeSa): void {
  thread.outgoing = event;
  const { messageId = 0, message } = event;
  ikeSa.sent.set(`${message ?? 'request'} ${messageId}`, event);
  if (!event.payloads.includes('DELETE')) return;
  for (const each of thread.deletes) each.messageId = messageId;
  if (message !== 'response') ikeSa.deletes.set(messageId, thread.deletes);
  thread.deletes = [];
}

/** IKEv1's place in its exchange, by what it carries. [C] RFC 2409 5.1, 5.5 */
function stepOf(exchange: Exchange | undefined, isRequest: boolean, payloads: readonly string[]): number | undefined {
  if (exchange === 'quick') return isRequest ? (payloads.includes('SA') ? 1 : 3) : 2;
  if (exchange !== 'main') return undefined;
  const first = payloads.includes('SA') ? 1 : payloads.includes('KE') ? 3 : payloads.includes('ID') ? 5 : undefined;
  return first === undefined ? undefined : first + (isRequest ? 0 : 1);
}

/** `D` is DELETE, `N(NO_PROP)` NO_PROPOSAL_CHOSEN; others stay as they are. */
function nameOf(payload: string): string {
  if (payload === 'D') return 'DELETE';
  const notify = /^N\((.+)\)$/.exec(payload)?.[1];
  return notify === undefined ? payload : Object.hasOwn(NOTIFIES, notify) ? (NOTIFIES[notify] ?? notify) : notify;
}

function emitNotifies({ session, base }: Line, { version, direction, messageId, remote, payloads }: MessageEvent): void {
  const said = new Set(Object.values(NOTIFIES));
  for (const notify of payloads)
    if (said.has(notify)) session.emit({ kind: 'notify', version, direction, notify, messageId, remote, ...base() });
}

/** IKEv1 has payloads for it; in IKEv2 an empty request is a probe, and its answer the answer. [C] RFC 3706, RFC 7296 1.4 */
function emitDpd({ session, base }: Line, event: MessageEvent, ikeSa: IkeSa): void {
  const change = dpdOf(event, ikeSa);
  if (change !== undefined) session.emit({ kind: 'dpd', version: event.version, change, remote: event.remote, ...base() });
}

function dpdOf(
  { version, exchange, direction, message, messageId = 0, payloads }: MessageEvent,
  ikeSa: IkeSa,
): DpdEvent['change'] | undefined {
  if (exchange !== 'informational') return undefined;
  const isSent = direction === 'sent';
  if (payloads.includes('DPD')) return isSent ? 'probe-sent' : 'probe-received';
  if (payloads.includes('DPD_ACK')) return isSent ? 'ack-sent' : 'ack-received';
  if (version === 1 || payloads.length > 0) return undefined;
  if (message === 'request') return isSent ? 'probe-sent' : 'probe-received';
  const asked = isSent ? undefined : ikeSa.sent.get(`request ${messageId}`);
  return asked?.payloads.length === 0 ? 'ack-received' : undefined;
}

/** The answer to a DELETE, whatever it carries. [C] RFC 7296 1.4.1 */
function acknowledge({ session, base }: Line, messageId: number, ikeSa: IkeSa): void {
  for (const { version, what, spi, remote } of ikeSa.deletes.get(messageId) ?? [])
    session.emit({ kind: 'delete', version, change: 'acknowledged', what, spi, messageId, remote, ...base() });
  ikeSa.deletes.delete(messageId);
}
