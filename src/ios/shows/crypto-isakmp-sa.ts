/** `show crypto isakmp sa` lists the IKEv1 SAs with their state; several QM_IDLE for one pair are a duplicate phase 1. */
import { addressesOf, isAddress } from '../../ipsec/address.ts';
import { allShown, showLines } from '../show-lines.ts';
import type { Show, ShownState } from './show.ts';

/** `198.51.100.2    192.0.2.1       QM_IDLE           1010 ACTIVE`, `… MM_NO_STATE      29188 ACTIVE (deleted)` */
export const ISAKMP_ROW = /^\s*([0-9A-Fa-f.:]+)\s+([0-9A-Fa-f.:]+)\s+((?:MM|AG|QM|CONF|OAK|MODE)_\w+)\s+(?:\d+\s+)?(?:\d+\s+)?(\S.*)?$/;
/** `29609 100.0.10.2      100.13.220.2     RED      ACTIVE aes  sha    psk  16 00:01:47 D  ` */
export const ISAKMP_DETAIL_ROW = /^\s*\d+\s+(\S+)\s+(\S+)\s+(?:\S+\s+)?(ACTIVE|STDBY)\b/;

export const cryptoIsakmpSa: Show = {
  id: 'crypto-isakmp-sa',
  command: 'show crypto isakmp sa',
  names: /^show_crypto_isakmp_sa(?:_detail)?(?:_|\.|$)/i,
  read(text): ShownState {
    const lines = showLines(text);
    const rows = allShown(lines, ISAKMP_ROW, ([, destination = '', source = '', state = '', status]) => {
      return { state, addresses: addressesOf(destination, source), status: status?.trim() };
    });
    const details = allShown(lines, ISAKMP_DETAIL_ROW, ([, local = '', remote = '', status = '']) =>
      isAddress(local) && isAddress(remote) ? { state: status, addresses: addressesOf(local, remote), status } : undefined,
    );
    return { ikeSas: rows.length > 0 ? rows : details };
  },
  samples: [
    '198.51.100.1    192.0.2.1       QM_IDLE           1010 ACTIVE',
    '29609 192.0.2.1      198.51.100.1     RED      ACTIVE aes  sha    psk  16 00:01:47 D',
  ],
};
