/** The show commands of one end at the end of a run, from what the model holds there, and what they say without figures. */
import type { Run } from './model/run.ts';
import type { Peer } from './model/state.ts';
import { type Stamp, stampOf } from './print/record.ts';
import { both, type Cast, type Family, far, inbound, outbound } from './print/words.ts';

/** What the shows of an end tell. */
export function showTags({ world, setup }: Run, peer: Peer): string[] {
  const end = world.ends[peer];
  return [
    `shows ${[...end.held].map((pair) => `%${pair}`).join(' ')}`,
    `ike ${end.ike}`,
    `boot ${peer === 'R' && world.log.some(({ kind }) => kind === 'restart')}`,
    `dpd ${peer === 'S' ? setup.isProbing : setup.isRProbing}`,
  ];
}

export function showFiles(cast: Cast, run: Run, peer: Peer, stamp: Stamp): Record<string, string> {
  const { world, endsAt } = run;
  const clock = clockText(endsAt + 12_000, stamp);
  const restarted = peer === 'R' ? world.log.find(({ kind }) => kind === 'restart') : undefined;
  return {
    'show_clock.txt': `${stamp.mark}${clock}\n`,
    'show_version.txt': versionText(cast, peer, restarted === undefined ? undefined : endsAt - restarted.at),
    'show_crypto_ipsec_sa.txt': saText(cast, run, peer),
    ...(cast.ike === 1
      ? { 'show_crypto_isakmp_sa.txt': isakmpText(cast, world.ends[peer].ike, peer) }
      : { 'show_crypto_ikev2_sa_detail.txt': ikev2Text(cast, run, peer) }),
    'show_ntp_status.txt': ntpText(stamp),
    'show_running_config_section_crypto.txt': configText(cast, run, peer),
  };
}

/** `show debugging`: what the router listens to; after a restart, nothing. */
export function debuggingText(cast: Cast, families: readonly Family[], isOff: boolean): string {
  const ike = cast.ike === 1 ? 'Cryptographic Subsystem:\n  Crypto ISAKMP debugging is on' : 'IKEV2:\n  IKEv2 default debugging is on';
  const ipsec =
    cast.ike === 1 && families.includes('ike')
      ? '  Crypto IPSEC debugging is on'
      : 'Cryptographic Subsystem:\n  Crypto IPSEC debugging is on';
  const lines = isOff ? [] : [...(families.includes('ike') ? [ike] : []), ...(families.includes('ipsec') ? [ipsec] : [])];
  return `\n\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** The crypto part of the configuration: PFS off, DPD where the model probes, an idle timer where it runs out. */
function configText(cast: Cast, { actions, setup }: Run, peer: Peer): string {
  const isProbing = peer === 'S' ? setup.isProbing : setup.isRProbing;
  const isIdling = peer === 'R' && actions.some(({ id }) => id.startsWith('R idles'));
  const there = cast.outer[far(peer)];
  const ike =
    cast.ike === 1
      ? ['crypto isakmp policy 10', ' encr aes', ' authentication pre-share', ' group 2', `crypto isakmp key 6 <removed> address ${there}`]
      : [
          'crypto ikev2 profile BRANCHES',
          ` match identity remote address ${there} 255.255.255.255 `,
          ' authentication remote pre-share',
          ' authentication local pre-share',
          ' keyring local KEYS',
        ];
  const dpd = !isProbing ? [] : cast.ike === 1 ? ['crypto isakmp keepalive 40 2 periodic'] : [' dpd 40 2 periodic'];
  return `${[
    ...ike,
    ...dpd,
    `crypto ipsec security-association lifetime seconds ${cast.lifetime[peer]}`,
    ...(cast.kilobytes[peer] === 4_608_000 ? [] : [`crypto ipsec security-association lifetime kilobytes ${cast.kilobytes[peer]}`]),
    ...(isIdling ? ['crypto ipsec security-association idle-time 60'] : []),
    `crypto ipsec transform-set TS ${cast.transform} `,
    ' mode tunnel',
    'crypto map VPN 10 ipsec-isakmp ',
    ` set peer ${there}`,
    ' set transform-set TS ',
    ...(cast.ike === 2 ? [' set ikev2-profile BRANCHES'] : []),
    ' match address VPN-TRAFFIC',
  ].join('\n')}\n`;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `18:56:04.554 UTC Mon Oct 17 2016` */
function clockText(at: number, stamp: Stamp): string {
  const plain = stampOf(at, { ...stamp, mark: '', zone: '', hasMsec: true, hasYear: false });
  const [month, day, time] = plain.replace(/: $/, '').split(/\s+/);
  const date = new Date(stamp.base + at + stamp.skew);
  return `${time}${stamp.zone === '' ? ' UTC' : stamp.zone} ${DAYS[date.getUTCDay()]} ${month} ${day} ${date.getUTCFullYear()}`;
}

function versionText(cast: Cast, peer: Peer, upMs: number | undefined): string {
  const release = cast.release[peer];
  const name = cast.name[peer];
  const uptime = upMs === undefined ? '3 weeks, 2 days, 4 hours, 11 minutes' : `${Math.max(1, Math.floor(upMs / 60_000))} minutes`;
  const head =
    release === 'xe16'
      ? 'Cisco IOS XE Software, Version 16.09.04\nCisco IOS Software [Fuji], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.9.4, RELEASE SOFTWARE (fc2)'
      : release === '15'
        ? 'Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M), Version 15.1(4)M4, RELEASE SOFTWARE (fc1)'
        : `Cisco IOS Software, 2800 Software (C2800NM-ADVSECURITYK9-M), Version ${release === '12.3' ? '12.3(14)T7' : '12.4(25d)'}, RELEASE SOFTWARE (fc1)`;
  return `${head}\nTechnical Support: http://www.cisco.com/techsupport\n\nROM: System Bootstrap\n\n${name} uptime is ${uptime}\nSystem returned to ROM by reload\n`;
}

