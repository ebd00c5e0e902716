/** `show platform hardware qfp active statistics drop` counts what the Quantum Flow Processor threw away, by reason. */
import { allShown, showLines } from '../show-lines.ts';
import type { Show, ShownState } from './show.ts';

/** `IpsecInput 0 0`, `IpsecInvalidSa                                 12                    1804  ` */
export const QFP_DROP = /^\s*(Ipsec\w+)\s+(\d+)\s+\d+\b/;

export const qfpDrops: Show = {
  id: 'qfp-drops',
  command: 'show platform hardware qfp active statistics drop',
  names: /^show_platform_hardware_qfp_active_statistics_drop(?!_history)/i,
  read(text): ShownState {
    return { counters: allShown(showLines(text), QFP_DROP, ([, name = '', count]) => ({ name, count: Number(count) })) };
  },
  samples: [
    'Global Drop Stats                         Packets                  Octets\nIpsecInput                                    7                     296',
  ],
};
