/** `show crypto ikev2 sa detailed` lists the IKEv2 SAs: ready or not, since when, who began, and whether DPD runs. */
import { addressesOf } from '../../ipsec/address.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { Show, Shown, ShownIkeSa, ShownState } from './show.ts';

/** `973       92.1.121.1/500        22.1.1.2/500          none/121             READY` */
export const IKEV2_ROW = /^\s*\d+\s+([0-9A-Fa-f.:]+)\/\d+\s+([0-9A-Fa-f.:]+)\/\d+\s+\S+\s+([A-Z_-]+)\s*$/;
/** An IPv6 SA needs three lines: its row begins with `Tunnel-id    fvrf/ivrf              Status`, the ends follow. */
export const IKEV2_ROW_V6 = /^\s*\d+\s+\S+\/\S+\s+([A-Z_-]+)\s*$/;
/** `Local  2001:101:0:1::1/500`, `Remote  2001:101:0:1::2/500` */
export const IKEV2_END_V6 = /^\s*(?:Local|Remote)\s+([0-9A-Fa-f:]+)\/\d+\s*$/;
/** `      Life/Active Time: 86400/12689 sec` */
export const LIFE_ACTIVE = /Life\/Active Time: (\d+)\/(\d+) sec/;
/** `      Initiator of SA : Yes` */
export const INITIATOR = /Initiator of SA : (Yes|No)/;
/** `      DPD configured for 10 seconds, retry 2` */
export const DPD_CONFIGURED = /DPD configured for \d+ seconds, retry \d+/;

export const cryptoIkev2Sa: Show = {
  id: 'crypto-ikev2-sa',
  command: 'show crypto ikev2 sa detailed',
  names: /^show_crypto_ikev2_sa(?:_|\.|$)/i,
  read(text): ShownState {
    const ikeSas: Shown<ShownIkeSa>[] = [];
    const state: ShownState = { ikeSas };
    for (const line of showLines(text)) follow(line, ikeSas, state);
    return state;
  },
  samples: [
    [
      'Tunnel-id Local                 Remote                fvrf/ivrf            Status',
      '1         192.0.2.1/500         198.51.100.1/500      none/none            READY',
      '      Life/Active Time: 86400/735 sec',
      '      DPD configured for 10 seconds, retry 2',
      '      Initiator of SA : Yes',
    ].join('\n'),
  ],
};

function follow({ line, text }: ShowLine, ikeSas: Shown<ShownIkeSa>[], state: ShownState): void {
  const row = IKEV2_ROW.exec(text);
  if (row !== null) ikeSas.push({ value: { state: row[3] ?? '', addresses: addressesOf(row[1], row[2]) }, line, text });
  const rowV6 = row === null ? IKEV2_ROW_V6.exec(text) : null;
  if (rowV6 !== null) ikeSas.push({ value: { state: rowV6[1] ?? '', addresses: [] }, line, text });
  const last = ikeSas.at(-1)?.value;
  if (last === undefined) return;
  const end = IKEV2_END_V6.exec(text)?.[1];
  last.addresses.push(...addressesOf(end));
  const initiator = INITIATOR.exec(text)?.[1];
  if (initiator !== undefined) last.isInitiator = initiator === 'Yes';
  const active = LIFE_ACTIVE.exec(text)?.[2];
  if (active !== undefined) last.activeSeconds = Number(active);
  // Whether it is periodic this line does not say: the configuration does.
  if (DPD_CONFIGURED.test(text)) state.isDpdConfigured ??= { value: true, line, text };
}
