/** The shows of the Quantum Flow Processor: what its data plane threw away, and which SAs it holds. */

import { readAddress } from '../../ipsec/address.ts';
import { parseHexSpi } from '../../ipsec/spi.ts';
import { allShown, type ShowLine, showLines } from '../show-lines.ts';
import type { Show, Shown, ShownDataPlaneSa, ShownState } from './show.ts';

/** `IpsecInput 0 0`, `IpsecInvalidSa                                 12                    1804  `, `Ipv4NoRoute …`: name, packets, octets; with its number before it, ` 319  BFDoffload                                      403                   31434`, of `… drop detail` [C] */
export const QFP_DROP = /^\s*(?:\d{1,6}\s+)?([A-Z](?=\w{0,60}[a-z])\w{2,61})\s+(\d+)\s+\d+\b(?!\s+\d)/;
/** `Ipv4NoRoute   0   0   12   199711`, of `… statistics drop history` and `show drops history qfp`: in a minute, in five, in thirty, and since it was cleared, which is what the other form counts [C] genieparser */
export const QFP_DROP_HISTORY = /^\s*([A-Z](?=\w{0,60}[a-z])\w{2,61})(?:\s+\d{1,20}){3}\s+(\d{1,20})\s*$/;

/** `show platform hardware qfp active statistics drop` counts what the Quantum Flow Processor threw away, by reason. */
export const qfpDrops: Show = {
  id: 'qfp-drops',
  command: 'show platform hardware qfp active statistics drop',
  others: ['show drops history qfp'],
  names: /^show_(?:platform_hardware_qfp_active_statistics_drop|drops_history_qfp)/i,
  read(text): ShownState {
    const lines = showLines(text);
    return {
      counters: [QFP_DROP, QFP_DROP_HISTORY].flatMap((form) =>
        allShown(lines, form, ([, name = '', count]) => ({ name, count: Number(count) })),
      ),
    };
  },
  samples: [
    'Global Drop Stats                         Packets                  Octets\nIpsecInput                                    7                     296',
  ],
};

/** `        4  IN_US_V4_PKT_SA_NOT_FOUND_SPI                           64574`: type and name together, names differ by platform. [C] */
export const IPSEC_DROP = /^\s*(\d+)\s+([A-Z][A-Z0-9]*_[A-Z0-9_]+)\s+(\d+)\b/;

/** `show platform hardware qfp active feature ipsec datapath drops all` counts what IPsec threw away in the data plane, by type. */
export const qfpIpsecDrops: Show = {
  id: 'qfp-ipsec-drops',
  command: 'show platform hardware qfp active feature ipsec datapath drops all',
  others: ['show platform hardware qfp active feature ipsec datapath drops'],
  names: /^show_platform_hardware_qfp_active_feature_ipsec_data(?:path)?_drops?/i,
  read(text): ShownState {
    return { counters: allShown(showLines(text), IPSEC_DROP, ([, , name = '', count]) => ({ name, count: Number(count) })) };
  },
  samples: [
    'Drop Type  Name                                     Packets\n        4  IN_US_V4_PKT_SA_NOT_FOUND_SPI                           64574',
  ],
};

/** `  Initialize            1                1                0`: requests, replies that are OK, replies that are errors [C] */
export const QFP_MESSAGES = /^\s*([A-Z][A-Za-z]{1,30}(?: [A-Za-z]{1,20}){0,3}) {2,30}(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*$/;

/** `show platform hardware qfp active feature ipsec state` counts what IOSd asked of the data plane, and what failed there. */
export const qfpIpsecState: Show = {
  id: 'qfp-ipsec-state',
  command: 'show platform hardware qfp active feature ipsec state',
  names: /^show_platform_hardware_qfp_active_feature_ipsec_state/i,
  read(text): ShownState {
    const rows = allShown(showLines(text), QFP_MESSAGES, ([, name, ...counts]) => ({ name, counts }));
    return {
      counters: rows.flatMap(({ value: { name, counts }, ...place }) =>
        ['requests', 'replies', 'errors'].map((what, index) => ({
          ...place,
          value: { name: `${name} ${what}`, count: Number(counts[index]) },
        })),
      ),
    };
  },
  samples: [
    'QFP IPSEC state:\n\nMessage counter:\n  Type                  Request          Reply (OK)       Reply (Error)    \n  Initialize            5                4                1',
  ],
};

/** `            QFP spi: 0xf60ce626(4128040486)` */
export const QFP_SPI = /^\s*QFP spi: (0x[0-9A-Fa-f]{1,8})\b/;
/** `                   : src:IKE  valid:Yes  soft-life-expired:No  hard-life-expired:No` */
export const QFP_VALID = /\bvalid:(Yes|No)\b/;
/** `                   : replay-check:Yes  proto:ESP  mode:Receive-only  direction:Ingress` */
export const QFP_DIRECTION = /\bdirection:(Ingress|Egress)\b/;
/** `    remote endpoint: 100.200.1.1` */
export const QFP_REMOTE = /^\s*remote endpoint: (\S+)/;

/** `show platform hardware qfp active feature ipsec sa` is an SA as the data plane holds it, against what IOSd lists. */
export const qfpIpsecSa: Show = {
  id: 'qfp-ipsec-sa',
  command: 'show platform hardware qfp active feature ipsec sa',
  names: /^show_platform_hardware_qfp_active_feature_ipsec_sa/i,
  read(text): ShownState {
    const dataPlaneSas: Shown<ShownDataPlaneSa>[] = [];
    for (const line of showLines(text)) follow(line, dataPlaneSas);
    return { dataPlaneSas };
  },
  samples: [
    [
      '            QFP spi: 0xf60ce626(4128040486)',
      '                   : src:IKE  valid:Yes  soft-life-expired:No  hard-life-expired:No',
      '                   : replay-check:Yes  proto:ESP  mode:Receive-only  direction:Ingress',
      '    remote endpoint: 198.51.100.1',
    ].join('\n'),
  ],
};

function follow({ line, text }: ShowLine, sas: Shown<ShownDataPlaneSa>[]): void {
  const spi = parseHexSpi(QFP_SPI.exec(text)?.[1] ?? '');
  if (spi !== undefined) sas.push({ value: { spi }, line, text });
  const last = sas.at(-1)?.value;
  if (last === undefined) return;
  const valid = QFP_VALID.exec(text)?.[1];
  const direction = QFP_DIRECTION.exec(text)?.[1];
  if (valid !== undefined) last.isValid = valid === 'Yes';
  if (direction !== undefined) last.direction = direction === 'Ingress' ? 'inbound' : 'outbound';
  last.remote ??= readAddress(QFP_REMOTE.exec(text)?.[1]);
}
