/** ASA prints one packet of IKEv2 in several pieces, each perhaps with a head of its own: they add to the message above them, and a DELETE among them names its SPIs. */
import type { Ikev2Context } from '../../../ios/families/ikev2/memory.ts';
import { exchangeOf, followPacket, PACKET, PACKET_EXCHANGE, PACKET_SPIS, parseId } from '../../../ios/families/ikev2/packet.ts';
import { DELETE_CHILD } from '../../../ios/families/ikev2/sentence.ts';
import type { MessageEvent } from '../../../ipsec/event.ts';
import { type EspSpi, parseHexSpi } from '../../../ipsec/spi.ts';

/** `Initiator SPI : …`, `IKEv2 INFORMATIONAL Exchange REQUEST`, `Next payload: ENCR, version: 2.0 Exchange type: …`: what begins no packet, but goes on with one. [C] CSCwc54984 */
export const PIECE = /^(?:Initiator SPI : |IKEv2 [A-Z_]{3,20} Exchange |Next payload: |Exchange type: )/;
/** `Exchange type: INFORMATIONAL, flags: RESPONDER MSG-RESPONSE Message id: 8, length: 224` */
export const EXCHANGE_TYPE = /\bExchange type: (\w{4,20}), flags: (?:INITIATOR|RESPONDER)( MSG-RESPONSE)?/;
/** `Building packet for encryption.` with what it will carry */
export const BUILDING = /^Building packet for encryption/;
/** ` DELETE  Next payload: NONE, reserved: 0x0, length: 12     Security protocol id: ESP, spi size: 4, num of spi: 1      b7 a1 f0 0d ` */
export const DELETED =
  /\bDELETE\s{1,4}Next payload: \w{1,20}, reserved: 0x0, length: \d{1,5}\s{1,12}Security protocol id: ESP, spi size: 4, num of spi: \d{1,4}((?:\s{1,8}[0-9a-f]{2}\b){0,400})/gi;
const SPI_BYTES = 4;

class BlockMemory {
  /** A packet is built, and has not been sent yet. */
  isBuilding = false;
  /** `sent 0xB7A1F00D`: a sentence and the packet itself tell of the same DELETE, in either order. */
  readonly told = new Set<string>();
}

/** True when nothing in the words is left to be read as a sentence. */
export function readPiece(words: string, context: Ikev2Context): boolean {
  const { session, state } = context;
  const memory = session.memory(BlockMemory);
  if (BUILDING.test(words)) memory.isBuilding = true;
  else if (PACKET.test(words)) memory.isBuilding = false;
  const isPiece = PIECE.test(words);
  // Its list may stand in any of the pieces.
  if (state.lastMessage?.isUnprinted === true && /Payload contents:/.test(words)) delete state.lastMessage.isUnprinted;
  if (isPiece && !memory.isBuilding) addTo(state.lastMessage, words, context);
  return isPiece || isToldBefore(words, memory);
}

/** The SPIs of the DELETEs that a packet holds, when what went before it in the same words has been read. */
export function readDeletes(words: string, context: Ikev2Context): void {
  const memory = context.session.memory(BlockMemory);
  for (const [, bytes = ''] of words.matchAll(DELETED)) readDelete(spisIn(bytes), words, context, memory);
}

function addTo(message: MessageEvent | undefined, words: string, context: Ikev2Context): void {
  if (message === undefined || message.exchange !== undefined) return;
  const [, initiator, responder = '', id = ''] = PACKET_SPIS.exec(words) ?? [];
  if (initiator !== undefined && message.ikeSpis === undefined) {
    message.ikeSpis = { initiator: initiator.toUpperCase(), responder: responder.toUpperCase() };
    message.messageId = parseId(id);
    context.state.ikeSpis = message.ikeSpis;
  }
  const [, named, kind] = PACKET_EXCHANGE.exec(words) ?? [];
  const [, typed, response] = EXCHANGE_TYPE.exec(words) ?? [];
  const exchange = exchangeOf(named ?? typed ?? '');
  if (exchange === undefined) return;
  message.exchange = exchange;
  message.message = kind === 'RESPONSE' || response !== undefined ? 'response' : 'request';
  followPacket(message, context);
}

function spisIn(bytes: string): EspSpi[] {
  const digits = bytes.replace(/\s/g, '');
  const texts = Array.from({ length: Math.floor(digits.length / (2 * SPI_BYTES)) }, (_, at) => digits.slice(at * 8, at * 8 + 8));
  return texts.flatMap((text) => parseHexSpi(`0x${text}`) ?? []);
}

/** What is built will be sent; else it is of the packet that came in last. Without either nobody knows whose DELETE it is. */
function readDelete(spis: readonly EspSpi[], words: string, context: Ikev2Context, memory: BlockMemory): void {
  const { state, session } = context;
  const last = state.lastMessage;
  const isSent = memory.isBuilding;
  if (!isSent && last?.direction !== 'received') return;
  const change = isSent ? 'sent' : 'received';
  const messageId = isSent ? undefined : last?.messageId;
  if (!isSent && last?.payloads.includes('DELETE') === false) last.payloads.push('DELETE');
  for (const spi of spis) {
    if (isKnown(`${change} ${spi}`, memory)) continue;
    session.emit({ kind: 'delete', version: 2, change, what: 'child-sa', spi, messageId, remote: state.remote, ...context.base() });
    const isRequest = EXCHANGE_TYPE.exec(words)?.[2] === undefined;
    if (isSent && isRequest) state.openDeletes.push({ what: 'child-sa', spi });
  }
}

/** The sentence of a DELETE whose packet was read before. */
function isToldBefore(words: string, memory: BlockMemory): boolean {
  const [, way, hex = ''] = DELETE_CHILD.exec(words) ?? [];
  const spi = parseHexSpi(hex);
  return way !== undefined && spi !== undefined && isKnown(`${way === 'Sending' ? 'sent' : 'received'} ${spi}`, memory);
}

function isKnown(key: string, { told }: BlockMemory): boolean {
  const isKnownBefore = told.has(key);
  told.add(key);
  return isKnownBefore;
}
