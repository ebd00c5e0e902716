/** libreswan's (and Openswan's) pluto numbers its states: `"conn" #2: …`; a child SA is told once, with both SPIs, and gone with its state. */
import type { LogEntry } from '../../ios/log/entry.ts';
import type { LogSession } from '../../ios/log/session.ts';
import { readAddress } from '../../ipsec/address.ts';
import type { MessageEvent } from '../../ipsec/event.ts';
import { parseHexSpi } from '../../ipsec/spi.ts';
import { type Printed, type Said, sayGone, sayMade } from '../said.ts';
import { readFirst, type Shape, type Vendor } from './vendor.ts';

/** `pluto[8764]: "mytunnel" #2: …`, `"test" #2: …` in a file of its own, `"west"[1] 198.51.100.1 #22: …`. What stands before a quote is looked at behind it: so few characters ask for it. */
export const PLUTO_START = /\bpluto(?:\[\d{1,9}\])?: |"(?<=(?:^|:? )")[^"\s]{1,80}"(?:\[\d{1,6}\])?(?: [0-9A-Fa-f.:]{2,45})? #\d{1,9}: /;
/** `"west"[1] 198.51.100.1 #22: responding to …` */
export const STATE_LINE = /"[^"\s]{1,80}"(?:\[\d{1,6}\])?(?: ([0-9A-Fa-f.:]{2,45}))? #(\d{1,9}): (.*)$/s;
/** `STATE_QUICK_I2: sent QI2, IPsec SA established tunnel mode {ESP=>0x38c53504 <0xbcb3fdf5 xfrm=AES_128-HMAC_SHA1 …}`, `responder established Child SA using #2632; IPsec tunnel […] {ESP/ESN=>0x15c4f0d7 <0x07ced431 …}`
 * [C] public logs; `=>` is the peer's SPI, `<` its own */
export const ESTABLISHED =
  /(?:IPsec SA established|established Child SA|rekeyed Child SA).{0,300}\{ESP[^=\s]{0,20}=>(0x[0-9a-f]{1,8}) <(0x[0-9a-f]{1,8})\b/;
/** `responding to Quick Mode proposal {msgid:c85165d1}`, `initiating Quick Mode … {using isakmp#1 msgid:5b5e164e …}` */
export const QUICK_MODE = /^(initiating|responding to) Quick Mode.{0,300}\bmsgid:([0-9a-f]{8})/;
/** `deleting state (STATE_QUICK_R2) aged 3.2s and sending notification`, `deleting Child SA (ESTABLISHED_CHILD_SA) aged …`, `deleting IKE SA (ESTABLISHED_IKE_SA) aged 1.4s and sending notification` */
export const DELETING = /^deleting (?:other )?(state|IPsec SA|Child SA|IKE SA|ISAKMP SA)\b(.{0,160})/;
/** `received Delete SA(0xf7c83068) payload: deleting IPSEC State #21`, `received Delete SA payload: self-deleting ISAKMP State #20`, `… deleting IPsec State #8` of libreswan 4 */
export const RECEIVED_DELETE = /^received Delete SA(?:\((0x[0-9a-f]{1,8})\))? payload: \S{1,20} (IPsec|ISAKMP|IKE) State #(\d{1,9})/i;
/** `… aged 12.3s and NOT sending notification`: then none goes out. [C] libreswan, programs/pluto/state.c */
export const SENDING = /(?<!\bNOT )\bsending notification/;
/** `sent INFORMATIONAL request to delete IKE SA`, `… to delete established Child SA using IKE SA #1`: libreswan 5 */
export const SENT_DELETE = /^sent INFORMATIONAL request to delete (?:established )?(IKE|Child) SA/;
/** What only IKEv1 has: its states, its name for the SA of phase 1, its DPD. */
const OF_IKEV1 = /\bISAKMP\b|\bSTATE_(?:MAIN|AGGR|QUICK)_|\bDPD: |R_U_THERE/;
/** `ISAKMP SA established {…}`, `IKE SA established {…}`, `initiator established IKE SA; …` */
export const IKE_UP = /(?:ISAKMP|IKE) SA established|established IKE SA/;
/** `IKEv2 … Message ID 3`, `sent CREATE_CHILD_SA request … Message ID 3`: only where it prints an id. [L] */
export const DEAD = /liveness action|DPD: (?:Info: )?(?:action|R_U_THERE|.{0,60}dead)|IKEv2 peer .{0,60}dead|\bDPD\b.{0,40}\bclearing\b/i;
/** `max number of retransmissions (8) reached STATE_QUICK_I1`, `60 second timeout exceeded after 7 retransmits. No response …`, `NO_PROPOSAL_CHOSEN` */
export const FAILED =
  /max number of retransmissions|timeout exceeded after \d{1,4} retransmits|\b(?:NO_PROPOSAL_CHOSEN|AUTHENTICATION_FAILED|TS_UNACCEPTABLE|INVALID_ID_INFORMATION)\b/;
/** `Main mode peer ID is ID_FQDN: '@branch.example.net'`, `IKEv2 mode peer ID is ID_IPV4_ADDR: '198.51.100.1'`, `… authenticated peer … using authby=secret and ID_FQDN '@branch.example.net'` */
export const PEER_ID = /(?:\bpeer ID is|\bauthenticated (?:using .{0,80}?|peer .{0,120}?)) ?\b(ID_[A-Z0-9_]{3,20}):? '@?([^']{1,255})'/i;

