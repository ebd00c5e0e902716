/** Lines of both ends of one IKEv2 tunnel, as IOS prints them: an SA that is made and goes, its DELETE, the message that follows. */
/** branch (b) receives with X, hq (a) sends. */
export const X = 'B761863E';
export const Y = '5C11D0A2';
export const [HQ, BRANCH] = ['192.0.2.1', '198.51.100.1'];
export const at = (time: string, body: string) => `Sep  2 2026 ${time}: ${body}\n`;
export const invalid = (time: string, source = HQ) =>
  at(
    time,
    `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${BRANCH}, prot=50, spi=0x${X}(3076621886), srcaddr=${source}`,
  );
export const sa = (side: 'a' | 'b', what: 'created' | 'deleted', time: string, { spi = X, seconds = 3600 } = {}) => {
  const [local, remote] = side === 'b' ? [BRANCH, HQ] : [HQ, BRANCH];
  return `${at(time, what === 'created' ? 'IPSEC(create_sa): sa created,' : 'IPSEC(delete_sa): deleting SA,')}  (sa) sa_dest= ${spi === Y ? HQ : BRANCH}, sa_proto= 50,
    sa_spi= 0x${spi}(${Number.parseInt(spi, 16)}),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003
    sa_lifetime(k/sec)= (4608000/${seconds}),
  (identity) local= ${local}:0, remote= ${remote}:0,
    local_proxy= 10.2.0.0/255.255.0.0/256/0,
    remote_proxy= 10.1.0.0/255.255.0.0/256/0
`;
};
export function packet(time: string, way: 'sent' | 'received', side: 'a' | 'b', exchange: string, id: number): string {
  const [own, far] = side === 'b' ? [BRANCH, HQ] : [HQ, BRANCH];
  const ends = way === 'sent' ? `Sending Packet [To ${far}:500/From ${own}:500/` : `Received Packet [From ${far}:500/To ${own}:500/`;
  return `${at(time, `IKEv2:(SESSION ID = 7,SA ID = 2):${ends}VRF i0:f0] `)}Initiator SPI : C571EF343834DF4F - Responder SPI : BB515F3AD24E6123 Message id: ${id}
IKEv2 ${exchange} 
Payload contents: 
 ENCR 

`;
}
export const ike = (time: string, text: string) => at(time, `IKEv2:(SESSION ID = 7,SA ID = 2):${text}`);
export const sendsDelete = (time: string, id: number) =>
  ike(time, `Sending DELETE INFO message for IPsec SA [SPI: 0x${X}]`) + packet(time, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', id);
export const hearsDelete = (time: string, id: number) =>
  packet(time, 'received', 'a', 'INFORMATIONAL Exchange REQUEST', id) +
  ike(time, `Processing DELETE INFO message for IPsec SA [SPI: 0x${X}]`) +
  sa('a', 'deleted', time);
export const acknowledged = (time: string, id: number) =>
  packet(time, 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', id) + ike(time, 'Processing ACK to informational exchange');
export const later = (time: string) => at(time, '%SYS-5-CONFIG_I: Configured from console by ops on vty0 (203.0.113.9)');
