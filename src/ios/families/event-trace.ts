/** The event trace is what IOS XE keeps of IKEv2 and IPsec without any debug: SAs made and deleted, DELETEs, KMI words. */
import { readAddress } from '../../ipsec/address.ts';
import type { ChildSaEvent } from '../../ipsec/event.ts';
import type { LogEntry } from '../log/entry.ts';
import type { LogSession } from '../log/session.ts';
import type { Family } from './family.ts';
import { readIkev2Text } from './ikev2/ikev2.ts';
import { contextOf } from './ikev2/memory.ts';
import { endsWithinTuple, goesOnWithTuple, readTuple, wayOf } from './ipsec/tuple.ts';

/** `SA ID:2 SESSION ID:1 Remote: 30.1.1.2/500 Local: 30.1.1.1/500  (I) Sending IKEv2 INFORMATIONAL Exchange REQUEST` */
export const IKEV2_TRACE = /^SA ID:(\d+) SESSION ID:(\d+)\s+(?:Remote: (\S+)\/(\d+) Local: (\S+)\/(\d+)\s+)?(.*)$/s;
/** `IPSEC-EVENT:IPSEC-DELETE-SA:  SESSION ID:0, sa delete : (sa) sa_dest = 30.1.1.1, …`, `[SESSION ID:n, ]` may be missing */
export const IPSEC_TRACE = /^IPSEC-EVENT:IPSEC-(CREATE-SA|DELETE-SA|SEND-KMI|RECV-KMI):\s*(?:SESSION ID:\d+,\s*)?(.*)$/s;
/** `KMI Sent: IPSEC key engine->Crypto IKMP:KEY_ENG_DELETE_SAS, loc: 30.1.1.1, rem: 30.1.1.2, port loc/rem: 0/500`, `KMI Received: KEY_ENG_REQUEST_SAS, KMI source: …` */
export const KMI = /KMI (Sent|Received): (?:[^:]*->[^:]*:)?\s?(KEY_[A-Z_]+)/;
/** `sa delete : (sa),  loc: 30.1.1.1, rem: 30.1.1.2, l_proxy: …`: the second half of the line before. */
export const SECOND_HALF = /^sa (?:create|delete) : \(sa\),/;

/** `ikev2_exception:`, `Tracing currently disabled, from exec command`, `interrupt context allocation count = 0`, `=====…`: what the command prints around its lines */
export const TRACE_FRAME =
  /^(?:\s{0,8}(?:ikev[12]|ipsec|pki|isakmp|gdoi|gkm|ss)_(?:internal_)?(?:event|error|exception):|\s{0,8}Tracing currently (?:disabled|enabled)\b|\s{0,8}interrupt context allocation count = \d|={8,}|-Traceback=)/;

/** `SA ID:2 SESSION ID:1`, `IPSEC-EVENT:` */
export const TRACE_START = /SA ID:\d|IPSEC-EVENT:/;
const IPSEC = 'IPSEC-EVENT:';

class TraceMemory {
  /** An SA is told in two lines: this is the first. */
  lastSa: ChildSaEvent | undefined;
}

export const TRACE_ID = 'event-trace';

export const eventTrace: Family = {
  id: TRACE_ID,
  title: 'event trace of IKEv2 and IPsec',
  prefixes: ['SA ID:', IPSEC],
  start: TRACE_START,
  goesOn: (body, line) => body.startsWith(IPSEC) && goesOnWithTuple(body, line),
  isCut: (body) => body.startsWith(IPSEC) && endsWithinTuple(body),
  read: readTrace,
  samples: [
    'SA ID:2 SESSION ID:1 Remote: 198.51.100.1/500 Local: 192.0.2.1/500  (I) Sending IKEv2 INFORMATIONAL Exchange REQUEST',
    'IPSEC-EVENT:IPSEC-DELETE-SA:  SESSION ID:0, sa delete : (sa) sa_dest = 192.0.2.1, sa_spi = 0x3B9ACA01(1000000001)',
    'IPSEC-EVENT:IPSEC-SEND-KMI:  KMI Sent: IPSEC key engine->Crypto IKMP:KEY_ENG_DELETE_SAS, loc: 192.0.2.1, rem: 198.51.100.1',
  ],
};

function readTrace(entry: LogEntry, session: LogSession): void {
  const ikev2 = IKEV2_TRACE.exec(entry.body);
  const ipsec = IPSEC_TRACE.exec(entry.body);
  if (ikev2 !== null) readIkev2Trace(ikev2, entry, session);
  else if (ipsec !== null) readIpsecTrace(ipsec, entry, session);
}

function readIpsecTrace([, what = '', text = '']: RegExpExecArray, entry: LogEntry, session: LogSession): void {
  if (what.endsWith('KMI')) readKmi(text, entry, session);
  else if (SECOND_HALF.test(text)) completeSa(text, session);
  else emitSa(what === 'CREATE-SA' ? 'created' : 'deleted', text, entry, session);
}

function readIkev2Trace(match: RegExpExecArray, entry: LogEntry, session: LogSession): void {
  const [, , sessionId, remote, , local, , text = ''] = match;
  const context = contextOf(`trace ${sessionId}`, entry, session);
  context.state.remote = readAddress(remote) ?? context.state.remote;
  context.state.local = readAddress(local) ?? context.state.local;
  if (KMI.test(text)) readKmi(text, entry, session);
  else readIkev2Text(text, context);
}

function emitSa(change: 'created' | 'deleted', text: string, entry: LogEntry, session: LogSession): void {
  const tuple = readTuple(text);
  if (tuple.spi === undefined) return;
  const direction = session.directions.get(tuple.spi);
  const event: ChildSaEvent = { kind: 'child-sa', change, ...tuple, direction, ...session.base(entry) };
  session.emit(event);
  session.memory(TraceMemory).lastSa = event;
}

/** The line behind tells the ends, and with them the direction. */
function completeSa(text: string, session: LogSession): void {
  const event = session.memory(TraceMemory).lastSa;
  if (event?.spi === undefined) return;
  const { local, remote, localProxy, remoteProxy } = readTuple(text);
  event.direction ??= wayOf({ destination: event.destination, local, remote });
  if (event.direction !== undefined) session.directions.set(event.spi, event.direction);
  Object.assign(event, { local, remote, localProxy, remoteProxy });
}

/** KMI words are what IPsec and IKE say to each other; three of them are facts about the peers. [C] */
function readKmi(text: string, entry: LogEntry, session: LogSession): void {
  const [, way, word] = KMI.exec(text) ?? [];
  if (word === undefined) return;
  const { remote } = readTuple(text.replace('remote: ', 'rem: '));
  const base = session.base(entry);
  session.emit({ kind: 'syslog', facility: 'KMI', severity: 7, mnemonic: word, message: text, ...base });
  if (word === 'KEY_MGR_DELETE_SAS' && way === 'Received')
    session.emit({ kind: 'delete', version: 1, change: 'received', what: 'child-sa', remote, ...base });
  if (word === 'KEY_MGR_CLEAR_ENDPT_SAS')
    session.emit({ kind: 'notify', version: 1, direction: 'received', notify: 'INITIAL_CONTACT', remote, ...base });
  if (word === 'KEY_MGR_SA_ENABLE_OUTBOUND')
    session.emit({ kind: 'child-sa', change: 'outbound-enabled', direction: 'outbound', remote, ...base });
}
