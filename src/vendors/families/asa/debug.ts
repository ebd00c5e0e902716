/** ASA's `debug crypto ikev2` prints the sentences of IOS under `IKEv2-PROTO-n`; its older releases take a packet apart, field by field. */

import { type Apart, beginApart, goOnApart, messageOf, PAYLOAD } from '../../../ios/families/ikev2/apart.ts';
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
/** `SENT PKT [IKE_SA_INIT] [192.0.2.1]:500->[198.51.100.1]:500 InitSPI=0xdfa3b583a4369958 RespSPI=0x0000000000000000 MID=00000000`, `RECV PKT …` */
export const PLATFORM_PACKET =
  /^(SENT|RECV) PKT \[(\w{4,20})\] \[([^\]]{3,45})\]:(\d{1,5})->\[([^\]]{3,45})\]:(\d{1,5}) InitSPI=0x([0-9a-f]{16}) RespSPI=0x([0-9a-f]{16}) MID=([0-9a-f]{1,8})/i;

class DebugMemory {
  open: Apart | undefined;
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
  const begun = beginApart(words);
  if (begun !== undefined) memory.open = begun.open;
  const payload = PAYLOAD.exec(words)?.[1];
  if (payload !== undefined) memory.last?.payloads.push(payload);
  return begun !== undefined || payload !== undefined || readHeader(words, entry, session, memory);
}

function readHeader(words: string, entry: LogEntry, session: LogSession, memory: DebugMemory): boolean {
  const { open } = memory;
  const gone = open && goOnApart(words, open);
  if (open === undefined || gone?.isWhole !== true) return gone !== undefined;
  memory.open = undefined;
  tell(session, memory, { kind: 'message', version: 2, payloads: [], ...messageOf(open), ...session.base(entry) });
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
