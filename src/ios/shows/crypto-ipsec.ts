/** The shows of IPsec besides its SAs: the SPIs by which they are found, and the profiles from which they are made. */

import { type EspSpi, parseHexSpi } from '../../ipsec/spi.ts';
import { showLines, shownEach } from '../show-lines.ts';
import type { Show, Shown, ShownSpi, ShownState } from './show.ts';

/** `IPSEC profile DMVPN` [C] */
export const PROFILE_NAME = /^\s{0,16}IPSEC profile (?<name>\S{1,80})/i;
/** `\tSecurity association lifetime: 4608000 kilobytes/3600 seconds`; `\tSecurity association lifetime:3600 seconds` where no kilobytes are counted [C] */
export const PROFILE_LIFETIME = /Security association lifetime: ?(?:(?<kilobytes>\d{1,12}) kilobytes\/)?(?<seconds>\d{1,9}) seconds/i;

/** `show crypto ipsec profile` lists the IPsec profiles with their lifetimes. */
export const cryptoIpsecProfile: Show = {
  id: 'crypto-ipsec-profile',
  command: 'show crypto ipsec profile',
  names: /^show_crypto_ipsec_profile/i,
  read: (text) => ({
    profiles: shownEach(text, PROFILE_NAME, ({ name = '' }) => name),
    ipsecLifetimeSeconds: ofAll(shownEach(text, PROFILE_LIFETIME, ({ seconds }) => seconds)),
    ipsecLifetimeKilobytes: ofAll(shownEach(text, PROFILE_LIFETIME, ({ kilobytes }) => kilobytes)),
  }),
  samples: ['IPSEC profile DMVPN\n\tSecurity association lifetime: 4608000 kilobytes/3600 seconds\n\tResponder-Only (Y/N): N'],
};

/** Which profile a tunnel has this show does not say, and IOS lists its own `default` among them: what they differ in is not known of the tunnel. */
function ofAll(lifetimes: readonly Shown<string | undefined>[]): Shown<number> | undefined {
  const [first, ...others] = lifetimes;
  if (first?.value === undefined || others.some(({ value }) => value !== first.value)) return undefined;
  return { ...first, value: Number(first.value) };
}

/** `Active SPI table`, `Transient SPI table` */
export const SPI_TABLE = /^\s*(Active|Transient) SPI table/;
/** `  3A4AAE22 ipsec 10.10.10.1 type 40003352 0 20.10.10.1 566`, `8A53280A 4000336D 0 506` */
export const SPI_ROW = /^\s*([0-9A-F]{8}) (?:ipsec |[0-9A-F]{8} )/;

/** `show crypto ipsec spi-lookup detail` lists the SPIs by which the device finds an SA when ESP comes in. */
export const cryptoIpsecSpiLookup: Show = {
  id: 'crypto-ipsec-spi-lookup',
  command: 'show crypto ipsec spi-lookup detail',
  names: /^show_crypto_ipsec_spi_lookup/i,
  read(text): ShownState {
    const spis: Shown<ShownSpi>[] = [];
    let table: ShownSpi['table'] | undefined;
    for (const { line, text: content } of showLines(text)) {
      const head = SPI_TABLE.exec(content)?.[1];
      if (head !== undefined) table = head === 'Active' ? 'active' : 'transient';
      const spi: EspSpi | undefined = parseHexSpi(SPI_ROW.exec(content)?.[1] ?? '');
      if (spi !== undefined && table !== undefined) spis.push({ value: { spi, table }, line, text: content });
    }
    return { spis };
  },
  samples: [
    'Active SPI table\n     SPI Prot Local Address            Type\n  3A4AAE22 ipsec 192.0.2.1 type 40003352 0 198.51.100.1 566',
    'Transient SPI table\n     SPI   HANDLE R Time created\n3F5EE32D 400033A5 0 356',
  ],
};
