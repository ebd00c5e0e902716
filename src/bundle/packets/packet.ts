/** A packet is what one end's capture shows of IKE and ESP on the wire: headers alone, on that end's own clock. */
import type { Address } from '../../ipsec/address.ts';
import type { EspSpi } from '../../ipsec/spi.ts';

interface OnTheWire {
  /** Its number in the file, from 1, as capture tools count. */
  frame: number;
  /** ms since 1970 on the clock of the end that captured it, with the fraction that the file holds. */
  atMs: number;
  source: Address;
  destination: Address;
  /** True when it travels in UDP: IKE on 500 or 4500, ESP on 4500. [C] RFC 3948 */
  isUdp: boolean;
}

export interface EspPacket extends OnTheWire {
  kind: 'esp';
  spi: EspSpi;
  sequence: number;
}

export interface IkePacket extends OnTheWire {
  kind: 'ike';
  /** Sixteen hex digits in lower case; zeros while the responder's is not known. */
  initiatorSpi: string;
  responderSpi: string;
  version: 1 | 2;
  /** The number of the header: 34 IKE_SA_INIT to 37 INFORMATIONAL, 2 main to 32 quick mode. [C] RFC 7296 3.1, RFC 2409 */
  exchange: number;
  flags: number;
  messageId: number;
  lengthBytes: number;
  /** True behind the four zeros that tell IKE from ESP on port 4500. [C] RFC 3948 2.2 */
  hasMarker: boolean;
}

export type Packet = EspPacket | IkePacket;

/** All that one packet file holds; plain JSON. */
export interface PacketFile {
  format: 'pcap' | 'pcapng';
  /** In the order of the file. */
  packets: Packet[];
  /** Neither IKE nor ESP. */
  others: number;
  /** Pieces of a fragmented packet: the first shows its headers and is read too. */
  fragments: number;
  /** Frames too short, of a link that is not known, or that contradict themselves. */
  unread: number;
  /** Why the file was not read to its end; null when it was. */
  cut: string | null;
}

/** RFC 7296 3.1: the message answers a request. */
export const RESPONSE_FLAG = 0x20;
