/** Recovery says for one peer whether invalid SPI recovery can repair an incident there. Cisco tech note 115801, as in seed.md 5. [C] */
import type { CryptoConfigType, PeerState } from '../timeline/state.ts';
import type { Recovery } from './verdict.ts';

/** Where `crypto isakmp invalid-spi-recovery` works. [C] seed.md 5 */
const WORKS: Readonly<Record<CryptoConfigType, Recovery['effective']>> = {
  'static-crypto-map': 'yes',
  'dynamic-crypto-map': 'no',
  'p2p-gre': 'yes',
  'mgre-static-nhrp': 'yes',
  'mgre-dynamic-nhrp': 'no',
  svti: 'yes',
  'ezvpn-client': 'n/a',
};

const WITH_IKE = 'with an IKE SA to the sender it sends a DELETE in any case';

export function recoveryOf({ invalidSpiRecovery, cryptoConfigType }: PeerState): Recovery {
  const configured = invalidSpiRecovery?.value ?? null;
  const configType = cryptoConfigType?.value ?? null;
  if (configured === null)
    return { configured, configType, effective: 'unknown', why: `the crypto configuration was not captured; ${WITH_IKE}` };
  if (configType === null)
    return { configured, configType, effective: 'unknown', why: `the kind of crypto configuration is not known; ${WITH_IKE}` };
  const works = WORKS[configType];
  if (works === 'n/a') return { configured, configType, effective: 'n/a', why: 'invalid SPI recovery does not apply to an EzVPN client' };
  if (!configured)
    return {
      configured,
      configType,
      effective: 'no',
      why: `invalid SPI recovery is not configured: without an IKE SA nothing is sent; ${WITH_IKE}`,
    };
  const why =
    works === 'yes'
      ? 'invalid SPI recovery is configured, and works with this kind of configuration'
      : 'invalid SPI recovery is configured, but does not work with this kind of configuration';
  return { configured, configType, effective: works, why: `${why}; ${WITH_IKE}` };
}
