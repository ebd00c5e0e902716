/** Whether invalid SPI recovery can repair an incident, by Cisco's table. */
import { expect, it } from 'vitest';
import type { ConfiguredType } from '../../src/ios/shows/show.ts';
import { recoveryElsewhere, recoveryOf } from '../../src/verdict/recovery.ts';

const cited = <T>(value: T) => ({ value, side: 'a' as const, file: 'show_running_config_section_crypto.txt', line: 1, text: '' });

it.each([
  ['static-crypto-map', 'yes'],
  ['dynamic-crypto-map', 'no'],
  ['p2p-gre', 'yes'],
  ['mgre-static-nhrp', 'yes'],
  ['mgre-dynamic-nhrp', 'no'],
  ['svti', 'yes'],
  ['ezvpn-client', 'n/a'],
] satisfies [ConfiguredType, string][])('configured with %s it works: %s', (configType, effective) => {
  expect(recoveryOf({ invalidSpiRecovery: cited(true), cryptoConfigType: cited(configType) }).effective).toBe(effective);
});

it('without the command nothing is repaired where no IKE SA stands', () => {
  expect(recoveryOf({ invalidSpiRecovery: cited(false), cryptoConfigType: cited('svti') })).toMatchObject({
    configured: false,
    effective: 'no',
  });
});

it('a configuration that was not captured is never called off', () => {
  expect(recoveryOf({})).toMatchObject({ configured: null, configType: null, effective: 'unknown' });
});

it('an end that is no IOS is not said to do what IOS does', () => {
  const { effective, why } = recoveryElsewhere({}, 'strongSwan (charon)');
  expect(effective).toBe('n/a');
  expect(why).toMatch(/^it is not IOS, but strongSwan .*bundle does not show whether DPD is configured$/);
});

it('that an IKE SA has detection does not say whether it is periodic', () => {
  const { dpd, why } = recoveryElsewhere({ isDpdConfigured: cited(true) }, 'strongSwan (charon)');
  expect(dpd).toBe('unknown');
  expect(why).toMatch(/does not show whether DPD is periodic$/);
});