function saText(cast: Cast, { world, endsAt }: Run, peer: Peer): string {
  const there = cast.outer[far(peer)];
  const held = [...world.ends[peer].held];
  const out = peer === 'S' ? world.ends.S.out : world.ends.R.out;
  const current = out ?? held.at(-1);
  const entry = (spi: number, pair: number, way: number): string[] => [
    `      spi: ${both(spi)}`,
    `        transform: ${cast.transform} ,`,
    '        in use settings ={Tunnel, }',
    `        conn id: ${2001 + pair * 2 + way}, flow_id: SW:${1 + pair * 2 + way}, sibling_flags 80000046, crypto map: VPN`,
    `        sa timing: remaining key lifetime (k/sec): (4388${pair}21/${Math.max(30, cast.lifetime[peer] - Math.round((endsAt - world.pair(pair).madeAt) / 1000))})`,
    '        IV size: 16 bytes',
    '        replay detection support: Y',
    '        Status: ACTIVE',
    '',
  ];
  return `${[
    '',
    `interface: ${cast.interface[peer]}`,
    `    Crypto map tag: VPN, local addr ${cast.address[peer]}`,
    '',
    '   protected vrf: (none)',
    `   local  ident (addr/mask/prot/port): (${cast.proxy[peer]}/255.255.255.0/0/0)`,
    `   remote ident (addr/mask/prot/port): (${cast.proxy[far(peer)]}/255.255.255.0/0/0)`,
    `   current_peer ${there} port ${cast.port}`,
    '     PERMIT, flags={origin_is_acl,}',
    '    #pkts encaps: 9100, #pkts encrypt: 9100, #pkts digest: 9100',
    '    #pkts decaps: 4000, #pkts decrypt: 4000, #pkts verify: 4000',
    '    #pkts compressed: 0, #pkts decompressed: 0',
    '    #pkts not compressed: 0, #pkts compr. failed: 0',
    '    #pkts not decompressed: 0, #pkts decompress failed: 0',
    '    #send errors 0, #recv errors 0',
    '',
    `     local crypto endpt.: ${cast.address[peer]}, remote crypto endpt.: ${there}`,
    `     path mtu 1500, ip mtu 1500, ip mtu idb ${cast.interface[peer]}`,
    `     current outbound spi: ${current === undefined ? '0x0(0)' : both(outbound(cast, peer, current))}`,
    '     PFS (Y/N): N, DH group: none',
    '',
    '     inbound esp sas:',
    ...held.flatMap((pair) => entry(inbound(cast, peer, pair), pair, 0)),
    '     inbound ah sas:',
    '',
    '     inbound pcp sas:',
    '',
    '     outbound esp sas:',
    ...held.flatMap((pair) => entry(outbound(cast, peer, pair), pair, 1)),
    '     outbound ah sas:',
    '',
    '     outbound pcp sas:',
  ].join('\n')}\n`;
}

