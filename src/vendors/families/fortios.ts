/** FortiOS says what its SAs do in VPN events of `key="value"`, and what IKE does in `diagnose debug application ike`. */
import type { LogEntry } from '../../ios/log/entry.ts';
import type { LogSession } from '../../ios/log/session.ts';
import { readAddress } from '../../ipsec/address.ts';
import type { Exchange, MessageEvent } from '../../ipsec/event.ts';
import { type Said, sayGone, sayMade, sayUnknownSpi } from '../said.ts';
import { readFirst, type Shape, type Vendor } from './vendor.ts';

/** `logid="0101037131" type="event" subtype="vpn" …`, `ike 0:to-hq:12: …`, `ike V=root:0:to-hq:12: …` */
export const FORTIOS_START = /\blogid=["']?01010371\d{2}\b|\bike (?:V=\w{1,20}:)?\d{1,4}: ?\S/;
/** `action="install_sa"`, `remip=198.51.100.1`, `in_spi="ca646443"`, `error_num='Received ESP packet with unknown SPI.'` */
export const FIELD = /\b(\w{1,20})=(?:"([^"]{0,300})"|'([^']{0,300})'|([^\s"']{1,100}))/g;
/** `ike 0: comes 198.51.100.1:500->192.0.2.1:500,ifindex=3....` */
export const COMES = /: ?comes (\S{1,45}?):(\d{1,5})->(\S{1,45}?):(\d{1,5}),/;
/** `ike 0: IKEv2 exchange=CREATE_CHILD_RESPONSE id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:00000003 len=208`, `ike 0: IKEv1 exchange=Quick id=…/…:1f2e3d4c len=172` */
export const ARRIVED = /: ?IKEv([12]) exchange=([A-Za-z_ ]{2,30}?) id=([0-9a-f]{16})\/([0-9a-f]{16})(?::([0-9a-f]{8}))?/;
/** `ike 0:to-hq:12: sent IKE msg (CREATE_CHILD): 192.0.2.1:500->198.51.100.1:500, len=208, id=…/…:00000003` */
export const SENT =
  /: sent IKE msg \(([\w -]{2,40})\): (\S{1,45}?):(\d{1,5})->(\S{1,45}?):(\d{1,5}), len=\d{1,6}(?:,.{0,40}?)?, id=([0-9a-f]{16})\/([0-9a-f]{16})(?::([0-9a-f]{8}))?/;
/** `ike 0:to-hq:12:to-hq-p2:34: add IPsec SA: SPIs=ca646443/8a5e4f2b`: its own first [L] */
export const ADD_SA = /: add(?:ed)? IPsec SA: SPIs=([0-9a-f]{8})\/([0-9a-f]{8})\b/;
/** `ike 0:to-hq: deleting IPsec SA with SPI 8a5e4f2b`: the peer's [L]; `ike 0:to-hq:12: send IPsec SA delete, spi ca646443`: its own */
export const DELETING_SA = /: delet(?:ing|ed) IPsec SA with SPI ([0-9a-f]{8})\b/;
export const DELETE = /: (send|recv) IPsec SA delete, spi(?: count \d{1,4})?:? ?(?:0x)?([0-9a-f]{8}\b)?/;
/** `ike 0: unknown SPI 2c65ad60 4 198.51.100.1:0->192.0.2.1` [L] */
export const UNKNOWN_SPI = /: ?unknown SPI ([0-9a-f]{8})\b.{0,12}? (\S{1,45}?)(?::\d{1,5})?->(\S{1,45}?)(?::\d{1,5})?(?:[\s,.]|$)/;
/** `ike 0:to-hq:12: established IKE SA 0a1b…/8192…`, `ike 0:to-hq:12: negotiation failure`, `ike 0:to-hq: DPD fail`, `ike 0:to-hq:12: no proposal chosen` */
export const STATE =
  /: (established IKE SA|negotiation failure|no (?:SA )?proposal chosen|schedule delete of IKE SA|DPD fail|dpd failure)/i;

