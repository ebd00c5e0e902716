/** The IKEv2 memory is what the lines of IKEv2 have said so far of each session of this device. */
import type { Address } from '../../../ipsec/address.ts';
import type { EventBase, MessageEvent } from '../../../ipsec/event.ts';
import type { LogEntry } from '../../log/entry.ts';
import type { LogSession } from '../../log/session.ts';

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
  /** Who began the IKE SA, when the record shows its beginning. */
  role?: 'initiator' | 'responder' | undefined;
  isRetransmitting?: boolean | undefined;
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
  memory.lastSession = id;
  const known = memory.sessions.get(id);
  const state = known ?? { openDeletes: [] };
  if (known === undefined) memory.sessions.set(id, state);
  return { session, entry, state, base: () => session.base(entry) };
}
