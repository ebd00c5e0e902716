import { describe, expect, it } from 'vitest';
import { SHOWS } from '../../src/ios/shows/index.ts';
import { sample, samplesIn } from './samples.ts';

const RAW = /\/(?:genie|ntc)/;

describe('published shows', () => {
  it('of the IPsec SAs give every ESP SPI that is printed', () => {
    for (const path of samplesIn('show-crypto-ipsec-sa')) {
      const text = sample(path);
      const printed = [...text.matchAll(/^\s*spi: 0x([0-9A-F]+)/gm)].length;
      const read = SHOWS['crypto-ipsec-sa'].read(text).childSas ?? [];
      expect(read.length, path).toBe(printed);
      expect(
        read.every(({ value }) => value.remote !== undefined),
        path,
      ).toBe(true);
    }
  });

  it('of the version give release and uptime', () => {
    for (const path of samplesIn('show-version').filter((name) => RAW.test(name))) {
      const { version, uptimeSeconds } = SHOWS.version.read(sample(path));
      if (/ uptime is /.test(sample(path))) expect(uptimeSeconds?.value, path).toBeGreaterThanOrEqual(0);
      if (/^(?:Cisco )?IOS.* Version /m.test(sample(path))) expect(version?.value, path).toMatch(/^[\w.()]+/);
    }
  });

  it('of the clock give the time', () => {
    for (const path of samplesIn('show-clock'))
      expect(SHOWS.clock.read(sample(path)).clockAt?.value, path).toBeGreaterThan(Date.UTC(2015, 0));
  });

  it('of NTP give whether the clock follows', () => {
    for (const path of samplesIn('show-ntp').filter((name) => /NtpStatus/.test(name))) {
      expect(SHOWS['ntp-status'].read(sample(path)).isNtpSynchronised?.value, path).toBe(!/unsynchronized/.test(sample(path)));
    }
  });

  it('of the sessions give each status with its peer', () => {
    for (const path of samplesIn('show-crypto-session')) {
      const printed = [...sample(path).matchAll(/^\s*Session status:/gm)].length;
      const sessions = SHOWS['crypto-session'].read(sample(path)).sessions ?? [];
      expect(sessions.length, path).toBe(printed);
      expect(
        sessions.every(({ value }) => value.remote !== undefined),
        path,
      ).toBe(true);
    }
  });

  it('of the ISAKMP SAs give each row', () => {
    const { ikeSas } = SHOWS['crypto-isakmp-sa'].read(sample('show-crypto-isakmp/genie-iosxe-ShowCryptoIsakmpSa-golden_output_isakmp.txt'));
    expect(ikeSas?.map(({ value }) => `${value.state} ${value.status}`)).toEqual([
      'QM_IDLE ACTIVE',
      'MM_NO_STATE ACTIVE (deleted)',
      'QM_IDLE ACTIVE',
      'QM_IDLE ACTIVE',
      'MM_NO_STATE ACTIVE (deleted)',
      'QM_IDLE ACTIVE',
    ]);
  });

  it('of the IKEv2 SAs give each one with both ends', () => {
    for (const path of samplesIn('show-crypto-ikev2-sa')) {
      const printed = [...sample(path).matchAll(/Life\/Active Time/g)].length;
      const ikeSas = SHOWS['crypto-ikev2-sa'].read(sample(path)).ikeSas ?? [];
      expect(ikeSas.length, path).toBe(printed);
      expect(
        ikeSas.every(({ value }) => value.addresses.length === 2),
        path,
      ).toBe(true);
    }
  });

  it('of the SPI lookup give both tables', () => {
    const { spis } = SHOWS['crypto-ipsec-spi-lookup'].read(
      sample('show-crypto-ipsec-spi-lookup/genie-iosxe-ShowCryptoIpsecSpiLookupDetail-golden_output_1.txt'),
    );
    expect([
      spis?.filter(({ value }) => value.table === 'active').length,
      spis?.filter(({ value }) => value.table === 'transient').length,
    ]).toEqual([1, 20]);
  });

  it('of the data plane give drops and SAs', () => {
    expect(
      SHOWS['qfp-ipsec-drops'].read(
        sample('show-qfp/genie-iosxe-ShowPlatformHardwareQfpActiveFeatureIpsecDatapathDropsAll-golden_output.txt'),
      ).counters?.length,
    ).toBe(73);
    expect(
      SHOWS['qfp-ipsec-drops']
        .read(sample('debug-other/show-platform-qfp-drop-ipsec-115801.txt'))
        .counters?.map(({ value }) => value.count),
    ).toEqual([64574, 0, 0]);
    expect(SHOWS['qfp-drops'].read(sample('debug-other/show-platform-qfp-drop-ipsec-115801.txt')).counters).toHaveLength(7);
    expect(
      SHOWS['qfp-ipsec-sa'].read(sample('show-qfp/genie-iosxe-ShowPlatformHardwareQfpActiveFeatureIpsecSa3-golden_output_2.txt'))
        .dataPlaneSas?.[0]?.value,
    ).toEqual({ spi: '0xF60CE626', isValid: true, direction: 'inbound', remote: '100.200.1.1' });
  });

  it('of DMVPN give how each NBMA peer is mapped', () => {
    const { tunnels } = SHOWS.dmvpn.read(sample('show-dmvpn/genie-iosxe-ShowDmvpn-golden_output1.txt'));
    expect(tunnels?.map(({ value }) => `${value.name} ${value.remote} ${value.type}`)).toEqual([
      'Tunnel84 172.30.84.1 mgre-static-nhrp',
      'Tunnel90 172.29.0.1 mgre-static-nhrp',
      'Tunnel90 172.29.0.2 mgre-static-nhrp',
      'Tunnel90 172.29.134.1 mgre-dynamic-nhrp',
    ]);
  });

  it('of the crypto maps give peer and lifetime', () => {
    const { tunnels } = SHOWS['crypto-map'].read(sample('show-crypto-map/genie-iosxe-ShowCryptoMap-golden_output_1.txt'));
    expect(tunnels?.map(({ value }) => value)).toEqual([
      { type: 'static-crypto-map', name: 'VPN_To_Switch2', remote: '172.20.249.12', lifetimeSeconds: 3600, lifetimeKilobytes: 4608000 },
    ]);
  });
});
