/** Junos says in kmd's (or iked's) messages which SAs are made and which tunnels go down, and in RT_IPSEC which SPI its data plane did not know. */
import { readAddress } from '../../../ipsec/address.ts';
import { type Said, sayMade, sayUnknownSpi } from '../../said.ts';
import { readFirst, type Shape, type Vendor } from '../vendor.ts';
import { structuredWords } from './structured.ts';

/** `kmd[14162]: KMD_PM_SA_ESTABLISHED: …`, `iked[2211]: …`, `RT_IPSEC: RT_IPSEC_BAD_SPI: …`, `hq kmd 14162 KMD_PM_SA_ESTABLISHED [junos@2636.1.1.1.2.129 …` */
export const JUNOS_START =
  /(?:^|\s)(?:kmd|iked)(?:\[\d{1,9}\])?: |\bRT_IPSEC(?:_BAD_SPI)?: |(?:^|\s)(?:kmd|iked|RT_IPSEC) (?:\d{1,9}|-) \S{1,60} \[junos@/;
/** `KMD_PM_SA_ESTABLISHED: Local gateway: 192.0.2.1, Remote gateway: 198.51.100.1, Local ID: ipv4_subnet(any:0,[0..7]=0.0.0.0/0), Remote ID: …, Direction: inbound, SPI: 0x190695fe, AUX-SPI: 0, Mode: Tunnel, …` [C] public logs of SRX */
export const ESTABLISHED =
  /SA_ESTABLISHED: Local gateway: (\S{1,45}?), Remote gateway: (\S{1,45}?), .{0,300}?Direction: (inbound|outbound), SPI: (0x[0-9a-f]{1,8}|[0-9a-f]{8})\b/i;
/** `RT_IPSEC_BAD_SPI: IPSec tunnel on int ge-0/0/0.0 with tunnel ID 0x20001 received a packet with a bad SPI. 198.51.100.1->192.0.2.1/136, ESP, SPI 0x190695fe, SEQ 0x4` [L] Junos System Log Messages Reference */
export const BAD_SPI = /bad SPI\. (\S{1,45}?)->(\S{1,45}?)\/\d{1,6}, ESP, SPI (0x[0-9a-f]{1,8})\b/i;
/** `KMD_VPN_DOWN_ALARM_USER: VPN to-branch from 198.51.100.1 is down. Local-ip: 192.0.2.1, …, Reason: …`, `KMD_VPN_UP_ALARM_USER: VPN to-branch from 198.51.100.1 is up. …` [C] */
export const VPN = /KMD_VPN_(UP|DOWN)_ALARM_USER: VPN \S{1,80} from (\S{1,45}) is (?:up|down)\.(?:.{0,400}?Reason: ([^,]{1,120}))?/;
/** `IKE negotiation failed with error: No proposal chosen. IKE Version: 2, VPN: to-branch Gateway: branch, Local: 192.0.2.1/500, Remote: 198.51.100.1/500, …` [C] */
export const FAILED = /IKE negotiation failed with error: (.{1,160}?)\. IKE Version: ([12]).{0,200}?Remote: (\S{1,45}?)\/\d{1,5}/;
/** `KMD_DPD_FAILOVER: …`, `DPD: peer 198.51.100.1 is dead` [L] */
export const DEAD = /\bDPD\b.{0,60}?(\d{1,3}(?:\.\d{1,3}){3}).{0,40}?\b(?:dead|down|unreachable)\b/;

const SHAPES: readonly Shape<Said>[] = [
  { pattern: BAD_SPI, read: ([, source, destination, spi = ''], said) => sayUnknownSpi(said, { spi, source, destination }) },
  {
    pattern: ESTABLISHED,
    read: ([, local, remote, direction, spi], said) =>
      sayMade(said, { [direction === 'inbound' ? 'inbound' : 'outbound']: spi, local, remote }),
  },
  { pattern: VPN, read: readVpn },
  {
    pattern: FAILED,
    read: ([, reason, version, remote], { entry, session }) =>
      session.emit({
        kind: 'ike-sa',
        version: version === '1' ? 1 : 2,
        change: 'failed',
        reason,
        remote: readAddress(remote),
        ...session.base(entry),
      }),
  },
  {
    pattern: DEAD,
    read: ([, remote], { entry, session }) =>
      session.emit({ kind: 'dpd', version: 2, change: 'dead', remote: readAddress(remote), ...session.base(entry) }),
  },
];

export const junos: Vendor = {
  id: 'junos',
  title: 'Juniper Junos (kmd)',
  start: JUNOS_START,
  read: (entry, session) => readFirst(SHAPES, structuredWords(entry.body) ?? entry.body, { entry, session }),
  ends: [
    /\bbad SPI\. (?<peer>[\d.A-Fa-f:]{3,45})->(?<own>[\d.A-Fa-f:]{3,45})\//i,
    /\bRT_IPSEC_BAD_SPI \[junos@.{0,400}\bsource-address="(?<peer>[\d.A-Fa-f:]{3,45})" destination-address="(?<own>[\d.A-Fa-f:]{3,45})"/,
    /\bKMD_\w{1,40} \[junos@.{0,400}\blocal-address="(?<own>[\d.A-Fa-f:]{3,45})" remote-address="(?<peer>[\d.A-Fa-f:]{3,45})"/,
    /\bLocal gateway: (?<own>[\d.A-Fa-f:]{3,45}), Remote gateway: (?<peer>[\d.A-Fa-f:]{3,45})/,
    /\bVPN \S{1,80} from (?<peer>[\d.A-Fa-f:]{3,45}) is (?:up|down)\. Local-ip: (?<own>[\d.A-Fa-f:]{3,45})/,
  ],
  isAlwaysLogging: false,
  ask: {
    sas: 'show security ipsec security-associations detail',
    log: 'show log kmd with set security ike traceoptions flag all',
    configuration: 'show configuration security ipsec',
    clear: 'clear security ipsec security-associations index INDEX',
  },
  samples: [
    'kmd[14162]: KMD_PM_SA_ESTABLISHED: Local gateway: 192.0.2.1, Remote gateway: 198.51.100.1, Local ID: ipv4_subnet(any:0,[0..7]=0.0.0.0/0), Remote ID: ipv4_subnet(any:0,[0..7]=0.0.0.0/0), Direction: inbound, SPI: 0x190695fe, AUX-SPI: 0, Mode: Tunnel, Type: dynamic',
    'RT_IPSEC: RT_IPSEC_BAD_SPI: IPSec tunnel on int ge-0/0/0.0 with tunnel ID 0x20001 received a packet with a bad SPI. 198.51.100.1->192.0.2.1/136, ESP, SPI 0x190695fe, SEQ 0x4',
    'RT_IPSEC - RT_IPSEC_BAD_SPI [junos@2636.1.1.1.2.129 interface-name="ge-0/0/0.0" source-address="198.51.100.1" destination-address="192.0.2.1" type="ESP" index="0x190695fe"]',
  ],
};

function readVpn([, way, remote, reason]: RegExpExecArray, { entry, session }: Said): void {
  const change = way === 'UP' ? 'established' : 'deleted';
  session.emit({ kind: 'ike-sa', version: 2, change, reason, remote: readAddress(remote), ...session.base(entry) });
}
