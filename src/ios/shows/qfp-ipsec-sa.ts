/** `show platform hardware qfp active feature ipsec sa` is an SA as the data plane holds it, against what IOSd lists. */
import { readAddress } from '../../ipsec/address.ts';
import { parseHexSpi } from '../../ipsec/spi.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { Show, Shown, ShownDataPlaneSa, ShownState } from './show.ts';

/** `            QFP spi: 0xf60ce626(4128040486)` */
export const QFP_SPI = /^\s*QFP spi: (0x[0-9A-Fa-f]{1,8})/;
/** `                   : src:IKE  valid:Yes  soft-life-expired:No  hard-life-expired:No` */
export const QFP_VALID = /\bvalid:(Yes|No)\b/;
/** `                   : replay-check:Yes  proto:ESP  mode:Receive-only  direction:Ingress` */
export const QFP_DIRECTION = /\bdirection:(Ingress|Egress)\b/;
/** `    remote endpoint: 100.200.1.1` */
export const QFP_REMOTE = /^\s*remote endpoint: (\S+)/;

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
