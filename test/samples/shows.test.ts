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
});
