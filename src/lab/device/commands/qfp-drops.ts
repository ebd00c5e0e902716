/** The drops of the Quantum Flow Processor: what IPsec threw away in the data plane of IOS XE, by type. [C] ike.md 7 */
import type { Router, TunnelView } from '../router.ts';

/** Some of the types of the published table; the lab never counts most of them. */
const TYPES = [
  [1, 'IN_V4_PKT_HIT_INVALID_SA'],
  [4, 'IN_US_V4_PKT_SA_NOT_FOUND_SPI'],
  [7, 'IN_TRANS_V4_IPSEC_PKT_NOT_FOUND_SPI'],
  [8, 'IN_US_CL_V4_PKT_FAILED_POLICY'],
  [12, 'IN_US_V6_PKT_SA_NOT_FOUND_SPI'],
  [17, 'IN_CPP_FAIL_NOTIF_SA_SOFT_EXPIRY'],
  [18, 'IN_CD_SW_IPSEC_HARD_EXPIRY'],
  [19, 'IN_CD_SW_IPSEC_ANTI_REPLAY_FAIL'],
  [32, 'OUT_V4_PKT_HIT_INVALID_SA'],
  [33, 'OUT_V4_PKT_HIT_IKE_START_SP'],
  [43, 'OUT_CPP_FAIL_NOTIF_SA_SOFT_EXPIRY'],
  [44, 'OUT_CD_SW_IPSEC_HARD_EXPIRY'],
  [111, 'OUT_IPV4_SA_NOT_FOUND'],
] as const;

const RULE = '------------------------------------------------------------------------';
/** Name and count together. [C] */
const ROW_COLUMNS = 61;

/** `all` lists types without drops too. [B] */
export function showDatapathDrops({ tunnels }: Router, isAll: boolean): string {
  const sum = (counted: (tunnel: TunnelView) => number): number => tunnels.reduce((total, each) => total + counted(each), 0);
  const counts: Readonly<Record<number, number>> = {
    4: sum((each) => each.invalidSpis()),
    18: sum((each) => each.hardExpired().inbound),
    44: sum((each) => each.hardExpired().outbound),
  };
  const rows = TYPES.map(([type, name]) => ({ type, name, count: counts[type] ?? 0 })).filter(({ count }) => isAll || count > 0);
  return [
    RULE,
    'Drop Type  Name                                     Packets',
    RULE,
    '',
    ...rows.map(({ type, name, count }) => `${String(type).padStart(9)}  ${name}${String(count).padStart(ROW_COLUMNS - name.length)}`),
  ].join('\n');
}
