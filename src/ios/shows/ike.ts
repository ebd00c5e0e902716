/** The shows of IKE's own SAs, of both versions. */

import { addressesOf, isAddress } from '../../ipsec/address.ts';
import { allShown, type ShowLine, showLines } from '../show-lines.ts';
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
/** `      DPD configured for 10 seconds, retry 2`; 0 seconds are no DPD */
export const DPD_CONFIGURED = /DPD configured for (\d{1,6}) seconds, retry \d{1,4}/;

/** `show crypto ikev2 sa detailed` lists the IKEv2 SAs: ready or not, since when, who began, and whether DPD runs. */
export const cryptoIkev2Sa: Show = {
  id: 'crypto-ikev2-sa',
  command: 'show crypto ikev2 sa detailed',
  names: /^show_crypto_ikev2_sa(?:_|\.|$)/i,
  isSilentWhenEmpty: true,
  read(text): ShownState {
    const ikeSas: Shown<ShownIkeSa>[] = [];
    const state: ShownState = { ikeSas };
    for (const line of showLines(text)) followIkev2(line, ikeSas, state);
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

export function followIkev2({ line, text }: ShowLine, ikeSas: Shown<ShownIkeSa>[], state: ShownState): void {
  const row = IKEV2_ROW.exec(text);
  if (row !== null) ikeSas.push({ value: { state: row[3] ?? '', addresses: addressesOf(row[1], row[2]) }, line, text });
  const rowV6 = row === null ? IKEV2_ROW_V6.exec(text) : null;
  if (rowV6 !== null) ikeSas.push({ value: { state: rowV6[1] ?? '', addresses: [] }, line, text });
  const own = ikeSas.at(-1);
  const last = own?.value;
  if (own === undefined || last === undefined) return;
  const end = IKEV2_END_V6.exec(text)?.[1];
  last.addresses.push(...addressesOf(end));
  const initiator = INITIATOR.exec(text)?.[1];
  if (initiator !== undefined) last.isInitiator = initiator === 'Yes';
  const active = LIFE_ACTIVE.exec(text)?.[2];
  if (active !== undefined) last.activeSeconds = Number(active);
  // Whether it is periodic this line does not say: the configuration does.
  const interval = DPD_CONFIGURED.exec(text)?.[1];
  if (interval === undefined) return;
  last.dpdSeconds = Number(interval);
  last.dpdLine = { below: line - own.line, text };
  if (last.dpdSeconds > 0) state.isDpdConfigured ??= { value: true, line, text };
}

/** `198.51.100.2    192.0.2.1       QM_IDLE           1010 ACTIVE`, `… MM_NO_STATE      29188 ACTIVE (deleted)` */
export const ISAKMP_ROW = /^\s*([0-9A-Fa-f.:]+)\s+([0-9A-Fa-f.:]+)\s+((?:MM|AG|QM|CONF|OAK|MODE)_\w+)\s+\d+(?:\s+\d+)?(?:\s+([A-Z(].*))?$/;
/** `29609 100.0.10.2      100.13.220.2     RED      ACTIVE aes  sha    psk  16 00:01:47 D  ` */
export const ISAKMP_DETAIL_ROW = /^\s*\d+\s+(\S+)\s+(\S+)\s+(?:\S+\s+)?(ACTIVE|STDBY)\b/;
/** `1     192.0.2.1       198.51.100.1             3des sha  psk  2  23:50:14 KD`: before 12.4(4)T without a column for the status [C] */
export const ISAKMP_OLD_DETAIL_ROW =
  /^\s*\d+\s+([0-9A-Fa-f.:]+)\s+([0-9A-Fa-f.:]+)\s+(?:(?!ACTIVE|STDBY)\S+\s+)?(?:des|3des|aes)\s+(?:md5|sha\d*)\s+(?:psk|rsig|renc)\s/;
/** `2  0` behind the DH group: what has no life yet, or no more, is no SA. */
export const NO_LIFETIME = /\s\d{1,2}\s+0(?:\s+[A-Z]{1,6}(?:\s[A-Z])*)?$/;

/** An IPv6 SA stands in a block: ` dst: 2001:DB8:2::2`, ` src: 2001:DB8:1::1`, ` state: QM_IDLE         conn-id:   1003 status: ACTIVE`. [C] */
export const ISAKMP_END_V6 = /^\s*(?:dst|src): ([0-9A-Fa-f:]{2,45})\s*$/;
export const ISAKMP_STATE_V6 = /^\s*state: ((?:MM|AG|QM|CONF|OAK|MODE)_\w+)\s+conn-id: {1,12}\d+(?: status: (\S.*))?$/;

/** The detailed form prints no state of the exchange: what is active there, and lives, has its phase 1 behind it. [L] */
const UP = 'QM_IDLE';
const NOT_UP = 'MM_NO_STATE';

/** `show crypto isakmp sa` lists the IKEv1 SAs with their state; several QM_IDLE for one pair are a duplicate phase 1. */
export const cryptoIsakmpSa: Show = {
  id: 'crypto-isakmp-sa',
  command: 'show crypto isakmp sa',
  names: /^show_crypto_isakmp_sa(?:_detail)?(?:_|\.|$)/i,
  read(text): ShownState {
    const lines = showLines(text);
    const rows = allShown(lines, ISAKMP_ROW, ([, destination = '', source = '', state = '', status]) => {
      return { state, addresses: addressesOf(destination, source), status: status?.trim() };
    });
    const details = allShown(lines, ISAKMP_DETAIL_ROW, ([, local = '', remote = '', status = ''], text) =>
      isAddress(local) && isAddress(remote)
        ? { state: status === 'ACTIVE' ? stateOfDetail(text) : status, addresses: addressesOf(local, remote), status }
        : undefined,
    );
    const older = allShown(lines, ISAKMP_OLD_DETAIL_ROW, ([, local, remote], text) => ({
      state: stateOfDetail(text),
      addresses: addressesOf(local, remote),
    }));
    return { ikeSas: [...(rows.length > 0 ? rows : [...details, ...older]), ...inBlocks(lines)] };
  },
  samples: [
    '198.51.100.1    192.0.2.1       QM_IDLE           1010 ACTIVE',
    '29609 192.0.2.1      198.51.100.1     RED      ACTIVE aes  sha    psk  16 00:01:47 D',
  ],
};

function stateOfDetail(text: string): string {
  return NO_LIFETIME.test(text) ? NOT_UP : UP;
}

function inBlocks(lines: readonly ShowLine[]): Shown<ShownIkeSa>[] {
  let addresses: ShownIkeSa['addresses'] = [];
  return lines.flatMap(({ line, text }) => {
    addresses = [...addresses, ...addressesOf(ISAKMP_END_V6.exec(text)?.[1])];
    const [, state, status] = ISAKMP_STATE_V6.exec(text) ?? [];
    if (state === undefined) return [];
    const value = { state, addresses, status };
    addresses = [];
    return [{ value, line, text }];
  });
}