function isakmpText(cast: Cast, isUp: boolean, peer: Peer): string {
  const row = isUp
    ? [
        `${cast.outer[cast.initiator === 'R' ? 'S' : 'R'].padEnd(16)}${cast.outer[cast.initiator].padEnd(16)}QM_IDLE           ${cast.conn[peer]} ACTIVE`,
      ]
    : [];
  return `IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n${row.map((each) => `${each}\n`).join('')}\nIPv6 Crypto ISAKMP SA\n\n`;
}

function ikev2Text(cast: Cast, { world, setup }: Run, peer: Peer): string {
  if (!world.ends[peer].ike) return ' IPv4 Crypto IKEv2  SA \n\n IPv6 Crypto IKEv2  SA \n\n';
  const isInitiator = cast.initiator === peer;
  const [local, remote] = isInitiator ? [cast.ikeSpi.initiator, cast.ikeSpi.responder] : [cast.ikeSpi.responder, cast.ikeSpi.initiator];
  const isProbing = peer === 'S' ? setup.isProbing : setup.isRProbing;
  const probes = isProbing ? 'DPD configured for 40 seconds, retry 2' : 'DPD configured for 0 seconds, retry 0';
  return `${[
    ' IPv4 Crypto IKEv2  SA ',
    '',
    'Tunnel-id Local                 Remote                fvrf/ivrf            Status ',
    `${String(cast.session[peer].sa).padEnd(10)}${`${cast.address[peer]}/${cast.port}`.padEnd(22)}${`${cast.outer[far(peer)]}/${cast.port}`.padEnd(22)}none/none            READY  `,
    '      Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:19, Auth sign: PSK, Auth verify: PSK',
    '      Life/Active Time: 86400/12689 sec',
    `      CE id: 1001, Session-id: ${cast.session[peer].session}`,
    '      Status Description: Negotiation done',
    `      Local spi: ${local}       Remote spi: ${remote}`,
    `      Local id: ${cast.address[peer]}`,
    `      Remote id: ${cast.address[far(peer)]}`,
    '      Local window:      5              Remote window:      5',
    `      ${probes}`,
    '      Fragmentation not  configured.',
    '      Extended Authentication not configured.',
    setup.isNat ? `      NAT-T is detected  ${peer === 'S' ? 'inside' : 'outside'}` : '      NAT-T is not detected',
    `      Initiator of SA : ${isInitiator ? 'Yes' : 'No'}`,
    '',
    ' IPv6 Crypto IKEv2  SA ',
    '',
  ].join('\n')}\n`;
}

function ntpText(stamp: Stamp): string {
  return stamp.mark === ''
    ? `Clock is synchronized, stratum 4, reference is 10.16.2.2        \nnominal freq is 1000.0003 Hz, actual freq is 1000.4589 Hz, precision is 2**14\nclock offset is ${(Math.abs(stamp.skew) % 4).toFixed(4)} msec, root delay is 5.61 msec\nroot dispersion is 9.61 msec, peer dispersion is 3.34 msec\nloopfilter state is 'CTRL' (Normal Controlled Loop), drift is -0.000458631 s/s\nsystem poll interval is 64, last update was 182 sec ago.\n`
    : 'Clock is unsynchronized, stratum 16, no reference clock\nnominal freq is 1000.0003 Hz, actual freq is 1000.0003 Hz, precision is 2**13\nsystem poll interval is 64, never updated.\n';
}
