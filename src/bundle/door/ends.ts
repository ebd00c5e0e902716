/** The ends that a line names are the router's own address and its peer's, in the words of IOS or of another vendor. */
import { type Address, readAddress } from '../../ipsec/address.ts';
import { VENDORS } from '../../vendors/families/index.ts';

const ADDRESS = '([0-9A-Fa-f]{0,4}[.:][0-9A-Fa-f.:]{2,50})';
/** The router's own address: `destaddr=192.0.2.1,`, `local= 192.0.2.1:0,`, `Sending Packet [To …/From 192.0.2.1:500/VRF`, `Received Packet [From …/To 192.0.2.1:500` */
const OWN: readonly RegExp[] = [
  new RegExp(`invalid spi.{0,40}\\bdest_?addr {0,2}= {0,2}${ADDRESS}`, 'i'),
  new RegExp(`\\blocal(?: crypto endpt\\.:|=|:) {0,2}${ADDRESS}`, 'i'),
  new RegExp(`^\\s*tunnel source ${ADDRESS}`),
  new RegExp(`\\bSA: local ${ADDRESS}/\\d`),
  new RegExp(`^\\d{1,10} +${ADDRESS}/\\d{1,5} +\\S+/\\d{1,5} `),
  new RegExp(`\\bSending Packet \\[To \\S+/From ${ADDRESS}`),
  new RegExp(`\\bReceived Packet \\[From \\S+/To ${ADDRESS}`),
];
/** The peer's: `received packet from 198.51.100.1 dport 500`, `sending packet to 198.51.100.1 my_port 500`, `remote= 198.51.100.1:0` */
const PEERS: readonly RegExp[] = [
  new RegExp(`\\b(?:received packet from|sending packet to) ${ADDRESS}`),
  new RegExp(`\\bremote(?: crypto endpt\\.:|=|:) {0,2}${ADDRESS}`, 'i'),
  new RegExp(`^\\s*tunnel destination ${ADDRESS}`),
  new RegExp(`\\bSA: local \\S{3,45} remote ${ADDRESS}/\\d`),
  new RegExp(`^\\d{1,10} +\\S{3,45}/\\d{1,5} +${ADDRESS}/\\d{1,5} `),
  new RegExp(`\\binvalid spi.{0,120}\\bsrc_?addr {0,2}= {0,2}${ADDRESS}`, 'i'),
];
const OF_VENDORS = Object.values(VENDORS).flatMap(({ ends }) => ends ?? []);

/** Either may be missing. */
export interface Ends {
  own: Address | undefined;
  peer: Address | undefined;
}

export function endsOf(line: string): Ends {
  for (const pattern of OF_VENDORS) {
    const { own, peer } = pattern.exec(line)?.groups ?? {};
    const ends = { own: readEnd(own), peer: readEnd(peer) };
    if (ends.own !== undefined || ends.peer !== undefined) return ends;
  }
  return { own: firstOf(OWN, line), peer: firstOf(PEERS, line) };
}

function firstOf(patterns: readonly RegExp[], line: string): Address | undefined {
  for (const pattern of patterns) {
    const address = readEnd(pattern.exec(line)?.[1]);
    if (address !== undefined) return address;
  }
  return undefined;
}

/** `:0`, `:500`, `:4500` behind an address of IPv6 is its port, since IOS sets no brackets; behind one of IPv4 any number is. [L] */
const IKE_PORT = /:(?:0|500|4500)$/;
const PORT = /:\d{0,5}$/;

function readEnd(printed: string | undefined): Address | undefined {
  if (printed === undefined) return undefined;
  const text = printed.replace(/\.$/, '');
  return readAddress(text.replace(IKE_PORT, '')) ?? readAddress(text) ?? readAddress(text.replace(PORT, ''));
}