/** FortiOS's own names of the exchanges. [L] */
const EXCHANGES: readonly (readonly [RegExp, Exchange])[] = [
  [/^SA_INIT/i, 'ike-sa-init'],
  [/^AUTH/i, 'ike-auth'],
  [/^CREATE_CHILD/i, 'create-child-sa'],
  [/^(?:Identity|ident_)/i, 'main'],
  [/^(?:Aggressive|agg_)/i, 'aggressive'],
  [/^quick/i, 'quick'],
  [/^(?:INFO|R-U-THERE)/i, 'informational'],
];

class FortiosMemory {
  /** Which pair it says that it has added last: some releases say so before and after. */
  added = '';
  ends: Pick<MessageEvent, 'local' | 'localPort' | 'remote' | 'remotePort'> = {};
}

const SHAPES: readonly Shape<Said>[] = [
  { pattern: /\blogid=/, read: (_match, said) => readFields(said) },
  { pattern: COMES, read: ([, far, farPort, near, nearPort], { session }) => rememberEnds(session, [near, nearPort], [far, farPort]) },
  { pattern: ARRIVED, read: readArrived },
  { pattern: SENT, read: readSent },
  { pattern: ADD_SA, read: readAdded },
  { pattern: DELETING_SA, read: ([, outbound], said) => sayGone(said, { outbound }) },
  { pattern: DELETE, read: readDelete },
  { pattern: UNKNOWN_SPI, read: ([, spi = '', source, destination], said) => sayUnknownSpi(said, { spi, source, destination }) },
  { pattern: STATE, read: readState },
];

export const fortios: Vendor = {
  id: 'fortios',
  title: 'Fortinet FortiOS',
  start: FORTIOS_START,
  // An event begins with its date, which is its stamp: all its fields stand on one line.
  read: (entry: LogEntry, session: LogSession) => readFirst(SHAPES, entry.body, { entry, session }),
  isAlwaysLogging: false,
  ends: [
    /\bremip=["']?(?<peer>[\d.A-Fa-f:]{3,45})["']? .{0,200}?\blocip=["']?(?<own>[\d.A-Fa-f:]{3,45})/,
    /: ?comes (?<peer>[\d.]{7,15}):\d{1,5}->(?<own>[\d.]{7,15}):/,
    /: sent IKE msg \([\w -]{2,40}\): (?<own>[\d.]{7,15}):\d{1,5}->(?<peer>[\d.]{7,15}):/,
  ],
  ask: {
    sas: 'diagnose vpn tunnel list name NAME',
    log: 'diagnose debug application ike -1 with a filter for the peer',
    configuration: 'show vpn ipsec phase2-interface NAME',
    clear: 'diagnose vpn tunnel flush NAME',
  },
  samples: [
    `logid='0101037131' type='event' subtype='vpn' action='error' remip=198.51.100.1 locip=192.0.2.1 status='esp_error' error_num='Received ESP packet with unknown SPI.' spi='3a4e6946' seq='0000002d'`,
    'ike 0:to-branch:12: sent IKE msg (CREATE_CHILD): 192.0.2.1:500->198.51.100.1:500, len=208, id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:00000003',
    'ike 0:to-branch:12:p2:34: add IPsec SA: SPIs=ca646443/8a5e4f2b',
  ],
};

/** [C] https://community.fortinet.com/t5/FortiGate/Technical-Tip-Explanation-of-Unknown-SPI-message-in-Event-log/ta-p/190530 (37131); FortiOS Log Reference (37133 to 37138) */
function readFields(said: Said): void {
  const fields = Object.fromEntries([...said.entry.body.matchAll(FIELD)].map(([, key, one, two, three]) => [key, one ?? two ?? three]));
  const { action, status, remip: remote, locip: local, in_spi: inbound, out_spi: outbound, spi, error_num: error = '' } = fields;
  const { entry, session } = said;
  const ike = { kind: 'ike-sa', version: 2, remote: readAddress(remote) } as const;
  if (/unknown SPI/i.test(error) && spi !== undefined) sayUnknownSpi(said, { spi, source: remote, destination: local });
  else if (action === 'install_sa') sayMade(said, { inbound, outbound, local, remote });
  else if (action === 'delete_ipsec_sa') sayGone(said, { inbound, outbound, local, remote });
  else if (action === 'delete_phase1_sa') session.emit({ ...ike, change: 'deleted', reason: fields.msg, ...session.base(entry) });
  else if (action === 'dpd' && /fail/.test(status ?? ''))
    session.emit({ kind: 'dpd', version: 2, change: 'dead', remote: readAddress(remote), ...session.base(entry) });
  else if (action === 'negotiate' && /fail/.test(status ?? ''))
    session.emit({ ...ike, change: 'failed', reason: fields.msg, ...session.base(entry) });
}

