/** The messages of overlays above IPsec: GETVPN's group members and key servers, DMVPN's crypto sockets and next-hop servers, NHRP. */
import { readAddress } from '../ipsec/address.ts';
import type { Overlay } from '../ipsec/event.ts';

const FACILITIES = new Set(['GDOI', 'CRYPTO', 'DMVPN', 'NHRP']);

/** By the mnemonic's own words. [C Cisco IOS XE System Message Guide; GETVPN Design and Implementation Guide] */
const STEPS: readonly (readonly [RegExp, Pick<Overlay, 'what' | 'change'>])[] = [
  // %CRYPTO-5-GM_REGSTER: Start registration to KS 192.0.2.100 for group GETVPN using address 192.0.2.1 …
  [/^GM_REGI?STER$/, { what: 'registration', change: 'started' }],
  // %GDOI-5-GM_REGS_COMPL: Registration to KS 192.0.2.100 complete for group GETVPN using address 192.0.2.1 …
  [/^GM_REGS_COMPL$/, { what: 'registration', change: 'completed' }],
  // %GDOI-4-GM_RE_REGISTER: The IPSec SA created for group GETVPN may have expired/been cleared, or didn't go through. Re-register to KS.
  [/^GM_RE_REGISTER$/, { what: 'registration', change: 'started' }],
  [
    /^GM_(?:REGISTER_FAIL|REKEY_NOT_RECD|NO_IPSEC_FLOWS|ACL_PERMIT|SA_TRACK_EOT_.*|UNREGISTER|DELETE_SUCCESS)$/,
    { what: 'registration', change: 'failed' },
  ],
  // %GDOI-5-GM_RECV_REKEY: Received Rekey for group GETVPN from 192.0.2.100 to 192.0.2.1 with seq # 2 …
  [/^GM_RECV_REKEY$/, { what: 'rekey', change: 'received' }],
  [/^KS_SEND_(?:UNICAST|MCAST)_REKEY$/, { what: 'rekey', change: 'sent' }],
  [/^(?:KS_|COOP_)/, { what: 'key-server', change: 'completed' }],
  // %DMVPN-5-CRYPTO_SS: Tunnel0: local address : 192.0.2.1 remote address : 198.51.100.1 socket is UP
  [/^CRYPTO_SS$/, { what: 'crypto-socket', change: 'up' }],
  // %DMVPN-5-NHRP_NHS: Tunnel0 10.0.0.1 is UP, %DMVPN-5-NHRP_NHS_DOWN: …
  [/^NHRP_(?:NHS|NHP|NHC)/, { what: 'next-hop-server', change: 'up' }],
  [/^(?:DMVPN_NHRP_ERROR|PAKERROR|PAKREPLY|QOS_POLICY_APPLY_FAILED)$/, { what: 'nhrp', change: 'failed' }],
];

/** `for group GETVPN`, `group GETVPN` */
export const GROUP = /\bgroup (\S{1,80}?)(?=[ ,.:]|$)/;
/** `to KS 192.0.2.100`, `from 192.0.2.100`, `remote address : 198.51.100.1` */
export const REMOTE = /(?:\bKS |\bfrom (?:KS )?|remote address : )([0-9A-Fa-f.:]{2,45})/;
/** `using address 192.0.2.1`, `local address : 192.0.2.1` */
export const LOCAL = /(?:using address |local address : )([0-9A-Fa-f.:]{2,45})/;
/** `Tunnel0: local address`, `Tunnel0 10.0.0.1 is UP` */
export const INTERFACE = /\b(Tunnel\d{1,10})\b/;
/** `socket is DOWN`, `is DOWN, reason: …` */
export const DOWN = /\bis DOWN\b/i;

export function readOverlay(facility: string, mnemonic: string, message: string): Overlay | undefined {
  if (!FACILITIES.has(facility)) return undefined;
  const step = STEPS.find(([pattern]) => pattern.test(mnemonic))?.[1];
  if (step === undefined) return undefined;
  return {
    ...step,
    ...(DOWN.test(message) ? { change: 'down' } : {}),
    group: GROUP.exec(message)?.[1],
    interface: INTERFACE.exec(message)?.[1],
    local: readAddress(LOCAL.exec(message)?.[1]),
    remote: readAddress(REMOTE.exec(message)?.[1]?.replace(/[.:]$/, '')),
  };
}
