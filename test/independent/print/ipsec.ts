/** The words of `debug crypto ipsec`, and of the log itself (ike.md 4.1). */
import { type Happening, type Peer, THRESHOLD_S } from '../model/state.ts';
import { both, type Cast, far, hex, inbound, type Message, outbound } from './words.ts';

const of = (family: Message['family'], tag: string, ...lines: string[]): Message => ({ family, tag, lines });

/** `create_sa` or `delete_sa` of both halves. */
function halves(cast: Cast, peer: Peer, pair: number, verb: 'create' | 'delete', isUsedUp = false): Message[] {
  const limit = cast.kilobytes[peer];
  // Each direction counts for itself.
  const left = (way: Half['way']): number => (verb === 'create' ? limit : isUsedUp && way === 'in' ? 0 : limit - USED_UP[way]);
  return (['in', 'out'] as const).map((way) => half(cast, peer, pair, { verb, way, kilobytes: left(way) }));
}

const USED_UP = { in: 2979, out: 1213 } as const;

interface Half {
  verb: 'create' | 'delete';
  way: 'in' | 'out';
  kilobytes: number;
}

function half(cast: Cast, peer: Peer, pair: number, { verb, way, kilobytes }: Half): Message {
  const here = cast.address[peer];
  const there = cast.outer[far(peer)];
  const isOld = cast.release[peer] === '12.3';
  const more = [
    `    sa_lifetime(k/sec)= (${kilobytes}/${cast.lifetime[peer]}),`,
    `  (identity) local= ${here}:${cast.port === 500 ? 0 : cast.port}, remote= ${there}:${cast.port === 500 ? 0 : peer === 'R' ? cast.seen.before : cast.port},`,
    `    local_proxy= ${cast.proxy[peer]}/255.255.255.0/256/0,`,
    `    remote_proxy= ${cast.proxy[far(peer)]}/255.255.255.0/256/0`,
  ];
  return of(
    'ipsec',
    `${verb} ${way} %${pair}`,
    verb === 'create' ? 'IPSEC(create_sa): sa created,' : 'IPSEC(delete_sa): deleting SA,',
    `  (sa) sa_dest= ${way === 'in' ? here : there}, ${isOld ? 'sa_prot' : 'sa_proto'}= 50,`,
    `    sa_spi= ${both(way === 'in' ? inbound(cast, peer, pair) : outbound(cast, peer, pair))},`,
    `    sa_trans= ${cast.transform} , sa_conn_id= ${2000 + pair * 2 + (way === 'in' ? 0 : 1)}`,
    ...(isOld ? [] : more),
  );
}

const told = (queue: string): Message[] => [
  of('ipsec', 'queue', `IPSEC(key_engine): got a queue event with ${queue} KMI message(s)`),
  of('ipsec', "rec'd delete", "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP"),
];

function asked(cast: Cast, peer: Peer): Message {
  const there = cast.outer[far(peer)];
  return of(
    'ipsec',
    'request',
    'IPSEC(sa_request): ,',
    `  (key eng. msg.) OUTBOUND local= ${cast.address[peer]}:${cast.port}, remote= ${there}:${cast.port},`,
    `    local_proxy= ${cast.proxy[peer]}/255.255.255.0/256/0,`,
    `    remote_proxy= ${cast.proxy[far(peer)]}/255.255.255.0/256/0,`,
    `    protocol= ESP, transform= ${cast.transform}  (Tunnel), `,
    `    lifedur= ${cast.lifetime[peer]}s and ${cast.kilobytes[peer]}kb, `,
    '    spi= 0x0(0), conn_id= 0, keysize= 256, flags= 0x0',
  );
}

