/** The IKEv2 shapes are the lines of `debug crypto ikev2`: prefix and session off, then packets first, sentences after. */
import type { Address } from '../../ipsec/address.ts';
import type { EventBase, MessageEvent } from '../../ipsec/event.ts';
import type { LogEntry } from '../log-entry.ts';
import type { LogSession } from '../log-session.ts';
import { readIkev2Packet } from './ikev2-packet.ts';
import { readIkev2Sentence } from './ikev2-sentence.ts';

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

export interface Ikev2Context {
  session: LogSession;
  entry: LogEntry;
  state: Ikev2Session;
  base(): EventBase;
}

/** `IKEv2:(SESSION ID = 7,SA ID = 1):Verify …`, `IKEv2-ERROR:(SA ID = 68):: Auth exchange failed`, `IKEv2:% Matched peer block`, `IKEv2-PROTO-3: (229): …` */
export const IKEV2_PREFIX =
  /^IKEv2(?:-(?:ERROR|INTERNAL|PAK|PLAT-\d|PROTO-\d))?:\s*(?:\((?:SESSION ID = (\d+),\s*)?SA ID = (\d+)\)\s*:{0,2}\s*|\((\d+)\):\s*)?(?:% ?)?(.*)$/s;

export function readIkev2(entry: LogEntry, session: LogSession): void {
  const prefix = IKEV2_PREFIX.exec(entry.body);
  if (prefix === null) return;
  const [, sessionId, saId, proto, text = ''] = prefix;
  const key = sessionId ?? saId ?? proto;
  readIkev2Text(text, contextOf(key, entry, session));
}

/** Reads what follows the prefix; the event trace prints the same sentences behind another one. */
export function readIkev2Text(text: string, context: Ikev2Context): void {
  if (!readIkev2Packet(text, context)) readIkev2Sentence(text, context);
}

export function contextOf(key: string | undefined, entry: LogEntry, session: LogSession): Ikev2Context {
  const id = key ?? session.lastIkev2Session;
  session.lastIkev2Session = id;
  const known = session.ikev2Sessions.get(id);
  const state = known ?? { openDeletes: [] };
  if (known === undefined) session.ikev2Sessions.set(id, state);
  return { session, entry, state, base: () => session.base(entry) };
}
