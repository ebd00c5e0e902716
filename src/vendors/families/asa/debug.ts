/** ASA's `debug crypto ikev2` prints the sentences of IOS under `IKEv2-PROTO-n`; its older releases take a packet apart, field by field. */

import { readIkev2Text } from '../../../ios/families/ikev2/ikev2.ts';
import { contextOf } from '../../../ios/families/ikev2/memory.ts';
import { exchangeOf } from '../../../ios/families/ikev2/packet.ts';
import type { LogEntry } from '../../../ios/log/entry.ts';
import type { LogSession } from '../../../ios/log/session.ts';
import { readAddress } from '../../../ipsec/address.ts';
import type { MessageEvent } from '../../../ipsec/event.ts';
import { readDeletes, readPiece } from './blocks.ts';

/** `IKEv2-PROTO-4: (12): Received Packet …`, `IKEv2-PLAT-4: SENT PKT …`, `%ASA-7-711001: IKEv2-PROTO-1: (140): …`; groups: the session, the words. [C] tech note 115935 */
export const IKEV2_DEBUG = /\bIKEv2-(?:PROTO|PLAT)-\d{1,3}: (?:\((\d{1,9})\):? ?)?(.*)$/s;
/** `(12): Initiator SPI : …`, `(12): IKEv2 IKE_AUTH Exchange REQUEST`, `Message id: 1`, `Payload contents:`, ` SA  Next payload: KE, reserved: 0x0, length: 48` */
export const PACKET_LINE =
  /^\s{0,8}(?:\(\d{1,9}\):\s{0,8})?(?:$|Initiator SPI : |Message id: |IKEv2 \w{1,20} Exchange |Payload contents:|(?:REAL )?Decrypted packet:|Security protocol id: |(?:[0-9a-f]{2} ){3}[0-9a-f]{2}(?: |$)|[A-Z]\w{1,12}(?:\(\w{1,40}\):?)?\s{1,4}Next payload: )/;
/** Newer releases repeat the session's number on every line of a packet. */
const NUMBER = /(?<=\s)\(\d{1,9}\):\s?/g;
/** `length: 224(229):`, ` DELETE(229):   Next payload`: and behind a word. */
const GLUED_NUMBER = /(?<=\w)\(\d{1,9}\):/g;
/** `Tx [L 192.0.2.1:500/R 198.51.100.1:500/VRF i0:f0] m_id: 0x0`, `Rx [L …/R …/VRF …] m_id: 0x0` */
export const TAKEN_APART = /^([TR])x \[L (\S{1,45}?):(\d{1,5})\/R (\S{1,45}?):(\d{1,5})\/VRF [^\]]{1,20}\]/;
/** `HDR[i:DFA3B583A4369958 - r: 0000000000000000]`, `IKEV2 HDR ispi: DFA3B583A4369958 - rspi: 0000000000000000` */
export const HEADER = /^(?:HDR ?\[i:|IKEV2 HDR ispi:) ?([0-9A-F]{16}) - r(?:spi)?: ?([0-9A-F]{16})/i;
/** `Exchange type: IKE_SA_INIT, flags: INITIATOR `, `Exchange type: INFORMATIONAL, flags: RESPONDER MSG-RESPONSE ` */
export const FLAGS = /^Exchange type: (\w{4,20}), flags: ([A-Z -]{4,40})/;
/** `Message id: 0x0, length: 338` */
export const MESSAGE_ID = /^Message id: (0x[0-9a-f]{1,8}|\d{1,10}),? ?length: /i;
/** ` DELETE  Next payload: NONE, reserved: 0x0, length: 12`, ` NOTIFY(NO_PROPOSAL_CHOSEN)  Next payload: NONE, …` */
export const PAYLOAD = /^\s?([A-Z]\w{0,12}(?:\([A-Z0-9_]{3,40}\))?)\s{1,4}Next payload: /;
/** `SENT PKT [IKE_SA_INIT] [192.0.2.1]:500->[198.51.100.1]:500 InitSPI=0xdfa3b583a4369958 RespSPI=0x0000000000000000 MID=00000000`, `RECV PKT …` */
export const PLATFORM_PACKET =
  /^(SENT|RECV) PKT \[(\w{4,20})\] \[([^\]]{3,45})\]:(\d{1,5})->\[([^\]]{3,45})\]:(\d{1,5}) InitSPI=0x([0-9a-f]{16}) RespSPI=0x([0-9a-f]{16}) MID=([0-9a-f]{1,8})/i;

