/** The IKEv2 family is the debug of IKEv2: prefix and session off, then packets first, sentences after. */
import type { LogEntry } from '../../log/entry.ts';
import type { LogSession } from '../../log/session.ts';
import type { ConditionalFamily } from '../family.ts';
import { contextOf, type Ikev2Context, requestKey } from './memory.ts';
import { readIkev2Packet } from './packet.ts';
import { readApart } from './packet-apart.ts';
import { readIkev2Sentence } from './sentence.ts';

/** `IKEv2:`, `IKEv2-ERROR:` */
export const IKEV2_START = /IKEv2(?:-[A-Z]+)?:/;
/** `IKEv2:(SESSION ID = 7,SA ID = 1):Verify …`, `IKEv2-ERROR:(SA ID = 68):: Auth exchange failed`, `IKEv2:% Matched peer block`, `IKEv2-PROTO-3: (229): …` */
export const IKEV2_PREFIX =
  /^IKEv2(?:-(?:ERROR|INTERNAL|PAK|PLAT-\d|PROTO-\d))?:\s*(?:\((?:SESSION ID = (\d+),\s*)?SA ID = (\d+)\)\s*:{0,2}\s*|\((\d+)\):\s*)?(?:% ?)?(.*)$/s;

/** A payload's name, as in `SA KE N NOTIFY(REKEY_SA) TSi TSr`. */
const PAYLOAD = '[A-Z]{1,20}[a-z]?(?:\\([A-Za-z0-9_]{1,40}\\))?';
/** The block of a packet, its payloads by name, or what `debug crypto ikev2 packet` says of each. [C samples debug-ikev2; L the details] */
const PRINTED_BELOW = new RegExp(
  `^(?:Initiator SPI : |IKEv2 [A-Z_]{1,30} Exchange|(?:REAL )?Decrypted packet:|Payload contents:|${PAYLOAD}(?: {1,2}${PAYLOAD}){0,30} ?$|[A-Za-z]{1,12}(?:\\([A-Z0-9_]{1,40}\\))? {1,2}Next payload:|(?:last (?:proposal|transform)|Proposal|Security protocol id|DH group|Num of TSs|TS type|Auth method|Id type|start addr|type): |(?:[0-9A-Fa-f]{2}[ \\t]){3})`,
);

export const ikev2: ConditionalFamily = {
  id: 'ikev2',
  title: 'IKEv2 negotiation',
  on: ['debug crypto ikev2', 'debug crypto ikev2 error', 'debug crypto ikev2 packet'],
  off: ['no debug crypto ikev2 packet', 'no debug crypto ikev2 error', 'no debug crypto ikev2'],
  // IKEv2 default debugging is on; IKEV2 error debugging is on; IKEv2 packet debugging is on [L]
  shown: [/^\s*IKEv2 (?:default |internal )?debugging is on/im, /^\s*IKEv2 error debugging is on/im, /^\s*IKEv2 packet debugging is on/im],
  isConditional: true,
  prefixes: ['IKEv2:', 'IKEv2-'],
  start: IKEV2_START,
  goesOn: () => true,
  printsBelow: (line) => PRINTED_BELOW.test(line),
  read: readIkev2,
  samples: [
    "IKEv2:(SESSION ID = 7,SA ID = 1):Verify peer's policy",
    'IKEv2:% Getting preshared key from profile keyring KEYRING',
    'IKEv2-ERROR:(SESSION ID = 7,SA ID = 1):: Auth exchange failed',
    'IKEv2:(SA ID = 1):Tx [L 192.0.2.1:500/R 198.51.100.1:500/VRF i0:f0] m_id: 0x4',
    'IKEv2-INTERNAL:(SESSION ID = 444548,SA ID = 9):SM Trace-> SA: I_SPI=112AD55D6FE6B89B R_SPI=4890461ECAA32FE3 (I) MsgID = 1 CurState: I_WAIT_AUTH Event: EV_NO_EVENT',
  ],
};

function readIkev2(entry: LogEntry, session: LogSession): void {
  const prefix = IKEV2_PREFIX.exec(entry.body);
  if (prefix === null) return;
  const [, sessionId, saId, proto, text = ''] = prefix;
  const number = sessionId ?? saId ?? proto;
  if (readApart(text, number, entry, session)) return;
  readIkev2Text(text, contextOf(number ?? requestKey(text), entry, session));
}

/** Reads what follows the prefix; the event trace prints the same sentences behind another one. */
export function readIkev2Text(text: string, context: Ikev2Context): void {
  if (!readIkev2Packet(text, context)) readIkev2Sentence(text, context);
}
