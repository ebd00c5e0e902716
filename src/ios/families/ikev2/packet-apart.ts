/** The packets that IOS 15.1T and 15.2 take apart are told once their message id is read, or lost, for their own IKE SA, whether their lines name a session or none. [L tech note 115934] */
import type { LogEntry } from '../../log/entry.ts';
import type { LogSession } from '../../log/session.ts';
import { type Apart, beginApart, goOnApart, messageOf } from './apart.ts';
import { contextOf, keyOfPacket } from './memory.ts';
import { PACKET_PAYLOADS, PAYLOADS_MAX, tellPacket, unprinted } from './packet.ts';

/** ` DELETE  Next payload: NONE, …`, each of the payloads of a packet that are printed with their lengths. */
export const PRINTED_PAYLOAD = /(?<![\w(])([A-Z]\w{0,12}(?:\([A-Z0-9_]{3,40}\))?)\s{1,4}Next payload: /g;
/** `NOTIFY(REKEY_SA) SA N KE TSi TSr`: by name alone; what follows them is no payload. */
export const NAMED_PAYLOADS = /^(?:[A-Z]{1,20}[a-z]?(?:\([A-Za-z0-9_]{1,40}\))?(?:\s+|$)){1,40}/;

class ApartMemory {
  open: Apart | undefined;
  /** What the lines of the open packet print of its session. */
  number: string | undefined;
  /** The last of its lines. */
  entry: LogEntry | undefined;
  /** Lines since that are of no packet. */
  others = 0;
}

/** The lines of a packet stand nearly together: the rest of one that has not come by then is lost. [L] */
const OTHERS_MAX = 8;

/** True when the text was a part of a packet. */
export function readApart(text: string, number: string | undefined, entry: LogEntry, session: LogSession): boolean {
  const memory = session.memory(ApartMemory);
  const begun = beginApart(text);
  if (begun !== undefined) {
    if (memory.open?.exchange !== undefined) tellOpen('', memory, session);
    Object.assign(memory, { open: begun.open, number });
  }
  const { open } = memory;
  if (open === undefined || isOfAnother(memory.number, number)) return false;
  const gone = goOnApart(begun?.rest ?? text, open);
  const isPart = gone !== undefined || begun !== undefined;
  if (isPart) Object.assign(memory, { number: memory.number ?? number, entry, others: 0 });
  else memory.others += 1;
  const isLost = memory.others > OTHERS_MAX && open.exchange !== undefined;
  if (gone?.isWhole === true || isLost) tellOpen(gone?.rest ?? '', memory, session);
  return isPart;
}

/** Of a packet whose last line is lost, as far as its lines came: it was seen, and what it held is not known. */
function tellOpen(rest: string, memory: ApartMemory, session: LogSession): void {
  const { open, number, entry } = memory;
  memory.open = undefined;
  if (open === undefined || entry === undefined) return;
  const message = messageOf(open);
  const list = PACKET_PAYLOADS.exec(rest)?.[1];
  tellPacket(contextOf(number ?? keyOfPacket(message, session), entry, session), {
    ...message,
    payloads: payloadsIn(list ?? ''),
    ...unprinted(list),
  });
}

/** The lines of one packet stand together: what another session says between them is not of it. */
function isOfAnother(own: string | undefined, printed: string | undefined): boolean {
  return own !== undefined && printed !== undefined && own !== printed;
}

function payloadsIn(printed: string): string[] {
  const taken = [...printed.matchAll(PRINTED_PAYLOAD)].map(([, name = '']) => name);
  const named = taken.length > 0 ? taken : (NAMED_PAYLOADS.exec(printed)?.[0] ?? '').split(/\s+/);
  return named.filter((name) => name !== '').slice(0, PAYLOADS_MAX);
}