class PlutoMemory {
  readonly pairs = new Map<string, Printed>();
}

interface State extends Said {
  id: string;
  remote: string | undefined;
}

const SHAPES: readonly Shape<State>[] = [
  { pattern: ESTABLISHED, read: readEstablished },
  { pattern: QUICK_MODE, read: readQuickMode },
  { pattern: PEER_ID, read: readPeerId },
  { pattern: RECEIVED_DELETE, read: readDelete },
  { pattern: SENT_DELETE, read: ([, what], state) => readSentDelete(state, what) },
  { pattern: DELETING, read: ([, what, rest], state) => takeDown(state, what, rest) },
  { pattern: IKE_UP, read: (_match, state) => sayIke(state, 'established') },
  {
    pattern: DEAD,
    read: (_match, { entry, session, remote }) =>
      session.emit({ kind: 'dpd', version: versionOf(entry), change: 'dead', remote: readAddress(remote), ...session.base(entry) }),
  },
  { pattern: FAILED, read: ([reason], state) => sayIke(state, 'failed', reason) },
];

export const libreswan: Vendor = {
  id: 'libreswan',
  title: 'libreswan (pluto)',
  start: PLUTO_START,
  read: readPluto,
  isAlwaysLogging: false,
  // pluto negotiates; the kernel drops it, and counts it. [L] Linux, Documentation/networking/xfrm_proc.rst
  unknownSpi: { counted: 'cat /proc/net/xfrm_stat (XfrmInNoStates), and ip -s xfrm state' },
  ask: {
    sas: 'ipsec trafficstatus',
    log: 'the log of pluto after ipsec whack --debug all',
    configuration: 'ipsec.conf',
    clear: 'ipsec auto --down NAME, then ipsec auto --up NAME',
  },
  samples: [
    'pluto[8764]: "hq-branch" #2: STATE_QUICK_I2: sent QI2, IPsec SA established tunnel mode {ESP=>0x38c53504 <0xbcb3fdf5 xfrm=AES_128-HMAC_SHA1 NATOA=none NATD=none DPD=passive}',
    '"hq-branch" #649: responder established Child SA using #632; IPsec tunnel [10.1.0.0/24===10.2.0.0/24] {ESP/ESN=>0x15c4f0d7 <0x07ced431 xfrm=AES_GCM_16_256-NONE DPD=passive}',
  ],
};

function readPluto(entry: LogEntry, session: LogSession): void {
  const [, remote, id = '', words = ''] = STATE_LINE.exec(entry.body) ?? [];
  if (id !== '') readFirst(SHAPES, words, { entry, session, id, remote });
}

