/** A line that names a router's own address and its peer's gives both, in any spelling, with a port or without, in the words of IOS and of others. */
import { describe, expect, it } from 'vitest';
import { endsOf } from '../../../src/bundle/door/ends.ts';

const INVALID = (own: string, peer: string) =>
  `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${own}, prot=50, spi=0x1F2E3D4C(523124044), srcaddr=${peer}, input interface=Gi1`;

describe('the ends of a line', () => {
  it.each([
    [INVALID('2001:DB8:1::1', '2001:db8:2:0:0:0:0:2'), '2001:db8:1::1', '2001:db8:2::2'],
    [INVALID('2001:db8:1::500', '2001:db8:2::11'), '2001:db8:1::500', '2001:db8:2::11'],
    ['  (key eng. msg.) OUTBOUND local= 192.0.2.1:0, remote= 198.51.100.1:0,', '192.0.2.1', '198.51.100.1'],
    ['Sending Packet [To 2001:DB8:2::2:500/From 2001:DB8:1::1:500/VRF i0:f0]', '2001:db8:1::1', undefined],
    [' tunnel source 192.0.2.1', '192.0.2.1', undefined],
    [' tunnel destination 198.51.100.1', undefined, '198.51.100.1'],
    ['  IKEv1 SA: local 192.0.2.1/500 remote 198.51.100.1/4500 Active', '192.0.2.1', '198.51.100.1'],
    ['1         192.0.2.1/500         198.51.100.1/500      none/none            READY', '192.0.2.1', '198.51.100.1'],
  ])('are read in IOS: %s', (line, own, peer) => {
    const ends = endsOf(line);
    expect(ends.own).toBe(own);
    if (peer !== undefined) expect(ends.peer).toBe(peer);
  });

  it.each([
    '%FTD-4-402114: IPSEC: Received an ESP packet (SPI= 0x1F2E3D4C, sequence number= 0x9) from 198.51.100.1 (user= 198.51.100.1) to 192.0.2.1 with an invalid SPI.',
    '%ASA-6-602304: IPSEC: An outbound LAN-to-LAN SA (SPI= 0x1F2E3D4C) between 192.0.2.1 and 198.51.100.1 (user= branch) has been deleted.',
    'logid="0101037131" type="event" subtype="vpn" action="error" remip=198.51.100.1 locip=192.0.2.1 status="esp_error" spi="1f2e3d4c"',
    'RT_IPSEC: RT_IPSEC_BAD_SPI: IPSec tunnel on int ge-0/0/0.0 with tunnel ID 0x20001 received a packet with a bad SPI. 198.51.100.1->192.0.2.1/84, ESP, SPI 0x1f2e3d4c, SEQ 0x1a.',
    'IPSec key deleted. Deleted SA: 192.0.2.1[500]-198.51.100.1[500] SPI:0x1F2E3D4C/0x0A0B0C0D.',
    '09[NET] received packet: from 198.51.100.1[500] to 192.0.2.1[500] (92 bytes)',
  ])('are read in the words of another vendor: %s', (line) => {
    expect(endsOf(line)).toEqual({ own: '192.0.2.1', peer: '198.51.100.1' });
  });
});
