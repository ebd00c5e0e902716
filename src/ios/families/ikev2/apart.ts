/** A packet taken apart is how IOS 15.1T and 15.2, and older ASAs, print one: its ends, its header, what it is and its payloads, each with a head of its own. [L tech notes 115934 and 115935] */
import { readAddress } from '../../../ipsec/address.ts';
import type { MessageEvent } from '../../../ipsec/event.ts';
import { exchangeOf } from './packet.ts';

/** `Tx [L 192.0.2.1:500/R 198.51.100.1:500/VRF i0:f0] m_id: 0x0`, `Rx [L …/R …/VRF …] m_id: 0x0` */
export const ENDS = /^([TR])x \[L (\S{1,45}?):(\d{1,5})\/R (\S{1,45}?):(\d{1,5})\/VRF [^\]]{1,20}\](?: m_id: (0x[0-9a-f]{1,8}))?/i;
/** `HDR[i:DFA3B583A4369958 - r: 0000000000000000]`, `IKEV2 HDR ispi: DFA3B583A4369958 - rspi: 0000000000000000` */
export const HEADER = /^(?:HDR ?\[i:|IKEV2 HDR ispi:) ?([0-9A-F]{16}) - r(?:spi)?: ?([0-9A-F]{16})\]?/i;
/** `Next payload: ENCR, version: 2.0`, before or on the line of the exchange */
export const NEXT_PAYLOAD = /^Next payload: \w{1,20}, version: \d\.\d,?/;
/** `Exchange type: IKE_SA_INIT, flags: INITIATOR `, `Exchange type: INFORMATIONAL, flags: RESPONDER MSG-RESPONSE ` */
export const EXCHANGE_FLAGS = /^Exchange type: (\w{4,20}), flags: ([A-Z-]{3,20}(?: [A-Z-]{3,20})*)/;
/** `Message id: 0x0, length: 338`, `Message id: 4, length: 76` */
export const MESSAGE_ID = /^Message id: (0x[0-9a-f]{1,8}|\d{1,10}),? ?length: ?\d{1,6}/i;
/** ` DELETE  Next payload: NONE, reserved: 0x0, length: 12`, ` NOTIFY(NO_PROPOSAL_CHOSEN)  Next payload: NONE, …` */
export const PAYLOAD = /^\s?([A-Z]\w{0,12}(?:\([A-Z0-9_]{3,40}\))?)\s{1,4}Next payload: /;

/** The list of what it holds hangs below its last line. */
const LIST = /^Payload contents:/;

/** As far as its lines have come. */
export type Apart = Partial<MessageEvent> &
  Pick<MessageEvent, 'direction'> & {
    /** The message id that stands beside its ends: where the line of its own is lost, it is this. [L] */
    markedId?: number | undefined;
  };

/** The ends of a packet, with which it begins; and what stands behind them on the line. */
export function beginApart(words: string): { open: Apart; rest: string } | undefined {
  const [whole = '', way, local, localPort, remote, remotePort, id] = ENDS.exec(words) ?? [];
  if (way === undefined) return undefined;
  const ends = { local: readAddress(local), remote: readAddress(remote), localPort: Number(localPort), remotePort: Number(remotePort) };
  const markedId = id === undefined ? undefined : Number(id);
  return {
    open: { direction: way.toUpperCase() === 'T' ? 'sent' : 'received', ...ends, markedId },
    rest: words.slice(whole.length).trimStart(),
  };
}

/** Puts what the words tell into the packet, field after field; undefined when they are none of its fields. */
export function goOnApart(words: string, open: Apart): { rest: string; isWhole: boolean } | undefined {
  let rest = words;
  let isWhole = false;
  while (!isWhole) {
    const length = fieldIn(rest, open);
    isWhole = LIST.test(rest);
    if (length === 0) break;
    isWhole = MESSAGE_ID.test(rest);
    rest = rest.slice(length).trimStart();
  }
  return rest === words && !isWhole ? undefined : { rest, isWhole };
}

/** What the message is, as far as its lines told. */
export function messageOf({ markedId, ...fields }: Apart): Partial<MessageEvent> & Pick<MessageEvent, 'direction'> {
  return { ...fields, messageId: fields.messageId ?? markedId };
}

/** How long the field is that the words begin with; 0 when they begin with none. */
function fieldIn(words: string, open: Apart): number {
  const header = HEADER.exec(words);
  const flags = EXCHANGE_FLAGS.exec(words);
  const id = MESSAGE_ID.exec(words);
  if (header !== null) open.ikeSpis = { initiator: (header[1] ?? '').toUpperCase(), responder: (header[2] ?? '').toUpperCase() };
  if (flags !== null) {
    open.exchange = exchangeOf(flags[1] ?? '');
    open.message = flags[2]?.includes('MSG-RESPONSE') === true ? 'response' : 'request';
  }
  if (id !== null) open.messageId = Number(id[1]);
  return (header ?? flags ?? id ?? NEXT_PAYLOAD.exec(words))?.[0].length ?? 0;
}
