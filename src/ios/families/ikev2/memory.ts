/** The IKEv2 memory is what the lines of IKEv2 have said so far of each session of this device. */
import { type Address, isSameAddress } from '../../../ipsec/address.ts';
import type { EventBase, MessageEvent } from '../../../ipsec/event.ts';
import type { LogEntry } from '../../log/entry.ts';
import type { LogSession } from '../../log/session.ts';
import type { Stamp } from '../../log/stamp.ts';

export interface IkeSpis {
  initiator: string;
  responder: string;
}

/** What is known of one IKEv2 session of this device; SA ids are slots that are used again, so the session id names it. [C] */
export interface Ikev2Session {
  remote?: Address | undefined;
  local?: Address | undefined;
  ikeSpis?: IkeSpis | undefined;
  lastMessage?: MessageEvent | undefined;
  /** DELETEs that were sent and not yet answered. */
  openDeletes: { what: 'ike-sa' | 'child-sa'; spi?: `0x${string}` | undefined }[];
  /** The answer to the oldest open request has been seen as a packet: the sentence about it tells nothing new. */
  isAnswered?: boolean | undefined;
  deleteReason?: string | undefined;
  isStarted?: boolean | undefined;
  /** Something was said last that is said only over an IKE SA that stands: where no packet is printed, nothing else tells. */
  isUp?: boolean | undefined;
  /** Who began the IKE SA, when the record shows its beginning. */
  role?: 'initiator' | 'responder' | undefined;
  isRetransmitting?: boolean | undefined;
  /** Where a policy was found missing last. */
  refusedAt?: Stamp | undefined;
  /** `received branch.example.net`: the identities that have been told. */
  identities?: ReadonlySet<string> | undefined;
}

class Ikev2Memory {
  /** By session id as printed; the trace and the debug of one session do not share their ids' meaning. */
  readonly sessions = new Map<string, Ikev2Session>();
  lastSession = '';
}

/** One line of a session, and what was known of it before. */
export interface Ikev2Context {
  session: LogSession;
  entry: LogEntry;
  state: Ikev2Session;
  base(): EventBase;
}

/** The session of this id; the one spoken of last when the line prints none. */
export function contextOf(key: string | undefined, entry: LogEntry, session: LogSession): Ikev2Context {
  const memory = session.memory(Ikev2Memory);
  const id = key ?? memory.lastSession;
  const request = memory.sessions.get(memory.lastSession);
  // A first request comes in before it has a session: the line behind it tells which one it was given.
  if (memory.lastSession.startsWith(REQUEST) && request !== undefined && (!memory.sessions.has(id) || VERIFYING.test(entry.body)))
    memory.sessions.set(id, request);
  memory.lastSession = id;
  const known = memory.sessions.get(id);
  const state = known ?? { openDeletes: [] };
  if (known === undefined) memory.sessions.set(id, state);
  return { session, entry, state, base: () => session.base(entry) };
}

/** `Initiator SPI : 52C79670608A3068 - Responder SPI : 0000000000000000 Message id: 0 IKEv2 IKE_SA_INIT Exchange REQUEST` */
export const FIRST_REQUEST = /^Received Packet .{0,200}Initiator SPI : ([0-9A-Fa-f]{16}) - Responder SPI : 0{16}\b/s;
/** `IKEv2:(SESSION ID = 7,SA ID = 1):Verify SA init message` */
const VERIFYING = /\):(?:Verify SA init|Processing IKE_SA_INIT) message/;
const REQUEST = 'request of ';
const OF_SPIS = 'IKE SA of ';

/** The key of a first request that prints no session; undefined for any other line. */
export function requestKey(text: string): string | undefined {
  const initiator = FIRST_REQUEST.exec(text)?.[1];
  return initiator === undefined ? undefined : `${REQUEST}${initiator}`;
}

/** Ids are given again: a second IKE SA begins under the same session and slot, and has nothing of the first but its ends. [C] */
export function beginAnew(state: Ikev2Session): void {
  const { remote, local } = state;
  for (const name of Object.keys(state) as (keyof Ikev2Session)[]) delete (state as Partial<Ikev2Session>)[name];
  Object.assign(state, { remote, local, openDeletes: [] } satisfies Ikev2Session);
}

const NOT_YET = /^0*$/;

/** True once the peer has given its own SPI: what begins after that is another IKE SA. */
export function hasBothSpis({ ikeSpis }: Ikev2Session): boolean {
  return ikeSpis !== undefined && !NOT_YET.test(ikeSpis.responder);
}

/** The session of a packet that prints none: that of its SPIs, else the one spoken of last when nothing tells it from that; else one of its own. */
export function keyOfPacket({ ikeSpis: spis, remote }: Pick<MessageEvent, 'ikeSpis' | 'remote'>, session: LogSession): string {
  const { sessions, lastSession } = session.memory(Ikev2Memory);
  if (spis === undefined) return `${OF_SPIS}${remote}`;
  for (const [key, { ikeSpis }] of sessions) if (ikeSpis !== undefined && areOfOne(ikeSpis, spis)) return key;
  if (NOT_YET.test(spis.responder)) return `${REQUEST}${spis.initiator}`;
  const last = sessions.get(lastSession);
  const isLast = last !== undefined && last.ikeSpis === undefined && (last.remote === undefined || isSameAddress(last.remote, remote));
  return isLast ? lastSession : `${OF_SPIS}${spis.initiator}`;
}

function areOfOne(known: IkeSpis, spis: IkeSpis): boolean {
  return known.initiator === spis.initiator && (known.responder === spis.responder || NOT_YET.test(known.responder));
}
