/** The IKEv2 packet shapes are the blocks that say a message left or arrived, with both IKE SPIs and the payloads. */
import { readAddress } from '../../../ipsec/address.ts';
import type { Exchange, MessageEvent } from '../../../ipsec/event.ts';
import { beginAnew, hasBothSpis, type IkeSpis, type Ikev2Context } from './memory.ts';

/** `Sending Packet [To 198.51.100.1:500/From 192.0.2.1:500/VRF i0:f0] ` */
export const PACKET = /^(Sending|Received) Packet \[(?:To|From) (\S+):(\d+)\/(?:From|To) (\S+):(\d+)\/VRF[^\]]*\]/;
/** `Initiator SPI : 52C79670608A3068 - Responder SPI : 0063AAED5563FDAE Message id: 2` */
export const PACKET_SPIS = /Initiator SPI : ([0-9A-Fa-f]{16}) - Responder SPI : ([0-9A-Fa-f]{16}) Message id: ([0-9A-Fa-f]{1,10})/;
/** `IKEv2 CREATE_CHILD_SA Exchange REQUEST ` */
export const PACKET_EXCHANGE = /IKEv2 ([A-Z_]+) Exchange (REQUEST|RESPONSE)/;
/** `Payload contents:  SA KE N NOTIFY(NAT_DETECTION_SOURCE_IP)` */
export const PACKET_PAYLOADS = /Payload contents:\s*(.*)$/s;
/** `(I) Sending IKEv2 INFORMATIONAL Exchange REQUEST`, in the event trace */
export const TRACED_PACKET = /^\(([IR])\) (Sending|Received) IKEv2 ([A-Z_]+) Exchange (REQUEST|RESPONSE)/;
/** `(I) IKEv2 INFORMATIONAL Exchange Contains: DELETE`, in the event trace */
export const TRACED_PAYLOAD = /^\([IR]\) IKEv2 [A-Z_]+ Exchange Contains: (\S+)/;
/** `NOTIFY(NO_PROPOSAL_CHOSEN)`, `N(REKEY_SA)` */
export const NOTIFY_PAYLOAD = /^(?:NOTIFY|N)\(([A-Z0-9_]+)\)$/;

const EXCHANGES: Record<string, Exchange> = {
  IKE_SA_INIT: 'ike-sa-init',
  IKE_AUTH: 'ike-auth',
  CREATE_CHILD_SA: 'create-child-sa',
  INFORMATIONAL: 'informational',
};

/** Undefined of a word that is none, though every object may have it of its own. */
export function exchangeOf(name: string): Exchange | undefined {
  return Object.hasOwn(EXCHANGES, name) ? EXCHANGES[name] : undefined;
}

/** These say that the child SA was refused. [C RFC 7296] */
const REFUSALS = new Set([
  'NO_PROPOSAL_CHOSEN',
  'TS_UNACCEPTABLE',
  'SINGLE_PAIR_REQUIRED',
  'NO_ADDITIONAL_SAS',
  'CHILD_SA_NOT_FOUND',
  'TEMPORARY_FAILURE',
]);
export const PAYLOADS_MAX = 40;

/** False when the text is no packet. */
export function readIkev2Packet(text: string, context: Ikev2Context): boolean {
  const packet = PACKET.exec(text);
  if (packet !== null) readBlock(packet, text, context);
  else if (!readTraced(text, context)) return false;
  return true;
}

function readBlock(packet: RegExpExecArray, text: string, context: Ikev2Context): void {
  const [, way, remote, remotePort, local, localPort] = packet;
  const spis = PACKET_SPIS.exec(text);
  const exchange = PACKET_EXCHANGE.exec(text);
  const printed = PACKET_PAYLOADS.exec(text)?.[1];
  const payloads = (printed ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, PAYLOADS_MAX);
  tellPacket(context, {
    direction: way === 'Sending' ? 'sent' : 'received',
    exchange: exchangeOf(exchange?.[1] ?? ''),
    message: kindOf(exchange?.[2]),
    messageId: spis === null ? undefined : parseId(spis[3] ?? ''),
    ikeSpis: spis === null ? undefined : { initiator: (spis[1] ?? '').toUpperCase(), responder: (spis[2] ?? '').toUpperCase() },
    remote: readAddress(remote),
    local: readAddress(local),
    remotePort: Number(remotePort),
    localPort: Number(localPort),
    payloads,
    ...unprinted(printed),
  });
}

/** An empty message has the heading, and nothing below it. [C] ike.md 6 */
export function unprinted(list: string | undefined): { isUnprinted?: true } {
  return list === undefined ? { isUnprinted: true } : {};
}

function readTraced(text: string, context: Ikev2Context): boolean {
  const packet = TRACED_PACKET.exec(text);
  if (packet !== null) {
    const [, role, way, exchange = '', kind] = packet;
    emit(context, {
      direction: way === 'Sending' ? 'sent' : 'received',
      exchange: exchangeOf(exchange),
      message: kindOf(kind),
      role: role === 'I' ? 'initiator' : 'responder',
      payloads: [],
    });
    return true;
  }
  const payload = TRACED_PAYLOAD.exec(text)?.[1];
  if (payload === undefined) return false;
  context.state.lastMessage?.payloads.push(payload);
  return true;
}

