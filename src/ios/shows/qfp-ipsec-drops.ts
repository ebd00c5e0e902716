/** `show platform hardware qfp active feature ipsec datapath drops all` counts what IPsec threw away in the data plane, by type. */
import { allShown, showLines } from '../show-lines.ts';
import type { Show, ShownState } from './show.ts';

/** `        4  IN_US_V4_PKT_SA_NOT_FOUND_SPI                           64574`: type and name together, names differ by platform. [C] */
export const IPSEC_DROP = /^\s*(\d+)\s+([A-Z][A-Z0-9]*_[A-Z0-9_]+)\s+(\d+)\b/;

export const qfpIpsecDrops: Show = {
  id: 'qfp-ipsec-drops',
  command: 'show platform hardware qfp active feature ipsec datapath drops all',
  names: /^show_platform_hardware_qfp_active_feature_ipsec_data(?:path)?_drops?/i,
  read(text): ShownState {
    return { counters: allShown(showLines(text), IPSEC_DROP, ([, , name = '', count]) => ({ name, count: Number(count) })) };
  },
  samples: [
    'Drop Type  Name                                     Packets\n        4  IN_US_V4_PKT_SA_NOT_FOUND_SPI                           64574',
  ],
};
