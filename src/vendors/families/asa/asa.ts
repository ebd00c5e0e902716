/** Cisco's ASA and FTD name their messages by numbers; `debug crypto ikev1` prints the same words behind `[IKEv1]`. */
import type { LogEntry } from '../../../ios/log/entry.ts';
import type { LogSession } from '../../../ios/log/session.ts';
import { readAddress } from '../../../ipsec/address.ts';
import type { DpdEvent, IkeSaEvent } from '../../../ipsec/event.ts';
import { type Said, sayGone, sayMade, sayUnknownSpi } from '../../said.ts';
import { readFirst, type Shape, type Vendor } from '../vendor.ts';
import { IKEV2_DEBUG, PACKET_LINE, readIkev2Debug } from './debug.ts';
import { DISCONNECTED, OF_IPSEC_SA, reasonOfEnd, tellDelete, tellEnd } from './ended.ts';

/** `%ASA-4-402114: IPSEC: …`, `%FTD-6-602303: …`, `%ASA-vpn-5-750006: …`, `[IKEv1]: IP = …`, `[IKEv1 DEBUG]Group = …`, `IKEv2-PROTO-4: …` [C] Cisco Secure Firewall ASA Series Syslog Messages, and its debug tech notes 113574 and 115935 */
export const ASA_START =
  /%(?:ASA|FTD|PIX)-(?:[a-z]{1,12}-)?\d-\d{6}: |\[IKEv1(?: [A-Z]{3,10})?\]:? ?(?=\S)|\bIKEv2-(?:PROTO|PLAT)-\d{1,3}: /;
/** `-713049: `, `[IKEv1]`, `[IKEv1 DEBUG]: `: what stands before words of IKEv1. */
const OF_IKEV1 = /(?:^%\S{1,20}-\d{6}: (?:\[IKEv1[A-Z ]{0,11}\]:? ?)?|^\[IKEv1[A-Z ]{0,11}\]:? ?)/;
/** `IPSEC: Received an ESP packet (SPI= 0x2A5F9C11, sequence number= 0x1) from 198.51.100.1 (user= hq) to 192.0.2.1 with an invalid SPI.` */
export const INVALID_SPI =
  /-402114: .{0,40}\(SPI= ?(0x[0-9A-F]{1,8}),.{0,60}?\) from (\S{1,45})(?: \(user= ?[^)]{0,80}\))? to (\S{1,45}) with an invalid SPI/i;
/** `%PIX-4-402101: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x2a5f9c11(710909969)`, with or without blanks behind `=`; it names no source */
export const OLD_INVALID_SPI =
  /-402101: decaps: .{0,60}invalid spi for destaddr= ?(\S{1,45}?), ?prot= ?\S{1,12}, ?spi= ?(0x[0-9a-f]{1,8})\b/i;
/** `IPSEC: An inbound LAN-to-LAN SA (SPI= 0x2A5F9C11) between 192.0.2.1 and 198.51.100.1 (user= hq) has been created.`, `… has been deleted.` */
export const SA = /-60230([34]): IPSEC: An (inbound|outbound) .{1,40} SA \(SPI= ?(0x[0-9A-F]{1,8})\) between (\S{1,45}) and (\S{1,45})/i;
/** `Group = 198.51.100.1, IP = 198.51.100.1, Security negotiation complete for LAN-to-LAN Group (198.51.100.1) Initiator, Inbound SPI = 0x2A5F9C11, Outbound SPI = 0x7B11C0DE` */
export const NEGOTIATED =
  /^.{0,90}\bIP = (\S{1,45}), Security negotiation complete .{0,120}Inbound SPI = (0x[0-9a-f]{1,8}), Outbound SPI = (0x[0-9a-f]{1,8})\b/i;
