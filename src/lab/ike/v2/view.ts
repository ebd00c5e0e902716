/** The IKEv2 view is how show commands see the IKE SAs of IKEv2. Forms as published for IOS XE. [C] ike.md 7 */
import type { IkeShows } from '../endpoint.ts';
import { hexSpi } from '../tuple.ts';
import type { Ikev2End } from './end.ts';
import { DPD_RETRY_SECONDS } from './informational.ts';
import type { Ikev2Sa } from './sa.ts';

const TITLES = 'Tunnel-id Local                 Remote                fvrf/ivrf            Status ';
const ALGORITHMS = '      Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK';
/** What IOS announces by SET_WINDOW_SIZE, whatever it uses. [C] */
const WINDOW = 5;

export function ikev2ShowsOf(endpoint: Ikev2End): IkeShows {
  return {
    showIsakmpSa: () => 'IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n\nIPv6 Crypto ISAKMP SA\n',
    showIkev2Sa: (isDetail) => showSa(endpoint, isDetail),
    showIkev2Session: (isDetail) => showSession(endpoint, isDetail),
  };
}

function showSa(endpoint: Ikev2End, isDetail: boolean): string {
  const blocks = endpoint.ikeSas.flatMap((ike) => [TITLES, ...saLines(endpoint, ike, isDetail), '']);
  return [' IPv4 Crypto IKEv2  SA ', '', ...blocks, ' IPv6 Crypto IKEv2  SA ', ''].join('\n');
}

function saLines(endpoint: Ikev2End, ike: Ikev2Sa, isDetail: boolean): string[] {
  const { address, remote, ports, clock } = endpoint;
  const ends = `${`${address}/${ports.own}`.padEnd(22)}${`${remote}/${ports.peer}`.padEnd(22)}`;
  const activeSeconds = Math.round((clock.now() - ike.bornAtMs) / 1000);
  return [
    `${String(ike.slot).padEnd(10)}${ends}${'none/none'.padEnd(21)}${statusOf(ike).padEnd(7)}`,
    ALGORITHMS,
    `      Life/Active Time: ${ike.lifetimeSeconds}/${activeSeconds} sec`,
    ...(isDetail ? detailLines(endpoint, ike) : []),
  ];
}

function statusOf({ isUp, isClosing }: Ikev2Sa): string {
  if (isClosing) return 'DELETE';
  return isUp ? 'READY' : 'IN-NEG';
}

/** Local and Remote are swapped at the other end. [C] */
function detailLines({ address, remote, traits }: Ikev2End, ike: Ikev2Sa): string[] {
  const { spis, role, nextId, expectedId } = ike;
  const [own, peers] = role === 'I' ? [spis.initiator, spis.responder] : [spis.responder, spis.initiator];
  const dpd =
    traits.dpdSeconds === undefined
      ? 'DPD configured for 0 seconds, retry 0'
      : `DPD configured for ${traits.dpdSeconds} seconds, retry ${DPD_RETRY_SECONDS}`;
  const counters = (name: string): string =>
    `      ${`Local ${name}:`.padEnd(19)}${String(nextId).padEnd(15)}${`Remote ${name}:`.padEnd(20)}${String(expectedId).padEnd(10)}`;
  return [
    `      CE id: ${1000 + ike.sessionId}, Session-id: ${ike.sessionId}`,
    '      Status Description: Negotiation done',
    `      Local spi: ${own}       Remote spi: ${peers}`,
    `      Local id: ${address}`,
    `      Remote id: ${remote}`,
    counters('req msg id'),
    counters('next msg id'),
    counters('req queued'),
    `      Local window:      ${WINDOW}              Remote window:      ${WINDOW}         `,
    `      ${dpd}`,
    '      Fragmentation not  configured.',
    '      Dynamic Route Update: enabled',
    '      Extended Authentication not configured.',
    '      NAT-T is not detected  ',
    '      Cisco Trust Security SGT is disabled',
    `      Initiator of SA : ${role === 'I' ? 'Yes' : 'No'}`,
  ];
}

function showSession(endpoint: Ikev2End, isDetail: boolean): string {
  const { childSas, ikeSas } = endpoint;
  const blocks = ikeSas.flatMap((ike) => {
    const children = childSas.filter(({ under }) => under === ike.spis.initiator);
    const status = children.length > 0 ? 'UP-ACTIVE' : 'UP-IDLE';
    return [
      `Session-id:${ike.sessionId}, Status:${status}, IKE count:1, CHILD count:${children.length}`,
      '',
      TITLES,
      ...saLines(endpoint, ike, isDetail),
      ...children.flatMap(({ inbound, outbound }) => childLines(endpoint, inbound, outbound, isDetail)),
      '',
    ];
  });
  return [' IPv4 Crypto IKEv2 Session ', '', ...blocks, ' IPv6 Crypto IKEv2 Session ', ''].join('\n');
}

function childLines({ selectors }: Ikev2End, inbound: number, outbound: number, isDetail: boolean): string[] {
  return [
    `Child sa: local selector  ${rangeOf(selectors.mine)}`,
    `          remote selector ${rangeOf(selectors.theirs)}`,
    `          ESP spi in/out: ${hexSpi(inbound)}/${hexSpi(outbound)}  `,
    ...(isDetail
      ? [
          '          AH spi in/out: 0x0/0x0  ',
          '          CPI in/out: 0x0/0x0  ',
          '          Encr: AES-CBC, keysize: 256, esp_hmac: SHA256',
          '          ah_hmac: None, comp: IPCOMP_NONE, mode tunnel',
        ]
      : []),
  ];
}

/** `203.0.113.0/0 - 203.0.113.127/65535`; of masks the lab has only this one. */
function rangeOf(selector: string): string {
  const [network = ''] = selector.split('/');
  const bytes = network.split('.');
  return `${network}/0 - ${[...bytes.slice(0, 3), Number(bytes[3]) + 127].join('.')}/65535`;
}
