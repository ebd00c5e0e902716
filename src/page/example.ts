/** The example is what both routers of a lost DELETE logged, for whoever has no logs at hand: it is judged like any that are handed in. */
import type { Picked } from './dropped.ts';

/** [C] In the words of IOS 15: docs/domain/ike.md 4 and 5. */
const HQ = [
  'Sep  2 13:30:00.100: ISAKMP:(1001):beginning Quick Mode exchange, M-ID of 570535495',
  'Sep  2 13:30:00.101: ISAKMP:(1001): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE',
  'Sep  2 13:30:00.121: ISAKMP (1001): received packet from 198.51.100.1 dport 500 sport 500 Global (I) QM_IDLE',
  'Sep  2 13:30:00.121: ISAKMP:(1001): processing HASH payload. message ID = 570535495',
  'Sep  2 13:30:00.122: ISAKMP:(1001): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE',
  'Sep  2 13:30:00.122: ISAKMP:(1001):deleting node 570535495 error FALSE reason "No Error"',
  'Sep  2 13:30:00.125: IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI B761863E',
  'Sep  2 13:38:00.000: %HA_EM-5-LOG: FLAPTRAP-0123abcd-CALL: the tail ends, debugs were on until here',
];

const BRANCH = [
  'Sep  2 13:30:00.105: ISAKMP (1001): received packet from 192.0.2.1 dport 500 sport 500 Global (R) QM_IDLE',
  'Sep  2 13:30:00.105: ISAKMP: set new node 570535495 to QM_IDLE',
  'Sep  2 13:30:00.105: ISAKMP:(1001): processing HASH payload. message ID = 570535495',
  'Sep  2 13:30:00.110: IPSEC(create_sa): sa created,',
  '  (sa) sa_dest= 198.51.100.1, sa_proto= 50,',
  '    sa_spi= 0xB761863E(3076621886),',
  '    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003',
  '    sa_lifetime(k/sec)= (4608000/3600),',
  '  (identity) local= 198.51.100.1:0, remote= 192.0.2.1:0,',
  '    local_proxy= 10.2.0.0/255.255.0.0/256/0,',
  '    remote_proxy= 10.1.0.0/255.255.0.0/256/0',
  'Sep  2 13:30:00.117: ISAKMP:(1001): sending packet to 192.0.2.1 my_port 500 peer_port 500 (R) QM_IDLE',
  'Sep  2 13:30:00.126: ISAKMP (1001): received packet from 192.0.2.1 dport 500 sport 500 Global (R) QM_IDLE',
  'Sep  2 13:30:00.126: ISAKMP:(1001):deleting node 570535495 error FALSE reason "QM done (await)"',
  'Sep  2 13:35:00.000: IPSEC(delete_sa): deleting SA,',
  '  (sa) sa_dest= 198.51.100.1, sa_proto= 50,',
  '    sa_spi= 0xB761863E(3076621886),',
  '    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003',
  '    sa_lifetime(k/sec)= (4608000/3600),',
  '  (identity) local= 198.51.100.1:0, remote= 192.0.2.1:0,',
  '    local_proxy= 10.2.0.0/255.255.0.0/256/0,',
  '    remote_proxy= 10.1.0.0/255.255.0.0/256/0',
  'Sep  2 13:35:00.001: ISAKMP: set new node 1148084868 to QM_IDLE',
  'Sep  2 13:35:00.002: ISAKMP:(1001): sending packet to 192.0.2.1 my_port 500 peer_port 500 (R) QM_IDLE',
  'Sep  2 13:35:00.002: ISAKMP:(1001):purging node 1148084868',
  'Sep  2 13:35:00.002: ISAKMP:(1001):Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL',
  "Sep  2 13:36:47.287: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
  "Sep  2 13:37:48.039: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
  'Sep  2 13:38:00.000: %HA_EM-5-LOG: FLAPTRAP-0123abcd-CALL: the tail ends, debugs were on until here',
];

/** As a folder: it names its two routers. */
export const EXAMPLE: Readonly<Record<string, string>> = {
  'tunnel.yaml': 'a: { name: hq, address: 192.0.2.1 }\nb: { name: branch, address: 198.51.100.1 }\n',
  'a/show_logging.txt': `${HQ.join('\n')}\n`,
  'b/show_logging.txt': `${BRANCH.join('\n')}\n`,
};

export function pickedExample(): Picked[] {
  return Object.entries(EXAMPLE).map(([path, text]) => ({ path: `example/${path}`, file: new File([text], path) }));
}