/** `Local:192.0.2.1:500 Remote:198.51.100.1:500 Username:198.51.100.1 IKEv2 SA UP. Reason: New Connection Established`, `… IKEv2 SA DOWN. Reason: peer lost` */
export const IKEV2_SA = /-75000[67]: Local:(\S{1,45}?):\d{1,5} Remote:(\S{1,45}?):\d{1,5} .{0,120}IKEv2 SA (UP|DOWN)\. Reason: (.{0,200})/;
/** `Local:… Remote:… Username:… IKEv2 Negotiation aborted due to ERROR: Failed to find a matching policy` */
export const IKEV2_FAILED = /-750003: Local:\S{1,52} Remote:(\S{1,45}?):\d{1,5} .{0,120}IKEv2 Negotiation aborted due to ERROR: (.{0,200})/;
/** `Group = …, IP = 198.51.100.1, PHASE 1 COMPLETED`; `… PHASE 2 COMPLETED (msgid=a95b3f10)` */
export const PHASE = /^.{0,90}\bIP = (\S{1,45}), PHASE ([12]) COMPLETED(?: \(msgid=([0-9a-f]{1,8})\))?/i;
/** `Group = …, IP = 198.51.100.1, Session is being torn down. Reason: User Requested`; `… IKE lost contact with remote peer, deleting connection (keepalive type: DPD)`; `Connection terminated for peer 198.51.100.1. Reason: …` */
export const TORN_DOWN =
  /^(?:.{0,90}\bIP = (\S{1,45}), )?(Session is being torn down.{0,200}|IKE lost contact with remote peer.{0,120}|Connection terminated for peer (\S{1,45}?)\. .{0,200})/;
/** `Group = …, IP = 198.51.100.1, Sending keep-alive of type DPD R-U-THERE (seq number 0x3a1)`, `… Received keep-alive of type DPD R-U-THERE-ACK (seq number 0x3a1)` */
export const DPD =
  /^.{0,90}\bIP = (\S{1,45}), (Sending|Received) keep-alive of type DPD R-U-THERE(-ACK)? \(seq number (0x[0-9a-f]{1,8})\)/i;
/** `IP = 198.51.100.1, IKE_DECODE SENDING Message (msgid=a95b3f10) with payloads : HDR + HASH (8) + SA (1) + NONCE (10) + ID (5) + ID (5) + NONE (0) total length : 172` */
export const DECODE =
  /^.{0,90}\bIP = (\S{1,45}), IKE_DECODE (SENDING|RECEIVED) Message \(msgid=([0-9a-f]{1,8})\) with payloads : (.{0,400})/i;
/** `%ASA-5-111008: User 'admin' executed the 'clear crypto ipsec sa' command.`, `%ASA-5-111010: User 'admin', running 'CLI' from IP 192.0.2.200, executed 'clear crypto ikev2 sa'` [C] */
export const EXECUTED = /-1110(?:08|10): .{0,120}executed (?:the )?'(.{1,200}?)'/;
/** `Group = branch, IP = 198.51.100.1, ID_FQDN ID received, len 18`, `… ID_IPV4_ADDR ID received 198.51.100.1`: the name is the group's where the line has none */
export const ID_RECEIVED =
  /^(?:Group = ([^,]{1,128}), )?.{0,90}\bIP = (\S{1,45}), ID_(IPV4_ADDR|IPV6_ADDR|FQDN|USER_FQDN|KEY_ID) ID received(?: ([0-9A-Fa-f.:]{3,45}))?/;
/** `QM FSM error (P2 struct &0xcc19ed48, mess id 0xfc16eec2)!`, `All IPSec SA proposals found unacceptable!`, `All SA proposals found unacceptable`, `Rejecting IPSec tunnel: no matching crypto map entry for …`, `Can't find a valid tunnel group, aborting...!` */
export const FAILED =
  /^.{0,140}\bIP = (\S{1,45}), ((QM FSM error|All IPSec SA proposals found unacceptable|Rejecting IPSec tunnel)|All SA proposals found unacceptable|Can't find a valid tunnel group).{0,160}/;

/** `from 198.51.100.1 (user= hq) to 192.0.2.1 with an invalid SPI`, `(SPI= 0x2A5F9C11) between 192.0.2.1 and 198.51.100.1 (user= hq)` */
const ENDS = [
  /\) from (?<peer>[\d.A-Fa-f:]{3,45}) .{0,90}?\bto (?<own>[\d.A-Fa-f:]{3,45}) with an invalid SPI/,
  /\(SPI= ?0x[0-9A-Fa-f]{1,8}\) between (?<own>[\d.A-Fa-f:]{3,45}) and (?<peer>[\d.A-Fa-f:]{3,45})/,
];