function readAdded([, inbound = '', outbound = '']: RegExpExecArray, said: Said): void {
  const memory = said.session.memory(FortiosMemory);
  if (memory.added === inbound + outbound) return;
  memory.added = inbound + outbound;
  sayMade(said, { inbound, outbound });
}

function rememberEnds(session: LogSession, [near, nearPort]: (string | undefined)[], [far, farPort]: (string | undefined)[]): void {
  session.memory(FortiosMemory).ends = {
    local: readAddress(near),
    localPort: Number(nearPort),
    remote: readAddress(far),
    remotePort: Number(farPort),
  };
}

function readArrived([, version, name = '', initiator = '', responder = '', id]: RegExpExecArray, said: Said): void {
  emitMessage(said, { direction: 'received', version: version === '2' ? 2 : 1, name, spis: { initiator, responder }, id });
}

function readSent([, name = '', near, nearPort, far, farPort, initiator = '', responder = '', id]: RegExpExecArray, said: Said): void {
  rememberEnds(said.session, [near, nearPort], [far, farPort]);
  const isFirst = /^(?:quick|ident|agg|R-U)/i.test(name);
  emitMessage(said, { direction: 'sent', version: isFirst ? 1 : 2, name, spis: { initiator, responder }, id });
}

interface Seen {
  direction: 'sent' | 'received';
  version: 1 | 2;
  name: string;
  spis: { initiator: string; responder: string };
  id: string | undefined;
}

function emitMessage({ entry, session }: Said, { direction, version, name, spis, id }: Seen): void {
  const isAgain = /RETRANSMIT/i.test(name);
  const exchange = EXCHANGES.find(([pattern]) => pattern.test(name.replace(/^(?:P1_)?RETRANSMIT_?/i, '')))?.[1];
  const ikeSpis = { initiator: spis.initiator.toUpperCase(), responder: spis.responder.toUpperCase() };
  const names = version === 2 ? { ikeSpis, message: /RESPONSE/i.test(name) ? ('response' as const) : ('request' as const) } : {};
  const messageId = id === undefined ? undefined : Number.parseInt(id, 16);
  const { ends } = session.memory(FortiosMemory);
  session.emit({
    kind: 'message',
    direction,
    version,
    exchange,
    messageId,
    ...names,
    ...ends,
    payloads: [],
    ...(isAgain ? { isRetransmission: true } : {}),
    ...session.base(entry),
  });
}

function readDelete([, way, spi]: RegExpExecArray, { entry, session }: Said): void {
  const { remote } = session.memory(FortiosMemory).ends;
  const printed = spi === undefined ? {} : { spi: `0x${spi.toUpperCase()}` as const };
  session.emit({
    kind: 'delete',
    version: 2,
    change: way === 'send' ? 'sent' : 'received',
    what: 'child-sa',
    ...printed,
    remote,
    ...session.base(entry),
  });
}

function readState([, words = '']: RegExpExecArray, { entry, session }: Said): void {
  const { remote } = session.memory(FortiosMemory).ends;
  const base = session.base(entry);
  if (/^dpd/i.test(words)) session.emit({ kind: 'dpd', version: 2, change: 'dead', remote, ...base });
  else {
    const change = words.startsWith('established') ? 'established' : words.startsWith('schedule') ? 'deleted' : 'failed';
    session.emit({ kind: 'ike-sa', version: 2, change, reason: words, remote, ...base });
  }
}
