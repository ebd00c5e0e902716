/** How much a show covers: what was not asked for, or was refused, is not shown, and is not absent. */
import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/ios/show-coverage.ts';
import { toAddress } from '../../src/ipsec/address.ts';

const BRANCH = new Set([toAddress('198.51.100.1'), toAddress('2001:db8::1')]);
const OUTPUT = 'interface: Tunnel0\n   current_peer 198.51.100.1 port 500\n';
const coverage = (command: string, output = OUTPUT) => coverageOf(command, output, BRANCH);

describe('a show', () => {
  it.each([
    'show crypto ipsec sa',
    'show_crypto_ipsec_sa_detail.txt',
    'show_crypto_isakmp_sa.txt',
    'show crypto session detail',
    'show crypto ipsec sa peer 198.51.100.1',
    'show_crypto_ipsec_sa_peer_198_51_100_1.txt',
    'show_crypto_ipsec_sa_peer_198.51.100.1_detail.txt',
    'show crypto ipsec sa peer 2001:DB8:0::1',
    'show dmvpn peer nbma 198.51.100.1',
    'show ip nhrp detail',
    'show platform hardware qfp active feature ipsec sa',
    'show crypto isakmp sa detail',
  ])('of everything, or of this peer, covers all: %s', (command) => {
    expect(coverage(command)).toBe('all');
  });

  it.each([
    'show crypto ipsec sa | include encaps',
    'show crypto ipsec sa | i spi',
    'show_crypto_ipsec_sa_include_encaps.txt',
    'show_crypto_ipsec_sa_inc_spi.txt',
    'sh cry ips sa | sec 198.51.100.1',
    'show crypto ipsec sa peer 203.0.113.9',
    'show_crypto_session_remote_203_0_113_9_detail.txt',
    'show crypto ipsec sa interface Tunnel1',
    'show crypto ipsec sa vrf RED',
    'show crypto isakmp sa count',
    'show_crypto_ipsec_sa_count.txt',
    'show dmvpn peer nbma 203.0.113.9',
    'show dmvpn peer tunnel 10.0.0.9 detail',
    'show dmvpn static',
    'show ip nhrp 10.0.0.9',
    'show ip nhrp dynamic',
    'show ip nhrp summary',
    'show_ip_nhrp_10_0_0_9.txt',
    'show crypto ipsec sa ipv6',
    'show crypto isakmp sa nat',
    'show crypto session standby',
  ])('that was filtered, or asked of another, covers a part: %s', (command) => {
    expect(coverage(command)).toBe('part');
  });

  it('is told by the command above its output, whatever its file is called', () => {
    expect(coverage('show_crypto_ipsec_sa.txt', `hq#show crypto ipsec sa | include spi\n${OUTPUT}`)).toBe('part');
    expect(coverage('show_crypto_ipsec_sa.txt', `hq#show crypto ipsec sa\n${OUTPUT}`)).toBe('all');
  });

  it.each([
    ['refused', "                ^\n% Invalid input detected at '^' marker.\n"],
    ['not authorized', '% Authorization failed.\n'],
    ['refused, behind its echo', "hq#show crypto ipsec sa\n          ^\n% Invalid input detected at '^' marker.\n"],
    ['counted', 'Number of lines which match regexp = 352'],
    ['not available', 'hq#show crypto session\n[Not Available]\n'],
  ])('that was %s covers nothing', (_why, output) => {
    expect(coverage('show crypto ipsec sa', output)).toBe('nothing');
  });
});