const SHAPES: readonly Shape<Said>[] = [
  { pattern: INVALID_SPI, read: ([, spi = '', source, destination], said) => sayUnknownSpi(said, { spi, source, destination }) },
  { pattern: OLD_INVALID_SPI, read: ([, destination, spi = ''], said) => sayUnknownSpi(said, { spi, destination }) },
  { pattern: SA, read: readSa },
  { pattern: IKEV2_SA, read: readIkev2Sa },
  { pattern: DISCONNECTED, read: ([, remote, reason], said) => tellEnd(said, readAddress(remote), reason) },
  {
    pattern: IKEV2_FAILED,
    read: ([, remote, reason], said) => sayIke(said, { version: 2, change: 'failed', remote: readAddress(remote), reason }),
  },
  { pattern: EXECUTED, read: ([, command = ''], { entry, session }) => session.emit({ kind: 'command', command, ...session.base(entry) }) },
];

const IKEV1_SHAPES: readonly Shape<Said>[] = [
  { pattern: NEGOTIATED, read: ([, remote, inbound, outbound], said) => sayMade(said, { remote, inbound, outbound }) },
  { pattern: PHASE, read: readPhase },
  { pattern: TORN_DOWN, read: readTornDown },
  { pattern: DPD, read: readDpd },
  { pattern: DECODE, read: readDecode },
  { pattern: ID_RECEIVED, read: readIdentity },
  { pattern: FAILED, read: readFailed },
];

/** `destaddr=192.0.2.1, prot=50, spi=…`, folded by the page */
const OLD_REST = /^destaddr= ?/;

export const asa: Vendor = {
  id: 'asa',
  title: 'Cisco ASA or FTD',
  start: ASA_START,
  goesOn: (line) => PACKET_LINE.test(line) || OLD_REST.test(line),
  read: readAsa,
  ends: ENDS,
  isAlwaysLogging: false,
  ask: {
    sas: 'show crypto ipsec sa peer ADDRESS',
    log: 'debug crypto ikev1 127, or debug crypto ikev2 protocol 127 where it speaks IKEv2, with debug crypto condition peer ADDRESS',
    configuration: 'show running-config crypto map',
    clear: 'clear crypto ipsec sa peer ADDRESS',
  },
  samples: [
    '%ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x2A5F9C11, sequence number= 0x1) from 198.51.100.1 (user= branch) to 192.0.2.1 with an invalid SPI.',
    '%ASA-6-602304: IPSEC: An inbound LAN-to-LAN SA (SPI= 0x2A5F9C11) between 192.0.2.1 and 198.51.100.1 (user= branch) has been deleted.',
    'IKEv2-PROTO-4: (12): Received Packet [From 198.51.100.1:500/To 192.0.2.1:500/VRF i0:f0]',
  ],
};

function readAsa(entry: LogEntry, session: LogSession): void {
  const said = { entry, session };
  const { body } = entry;
  const words = body.replace(OF_IKEV1, '');
  const isDebug = IKEV2_DEBUG.test(body);
  if (isDebug) readIkev2Debug(entry, session);
  else if (words !== body && IKEV1_WORDS.test(words) && !DISCONNECTED.test(body)) {
    // With `logging debug-trace`, and where both go to one place, each message stands there twice.
    if (!session.memory(AsaMemory).repeats(words, body.startsWith('%'))) readFirst(IKEV1_SHAPES, words, said);
  } else readFirst(SHAPES, body, said);
}

/** `Group = 198.51.100.1, IP = 198.51.100.1, …`, `IP = …`, `Connection terminated for peer …` */
const IKEV1_WORDS = /^(?:Group = |Username = |IP = |Connection terminated )/;
/** A message and its copy stand next to each other, or nearly. */
const NEAR_MESSAGES = 8;

class AsaMemory {
  readonly #last: { words: string; isSyslog: boolean }[] = [];