export function ipsecWords(cast: Cast, { kind, peer, pair = 0, note = '' }: Happening): Message[] {
  switch (kind) {
    case 'asks':
      return [asked(cast, peer)];
    case 'asked':
      return [of('ipsec', 'validate', 'IPSEC(validate_proposal_request): proposal part #1')];
    case 'made':
      return [of('ipsec', 'queue', 'IPSEC(key_engine): got a queue event with 1 KMI message(s)'), ...halves(cast, peer, pair, 'create')];
    case 'confirmed':
      return cast.ike === 1 ? [of('ipsec', 'enable', "IPSEC(key_engine_enable_outbound): rec'd enable notify from ISAKMP")] : [];
    case 'switched':
      return cast.release[peer] === '12.3'
        ? []
        : [
            of(
              'ipsec',
              `switch %${pair}`,
              `IPSEC(update_current_outbound_sa): updated peer ${cast.outer[far(peer)]} current outbound sa to SPI ${hex(outbound(cast, peer, pair))}`,
            ),
          ];
    case 'threshold':
      return [of('ipsec', 'threshold', `IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in ${THRESHOLD_S} seconds`)];
    case 'sibling':
      return cast.release[peer] === '12.3'
        ? []
        : [
            of(
              'ipsec',
              `sibling %${pair}`,
              `IPSEC(early_age_out_sibling): sibling outbound SPI ${hex(outbound(cast, peer, pair))} expiring in 30 seconds`,
            ),
          ];
    case 'gone':
      return [...(IKE_TELLS.has(note) ? told('1') : []), ...halves(cast, peer, pair, 'delete', note === 'expired-volume')];
    default:
      return [];
  }
}
/** What a stranger sends, and what a TLOC is known by (ike.md 8.22 and 8.23). */
export const STRANGE_SPI = 0x5a0d0000;
export const TLOC_SPI = 0x105;

/** Deletions that IKE orders. */
const IKE_TELLS = new Set(['told', 'by-peer', 'contact', 'dpd', 'with-ike', 'by-user', 'early-packet', 'duplicate']);

function unknownSpi(cast: Cast, peer: Peer, pair: number | undefined, note: string): Message {
  const isTloc = note === 'tloc';
  const isStrange = pair === undefined && !isTloc;
  const spi = isTloc ? TLOC_SPI : pair === undefined ? STRANGE_SPI : cast.spi(pair, 'R');
  const from = isStrange ? cast.stranger : note === 'moved' ? cast.moved : cast.outer.S;
  const where = isTloc ? ', input interface=Tunnel10001' : cast.hasInterface ? `, input interface=${cast.interface[peer]}` : '';
  return of(
    'syslog',
    `INV ${pair === undefined ? 'stranger' : `%${pair}`} ${note}`,
    `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${cast.address[peer]}, prot=50, spi=${both(spi)}, srcaddr=${from}${where}`,
  );
}

/** A line that goes down, and a standby group, are of a port. */
const portOf = (cast: Cast, peer: Peer): string => cast.interface[peer].replace('Tunnel0', 'GigabitEthernet0/0');

export function syslogWords(cast: Cast, { kind, peer, pair, note = '' }: Happening): Message[] {
  switch (kind) {
    case 'unknown-spi':
      return [unknownSpi(cast, peer, pair, note)];
    case 'restart':
      return [
        of('syslog', 'restart', '%SYS-5-RESTART: System restarted --'),
        of('syslog', 'restart2', '%CRYPTO-5-SELF_TEST_START: Crypto algorithms self-test started'),
        of('syslog', 'restart3', '%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is ON'),
      ];
    case 'line-down':
    case 'line-up':
      return [
        of(
          'syslog',
          kind,
          `%LINEPROTO-5-UPDOWN: Line protocol on Interface ${portOf(cast, peer)}, changed state to ${kind === 'line-up' ? 'up' : 'down'}`,
        ),
      ];
    case 'active':
      return [of('syslog', 'active', `%HSRP-5-STATECHANGE: ${portOf(cast, peer)} Grp 1 state Standby -> Active`)];
    case 'no-memory':
      return [
        of(
          'syslog',
          'no memory',
          '%SYS-2-MALLOCFAIL: Memory allocation of 65536 bytes failed from 0x60A8B6E4, alignment 0',
          'Pool: Processor  Free: 114696  Cause: Memory fragmentation ',
        ),
      ];
    case 'new-address':
      return [
        of(
          'syslog',
          'new address',
          `%DHCP-6-ADDRESS_ASSIGN: Interface ${cast.interface[peer]} assigned DHCP address ${cast.moved}, mask 255.255.255.0, hostname ${cast.name[peer]}`,
        ),
      ];
    case 'no-sa':
      return cast.ike === 1
        ? [
            of(
              'syslog',
              'no sa',
              `%CRYPTO-4-IKMP_NO_SA: IKE message from ${cast.outer[far(peer)]} has no SA and is not an initialization offer`,
            ),
          ]
        : [];
    case 'clear-echo':
      return [of('terminal', 'clear', `${cast.name[peer]}#clear crypto sa peer ${cast.outer[far(peer)]}`)];
    default:
      return [];
  }
}
