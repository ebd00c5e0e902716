/** PAN-OS writes in ikemgr.log: a headline between arrows, and below it the SA with both ends and both SPIs, its own first. */
import { readAddress } from '../../ipsec/address.ts';
import { parseHexSpi } from '../../ipsec/spi.ts';
import { type Said, sayGone, sayMade } from '../said.ts';
import { readFirst, type Shape, type Vendor } from './vendor.ts';

/** `info     vpn     to-branch ipsec-k 0  IPSec key deleted. …` of `show log system`, whose columns are cut off at will; `…,SYSTEM,vpn,2561,2026/01/05 03:00:00,,ipsec-key-delete,to-branch,0,0,general,informational,"IPSec key deleted. …"` of its syslog [C PAN-OS, System Log Fields]; `[PNTF]: {    7:   60}: ====> IPSEC KEY DELETED; tunnel to-branch <====`, `[INFO]: {    7:     }: …` */
export const PANOS_START =
  /\[(?:PNTF|PWRN|PERR|INFO|DEBG|DUMP|WARN|ERR)\s?\]: {1,2}\{|\bvpn\s{1,12}\S{1,63}\s{1,12}(?:ike-(?:nego|rec|dpd|send|generic|conf)|ipsec-k)\S{0,20}\s{1,4}\d\s|,SYSTEM,vpn,/;
/** `====> Installed SA: 192.0.2.1[500]-198.51.100.1[500] SPI:0xD3A1BD45/0xD6DDF300 lifetime 3600 Sec lifesize unlimited <====`, `====> Deleted SA: …`, `====> Established SA: … message id:0x0000002A, SPI:…`
 * [C] its own SPI first: https://knowledgebase.paloaltonetworks.com/KCSArticleDetail?id=kA1Ki000000TNW8KAO */
export const SA =
  /(?:====> ?|\. )(Installed|Deleted|Expired) SA: ?(\S{1,45}?)\[\d{1,5}\]-(\S{1,45}?)\[\d{1,5}\] (?:message id:(0x[0-9A-F]{1,8}),? )?SPI:(0x[0-9A-F]{1,8})\/(0x[0-9A-F]{1,8})\b/i;
/** `====> IKEv2 IKE SA NEGOTIATION SUCCEEDED AS INITIATOR, non-rekey; gateway branch <==== ====> Established SA: 192.0.2.1[500]-198.51.100.1[500] SPI:0a1b2c3d4e5f6071:8192a3b4c5d6e7f8 …`, `PHASE-1 NEGOTIATION FAILED AS RESPONDER`, `IKEv2 IKE SA DELETED`
 */
export const IKE =
  /====> ?(IKEv2 IKE SA|PHASE-1) (?:NEGOTIATION )?(?:SA )?(SUCCEEDED|FAILED|DELETED|STARTED|EXPIRED)(?: AS (INITIATOR|RESPONDER))?(?:.{0,200}? SA: ?\S{1,45}?\[\d{1,5}\]-(\S{1,45}?)\[)?/;
/** `IKEv2 CHILD SA NEGOTIATION FAILED AS RESPONDER, …`, `PHASE-2 NEGOTIATION FAILED AS INITIATOR, (QUICK MODE) …` */
export const CHILD_FAILED = /====> ?((?:IKEv2 CHILD SA|PHASE-2) NEGOTIATION FAILED.{0,160}?) <====/;
/** `received DELETE payload, protocol ESP, num of SPI: 1 IKE SA state ESTABLISHED`, and below it `delete proto ESP spi 0xD6DDF300` */
export const DELETE_SPI = /: delete proto ESP spi (0x[0-9A-F]{1,8})\b/i;
/** `IKEv2 INFO transmit: gateway branch, message_id: 0x00000344, type 3 SA state ESTABLISHED` */
export const TRANSMIT = /IKEv2 (\w{1,20}) transmit: gateway \S{1,80}, message_id: (0x[0-9A-F]{1,8})/i;
/** `IKE protocol IPSec SA delete message received from peer. SPI:0xD6DDF300.` [C] PAN-OS, system log events */
export const RECEIVED_DELETE = /IPSec SA delete message received from peer\. SPI:(0x[0-9A-F]{1,8})\b/i;
/** `[PWRN]: { 7: }: can't find sa for proto ESP spi 0xD6DDF300`: a DELETE for what it has deleted itself, not a packet of ESP. [C the same article] */
export const NO_SUCH_SA = /can't find sa for proto ESP spi/;
/** `ikev2_abort(): … aborting IKEv2 SA branch:6`, `DPD … dead` [C] https://knowledgebase.paloaltonetworks.com/KCSArticleDetail?id=kA10g000000ClgcCAC */
export const DEAD = /aborting IKEv2 SA|\bDPD\b.{0,60}\b(?:dead|down|timeout|failed)\b/i;

const SHAPES: readonly Shape<Said>[] = [
  { pattern: NO_SUCH_SA, read: () => undefined },
  { pattern: SA, read: readSa },
  { pattern: IKE, read: readIke },
  {
    pattern: CHILD_FAILED,
    read: ([, reason], { entry, session }) =>
      session.emit({
        kind: 'negotiation',
        version: reason?.startsWith('PHASE') === true ? 1 : 2,
        change: 'failed',
        reason,
        ...session.base(entry),
      }),
  },
  { pattern: DELETE_SPI, read: readReceived },
  { pattern: RECEIVED_DELETE, read: readReceived },
  { pattern: TRANSMIT, read: readTransmit },
  {
    pattern: DEAD,
    read: (_match, { entry, session }) => session.emit({ kind: 'dpd', version: 2, change: 'dead', ...session.base(entry) }),
  },
];

export const panos: Vendor = {
  id: 'panos',
  title: 'Palo Alto Networks PAN-OS (ikemgr)',
  start: PANOS_START,
  goesOn: (line) => line.trimStart().startsWith('====>'),
  read: (entry, session) => readFirst(SHAPES, entry.body, { entry, session }),
  ends: [/\bSA: (?<own>[\d.A-Fa-f:]{3,45})\[\d{1,5}\]-(?<peer>[\d.A-Fa-f:]{3,45})\[\d{1,5}\]/],
  isAlwaysLogging: false,
  // ikemgr negotiates; the data plane drops it, and counts it. [B]
  unknownSpi: { counted: 'show counter global name flow_tunnel_ipsec_wrong_spi' },
  ask: {
    sas: 'show vpn ipsec-sa tunnel NAME',
    log: 'ikemgr.log after debug ike global on debug',
    configuration: 'show vpn tunnel name NAME',
    clear: 'clear vpn ipsec-sa tunnel NAME',
  },
  samples: [
    `1,2026/01/05 03:00:00,001801000001,SYSTEM,vpn,2561,2026/01/05 03:00:00,,ipsec-key-delete,to-branch:net,0,0,general,informational,"IPSec key deleted. Deleted SA: 192.0.2.1[500]-198.51.100.1[500] SPI:0xD3A1BD45/0xD6DDF300.",7124,0x0`,
    '[PNTF]: {    7:   60}: ====> IPSEC KEY DELETED; tunnel to-branch:net <==== ====> Deleted SA: 192.0.2.1[4500]-198.51.100.1[4500] SPI:0xD3A1BD45/0xD6DDF300 <====',
    '[INFO]: {    7:     }: IKEv2 INFO transmit: gateway branch, message_id: 0x00000344, type 3 SA state ESTABLISHED',
  ],
};

function readSa([, verb, local, remote, id, inbound, outbound]: RegExpExecArray, said: Said): void {
  const printed = { local, remote, inbound, outbound, messageId: id === undefined ? undefined : Number(id) };
  if (verb === 'Installed') sayMade(said, printed);
  else sayGone(said, { ...printed, reason: verb === 'Expired' ? 'lifetime expired' : undefined });
}

function readIke([, kind, outcome, role, remote]: RegExpExecArray, { entry, session }: Said): void {
  const change = { SUCCEEDED: 'established', FAILED: 'failed', DELETED: 'deleted', EXPIRED: 'deleted', STARTED: 'started' } as const;
  const as = role === undefined ? {} : { role: role === 'INITIATOR' ? ('initiator' as const) : ('responder' as const) };
  const version = kind === 'PHASE-1' ? 1 : 2;
  const said = change[(outcome ?? 'FAILED') as keyof typeof change];
  session.emit({ kind: 'ike-sa', version, change: said, ...as, remote: readAddress(remote), ...session.base(entry) });
}

function readReceived([, spi = '']: RegExpExecArray, { entry, session }: Said): void {
  session.emit({ kind: 'delete', version: 2, change: 'received', what: 'child-sa', spi: parseHexSpi(spi), ...session.base(entry) });
}

/** Which of the exchange's messages it is, the line does not say. */
function readTransmit([, name, id]: RegExpExecArray, { entry, session }: Said): void {
  const exchange = name === 'INFO' ? ({ exchange: 'informational' } as const) : {};
  session.emit({
    kind: 'message',
    direction: 'sent',
    version: 2,
    ...exchange,
    messageId: Number(id),
    payloads: [],
    ...session.base(entry),
  });
}