  repeats(words: string, isSyslog: boolean): boolean {
    const copy = this.#last.findIndex((each) => each.words === words && each.isSyslog !== isSyslog);
    if (copy !== -1) {
      this.#last.splice(copy, 1);
      return true;
    }
    this.#last.push({ words, isSyslog });
    if (this.#last.length > NEAR_MESSAGES) this.#last.shift();
    return false;
  }
}

function readSa([, number, direction, spi = '', local, remote]: RegExpExecArray, said: Said): void {
  const printed = { [direction === 'inbound' ? 'inbound' : 'outbound']: spi, local, remote };
  if (number === '4' && direction === 'outbound') tellDelete(spi, remote, said);
  if (number === '3') sayMade(said, printed);
  else sayGone(said, { ...printed, reason: reasonOfEnd(remote, said) });
}

function sayIke({ entry, session }: Said, event: Pick<IkeSaEvent, 'version' | 'change' | 'remote' | 'reason'>): void {
  session.emit({ kind: 'ike-sa', ...event, ...session.base(entry) });
}

function readIkev2Sa([, , printed, way, reason]: RegExpExecArray, said: Said): void {
  const remote = readAddress(printed);
  if (way === 'DOWN') tellEnd(said, remote, reason);
  sayIke(said, { version: 2, change: way === 'UP' ? 'established' : 'deleted', remote, reason });
}

function readPhase([, printed, phase, id]: RegExpExecArray, said: Said): void {
  const { entry, session } = said;
  const remote = readAddress(printed);
  if (phase === '1') sayIke(said, { version: 1, change: 'established', remote });
  else {
    const messageId = id === undefined ? undefined : Number.parseInt(id, 16);
    session.emit({ kind: 'negotiation', version: 1, change: 'completed', messageId, remote, ...session.base(entry) });
  }
}

function readTornDown([, ip, reason, peer]: RegExpExecArray, said: Said): void {
  const { entry, session } = said;
  const remote = readAddress(ip ?? peer);
  if (reason?.startsWith('IKE lost contact') === true)
    session.emit({ kind: 'dpd', version: 1, change: 'dead', remote, ...session.base(entry) });
  tellEnd(said, remote, reason);
  if (!OF_IPSEC_SA.test(reason ?? '')) sayIke(said, { version: 1, change: 'deleted', remote, reason });
}

function readDpd([, ip, way, ack, sequence = '']: RegExpExecArray, { entry, session }: Said): void {
  const isSent = way === 'Sending';
  const change: DpdEvent['change'] = ack === undefined ? (isSent ? 'probe-sent' : 'probe-received') : isSent ? 'ack-sent' : 'ack-received';
  session.emit({ kind: 'dpd', version: 1, change, sequence32: Number(sequence) >>> 0, remote: readAddress(ip), ...session.base(entry) });
}

/** IKEv1: in phase 1 the id is 0; in phase 2 what the message carries says which it is. */
function readDecode([, ip, way, id = '', words = '']: RegExpExecArray, { entry, session }: Said): void {
  const payloads = [...words.matchAll(/\b([A-Z][A-Z_-]{1,20}) \(\d{1,3}\)/g)].flatMap(([, name = '']) => (name === 'NONE' ? [] : [name]));
  const exchange = payloads.includes('SA') ? 'quick' : 'informational';
  const isNamed = Number.parseInt(id, 16) !== 0 && (payloads.includes('SA') || payloads.includes('DELETE') || payloads.includes('NOTIFY'));
  const direction = way === 'SENDING' ? 'sent' : 'received';
  const message = { messageId: Number.parseInt(id, 16), remote: readAddress(ip), payloads, ...session.base(entry) };
  session.emit({ kind: 'message', direction, version: 1, ...(isNamed ? { exchange } : {}), ...message });
}

/** A group that is named by an address tells no name. */
function readIdentity([, group, ip, kind, address]: RegExpExecArray, { entry, session }: Said): void {
  const identity = address ?? (kind?.startsWith('IPV') === true ? ip : group);
  if (identity === undefined) return;
  const remote = readAddress(ip);
  session.emit({ kind: 'identity', version: 1, direction: 'received', identity, remote, ...session.base(entry) });
}

function readFailed([, ip, reason = '', isChild]: RegExpExecArray, said: Said): void {
  const { entry, session } = said;
  const remote = readAddress(ip);
  if (isChild === undefined) sayIke(said, { version: 1, change: 'failed', remote, reason });
  else session.emit({ kind: 'negotiation', version: 1, change: 'failed', remote, reason, ...session.base(entry) });
}