/** Newer releases say both in one line. */
function readPeerId(match: RegExpExecArray, state: State): void {
  const [, , identity = ''] = match;
  const { entry, session, remote } = state;
  const from = readAddress(remote) ?? readAddress(identity);
  const version = entry.body.includes('Main mode') || entry.body.includes('Aggressive mode') ? 1 : 2;
  session.emit({ kind: 'identity', version, direction: 'received', identity, remote: from, ...session.base(entry) });
  if (IKE_UP.test(entry.body)) sayIke(state, 'established');
}

function readEstablished([, outbound, inbound]: RegExpExecArray, state: State): void {
  const pair = { inbound, outbound, remote: state.remote };
  state.session.memory(PlutoMemory).pairs.set(state.id, pair);
  sayMade(state, pair);
}

/** The first message of a quick mode, under the id that both ends know. */
function readQuickMode([, way, id = '']: RegExpExecArray, { entry, session, remote }: State): void {
  const isOurs = way === 'initiating';
  const message: MessageEvent = {
    kind: 'message',
    direction: isOurs ? 'sent' : 'received',
    version: 1,
    exchange: 'quick',
    messageId: Number.parseInt(id, 16),
    step: 1,
    role: isOurs ? 'initiator' : 'responder',
    remote: readAddress(remote),
    payloads: [],
    ...session.base(entry),
  };
  session.emit(message);
}

function readDelete([, spi = '', kind, id = '']: RegExpExecArray, state: State): void {
  const { entry, session, remote } = state;
  const what = /^ipsec$/i.test(kind ?? '') ? 'child-sa' : 'ike-sa';
  const known = session.memory(PlutoMemory).pairs.get(id)?.outbound ?? '';
  const shared = {
    version: 1,
    change: 'received',
    what,
    spi: parseHexSpi(spi) ?? parseHexSpi(known),
    remote: readAddress(remote),
  } as const;
  session.emit({ kind: 'delete', ...shared, ...session.base(entry) });
  if (what === 'child-sa') takeDown({ ...state, id }, 'IPsec SA', 'deleted by the peer');
}

/** A state that has a pair of SAs is a child's; DELETE goes out when it says so. */
function takeDown(state: State, what: string | undefined, rest: string | undefined): void {
  const { entry, session, id, remote } = state;
  const { pairs } = session.memory(PlutoMemory);
  const pair = pairs.get(id);
  pairs.delete(id);
  const isChild = pair !== undefined || /Child|IPsec/.test(what ?? '');
  if (SENDING.test(rest ?? '')) {
    const shared = {
      version: versionOf(entry),
      change: 'sent',
      what: isChild ? 'child-sa' : 'ike-sa',
      spi: parseHexSpi(pair?.inbound ?? ''),
    } as const;
    session.emit({ kind: 'delete', ...shared, remote: readAddress(remote), ...session.base(entry) });
  }
  if (pair !== undefined) sayGone(state, { ...pair, reason: rest?.trim() });
  else if (!isChild && /IKE|ISAKMP/.test(what ?? '')) sayIke(state, 'deleted', rest?.trim());
}

function sayIke({ entry, session, remote }: State, change: 'established' | 'deleted' | 'failed', reason?: string): void {
  session.emit({ kind: 'ike-sa', version: versionOf(entry), change, reason, remote: readAddress(remote), ...session.base(entry) });
}

/** The SA goes with the line below that says so. */
function readSentDelete({ entry, session, id, remote }: State, what: string | undefined): void {
  const pair = session.memory(PlutoMemory).pairs.get(id);
  const shared = { version: 2, change: 'sent', what: what === 'Child' ? 'child-sa' : 'ike-sa' } as const;
  session.emit({ kind: 'delete', ...shared, spi: parseHexSpi(pair?.inbound ?? ''), remote: readAddress(remote), ...session.base(entry) });
}

function versionOf({ body }: LogEntry): 1 | 2 {
  return OF_IKEV1.test(body) ? 1 : 2;
}