type Fields = Pick<MessageEvent, 'direction' | 'payloads'> & Partial<MessageEvent>;

/** A whole packet, in whichever form it is printed: its session is known by its ends and SPIs from here on. */
export function tellPacket(context: Ikev2Context, fields: Fields): void {
  const { state } = context;
  const { exchange, message, ikeSpis, remote, local } = fields;
  const isFirst = exchange === 'ike-sa-init' && message === 'request';
  if (isFirst && hasBothSpis(state) && state.ikeSpis?.initiator !== ikeSpis?.initiator) beginAnew(state);
  Object.assign(state, { remote, local });
  if (ikeSpis !== undefined) state.ikeSpis = ikeSpis;
  emit(context, fields);
}

function emit(context: Ikev2Context, fields: Fields): void {
  const { session, state } = context;
  const message: MessageEvent = { kind: 'message', version: 2, remote: state.remote, local: state.local, ...fields, ...context.base() };
  if (state.isRetransmitting && message.direction === 'sent') message.isRetransmission = true;
  state.isRetransmitting = false;
  session.emit(message);
  state.lastMessage = message;
  for (const payload of message.payloads) readPayload(payload, message, context);
  followPacket(message, context);
}

function readPayload(payload: string, { direction, messageId, exchange }: MessageEvent, context: Ikev2Context): void {
  const notify = NOTIFY_PAYLOAD.exec(payload)?.[1];
  const { remote } = context.state;
  if (notify === undefined) return;
  context.session.emit({ kind: 'notify', version: 2, direction, notify, messageId, remote, ...context.base() });
  if (!REFUSALS.has(notify) || exchange === 'ike-sa-init') return;
  const role = direction === 'received' ? 'initiator' : 'responder';
  context.session.emit({ kind: 'negotiation', version: 2, change: 'failed', role, messageId, remote, reason: notify, ...context.base() });
}

/** What the message begins or ends: an IKE SA, a child SA. */
export function followPacket(message: MessageEvent, context: Ikev2Context): void {
  const { exchange, messageId, isRetransmission } = message;
  if (isRetransmission) return;
  const { remote } = context.state;
  // Who sent the request is the initiator of this exchange, whatever its role in the IKE SA.
  const isMine = (message.message === 'request') === (message.direction === 'sent');
  const role = isMine ? 'initiator' : 'responder';
  if (exchange === 'informational' && message.message === 'response' && message.direction === 'received') acknowledge(context);
  if (exchange === 'ike-sa-init' && message.message === 'request') emitStarted(context, role);
  if (exchange !== 'create-child-sa' && exchange !== 'ike-auth') return;
  const isRefused = message.payloads.some((payload) => REFUSALS.has(NOTIFY_PAYLOAD.exec(payload)?.[1] ?? ''));
  const change = message.message === 'request' ? 'started' : 'completed';
  if (!isRefused) context.session.emit({ kind: 'negotiation', version: 2, change, role, messageId, remote, ...context.base() });
}

/** One answer answers one request, the oldest: the window is 1 by default. [C RFC 7296] */
function acknowledge(context: Ikev2Context): void {
  const { session, state } = context;
  const open = state.openDeletes.shift();
  state.isAnswered = open !== undefined;
  if (open !== undefined)
    session.emit({ kind: 'delete', version: 2, change: 'acknowledged', ...open, remote: state.remote, ...context.base() });
}

/** Said once for an attempt, whether the sentence or the packet comes first. */
export function emitStarted(context: Ikev2Context, role: 'initiator' | 'responder'): void {
  const { state } = context;
  if (state.isStarted) return;
  state.isStarted = true;
  state.role = role;
  const { remote, ikeSpis } = state;
  context.session.emit({ kind: 'ike-sa', version: 2, change: 'started', role, remote, ikeSpis, ...context.base() });
}

function kindOf(printed: string | undefined): MessageEvent['message'] {
  if (printed === undefined) return undefined;
  return printed === 'REQUEST' ? 'request' : 'response';
}

/** Decimal on XE, eight hexadecimal digits on ASA and old IOS. [C] */
export function parseId(printed: string): number | undefined {
  if (/^[0-9A-Fa-f]{8}$/.test(printed)) return Number.parseInt(printed, 16);
  return /^\d{1,10}$/.test(printed) ? Number(printed) : undefined;
}

/** `0x52C79670608A3068` and `52C79670608A3068` are one IKE SPI. */
export function ikeSpisOf(initiator: string, responder: string): IkeSpis {
  const digits = (text: string) => text.replace(/^0x/i, '').toUpperCase().padStart(16, '0');
  return { initiator: digits(initiator), responder: digits(responder) };
}