/** A packet that is taken apart, as far as its lines have come. */
type Open = Partial<MessageEvent> & Pick<MessageEvent, 'direction'>;

class DebugMemory {
  open: Open | undefined;
  /** The last that was told: platform and protocol tell of the same one, in either order. */
  last: MessageEvent | undefined;
}

export function readIkev2Debug(entry: LogEntry, session: LogSession): void {
  const [, number, printed = ''] = IKEV2_DEBUG.exec(entry.body) ?? [];
  const memory = session.memory(DebugMemory);
  const words = printed.replace(NUMBER, '').replace(GLUED_NUMBER, '');
  if (readPlatform(words, entry, session, memory) || readField(words, entry, session, memory)) return;
  const context = contextOf(number, entry, session);
  if (!readPiece(words, context)) readIkev2Text(words, context);
  readDeletes(words, context);
}

function readPlatform(words: string, entry: LogEntry, session: LogSession, memory: DebugMemory): boolean {
  const [, way, name = '', from, fromPort, to, toPort, initiator = '', responder = '', id = ''] = PLATFORM_PACKET.exec(words) ?? [];
  if (way === undefined) return false;
  const isSent = way === 'SENT';
  const [local, remote] = isSent ? [from, to] : [to, from];
  const [localPort, remotePort] = isSent ? [fromPort, toPort] : [toPort, fromPort];
  const isFirst = name === 'IKE_SA_INIT' && Number.parseInt(responder, 16) === 0;
  tell(session, memory, {
    kind: 'message',
    direction: isSent ? 'sent' : 'received',
    version: 2,
    exchange: exchangeOf(name),
    messageId: Number.parseInt(id, 16),
    ikeSpis: { initiator: initiator.toUpperCase(), responder: responder.toUpperCase() },
    message: name === 'IKE_SA_INIT' ? (isFirst ? 'request' : 'response') : undefined,
    local: readAddress(local),
    localPort: Number(localPort),
    remote: readAddress(remote),
    remotePort: Number(remotePort),
    payloads: [],
    ...session.base(entry),
  });
  return true;
}

function readField(words: string, entry: LogEntry, session: LogSession, memory: DebugMemory): boolean {
  const [, way, local, localPort, remote, remotePort] = TAKEN_APART.exec(words) ?? [];
  if (way !== undefined) {
    const ends = { local: readAddress(local), remote: readAddress(remote), localPort: Number(localPort), remotePort: Number(remotePort) };
    memory.open = { direction: way === 'T' ? 'sent' : 'received', ...ends };
    return true;
  }
  const payload = PAYLOAD.exec(words)?.[1];
  if (payload !== undefined) memory.last?.payloads.push(payload);
  return payload !== undefined || (memory.open !== undefined && readHeader(words, entry, session, memory, memory.open));
}

function readHeader(words: string, entry: LogEntry, session: LogSession, memory: DebugMemory, open: Open): boolean {
  const [, initiator, responder = ''] = HEADER.exec(words) ?? [];
  const [, name = '', flags] = FLAGS.exec(words) ?? [];
  const id = MESSAGE_ID.exec(words)?.[1];
  if (initiator !== undefined) open.ikeSpis = { initiator: initiator.toUpperCase(), responder: responder.toUpperCase() };
  else if (flags !== undefined)
    Object.assign(open, { exchange: exchangeOf(name), message: flags.includes('MSG-RESPONSE') ? 'response' : 'request' });
  else if (id === undefined) return false;
  else {
    memory.open = undefined;
    tell(session, memory, { kind: 'message', version: 2, messageId: Number(id), payloads: [], ...open, ...session.base(entry) });
  }
  return true;
}

function tell(session: LogSession, memory: DebugMemory, message: MessageEvent): void {
  const { last } = memory;
  if (last !== undefined && keyOf(last) === keyOf(message) && (last.message ?? message.message) === (message.message ?? last.message)) {
    last.message ??= message.message;
    last.exchange ??= message.exchange;
    // Told by both once: the next of its kind is another packet.
    memory.last = { ...last, messageId: undefined, payloads: last.payloads };
    return;
  }
  session.emit(message);
  memory.last = message;
}

function keyOf({ direction, ikeSpis, messageId, exchange }: MessageEvent): string {
  return [direction, ikeSpis?.initiator, ikeSpis?.responder, messageId, exchange].join(' ');
}
