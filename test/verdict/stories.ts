/** Two stories as both routers log them, in the grammar of IOS 15; hq (a) sends with 0xB761863E, branch (b) receives. */

/** The quick mode that made the SA: hq starts it, branch answers; both are recording. */
const REKEY = {
  a: `Sep  2 13:30:00.100: ISAKMP:(1001):beginning Quick Mode exchange, M-ID of 570535495
Sep  2 13:30:00.101: ISAKMP:(1001): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE
Sep  2 13:30:00.121: ISAKMP (1001): received packet from 198.51.100.1 dport 500 sport 500 Global (I) QM_IDLE
Sep  2 13:30:00.121: ISAKMP:(1001): processing HASH payload. message ID = 570535495
Sep  2 13:30:00.122: ISAKMP:(1001): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE
Sep  2 13:30:00.122: ISAKMP:(1001):deleting node 570535495 error FALSE reason "No Error"
Sep  2 13:30:00.125: IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI B761863E
`,
  b: `Sep  2 13:30:00.105: ISAKMP (1001): received packet from 192.0.2.1 dport 500 sport 500 Global (R) QM_IDLE
Sep  2 13:30:00.105: ISAKMP: set new node 570535495 to QM_IDLE
Sep  2 13:30:00.105: ISAKMP:(1001): processing HASH payload. message ID = 570535495
Sep  2 13:30:00.110: IPSEC(create_sa): sa created,
  (sa) sa_dest= 198.51.100.1, sa_proto= 50,
    sa_spi= 0xB761863E(3076621886),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003
    sa_lifetime(k/sec)= (4608000/3600),
  (identity) local= 198.51.100.1:0, remote= 192.0.2.1:0,
    local_proxy= 10.2.0.0/255.255.0.0/256/0,
    remote_proxy= 10.1.0.0/255.255.0.0/256/0
Sep  2 13:30:00.117: ISAKMP:(1001): sending packet to 192.0.2.1 my_port 500 peer_port 500 (R) QM_IDLE
Sep  2 13:30:00.126: ISAKMP (1001): received packet from 192.0.2.1 dport 500 sport 500 Global (R) QM_IDLE
Sep  2 13:30:00.126: ISAKMP:(1001):deleting node 570535495 error FALSE reason "QM done (await)"
`,
};

const INVALID =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1";

const DELETED = `Sep  2 13:35:00.000: IPSEC(delete_sa): deleting SA,
  (sa) sa_dest= 198.51.100.1, sa_proto= 50,
    sa_spi= 0xB761863E(3076621886),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003
    sa_lifetime(k/sec)= (4608000/3600),
  (identity) local= 198.51.100.1:0, remote= 192.0.2.1:0,
    local_proxy= 10.2.0.0/255.255.0.0/256/0,
    remote_proxy= 10.1.0.0/255.255.0.0/256/0
Sep  2 13:35:00.001: ISAKMP: set new node 1148084868 to QM_IDLE
Sep  2 13:35:00.002: ISAKMP:(1001): sending packet to 192.0.2.1 my_port 500 peer_port 500 (R) QM_IDLE
Sep  2 13:35:00.002: ISAKMP:(1001):purging node 1148084868
Sep  2 13:35:00.002: ISAKMP:(1001):Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL
`;

const HEARD = `Sep  2 13:35:00.006: ISAKMP (1001): received packet from 198.51.100.1 dport 500 sport 500 Global (I) QM_IDLE
Sep  2 13:35:00.006: ISAKMP: set new node 1148084868 to QM_IDLE
Sep  2 13:35:00.006: ISAKMP:(1001): processing HASH payload. message ID = 1148084868
Sep  2 13:35:00.006: ISAKMP:(1001): processing DELETE payload. message ID = 1148084868
Sep  2 13:35:00.006: ISAKMP:(1001):Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0xB761863E)
`;

const LATER = 'Sep  2 13:38:00.000: %HA_EM-5-LOG: FLAPTRAP-0123abcd-CALL: the tail ends, debugs were on until here\n';

/** branch deletes, its DELETE is lost, hq goes on. */
export const DELETE_LOST = {
  a: `${REKEY.a}${LATER}`,
  b: `${REKEY.b}${DELETED}Sep  2 13:36:47.287: ${INVALID}\nSep  2 13:37:48.039: ${INVALID}\n${LATER}`,
};

/** The same, but hq heard the DELETE. */
export const DELETE_HEARD = { ...DELETE_LOST, a: `${REKEY.a}${HEARD}${LATER}` };

/** The same, but hq's record ends before the DELETE was sent. */
export const DELETE_UNHEARD_OF = { ...DELETE_LOST, a: REKEY.a };

/** hq sends with the SA before branch has created it. */
export const REKEY_RACE = {
  a: `${REKEY.a}${LATER}`,
  b: `${REKEY.b.replace(/Sep {2}2 13:30:00\.110: IPSEC[\s\S]*?remote_proxy.*\n/, '')}Sep  2 13:30:00.150: ${INVALID}
${/IPSEC\(create_sa\)[\s\S]*?remote_proxy.*\n/.exec(REKEY.b)?.[0].replace(/^/, 'Sep  2 13:30:00.300: ')}${LATER}`,
};

export const ONLY_THE_MESSAGE = { a: '', b: `Sep  2 13:36:47.287: ${INVALID}\n` };
export const HEALTHY = { a: `${REKEY.a}${LATER}`, b: `${REKEY.b}${LATER}` };
