/** What came through a filter lacks what it left out: it proves nothing absent, and the report says so. */
import { describe, expect, it } from 'vitest';
import { logFilters, whyPartial } from '../../../src/bundle/door/command-parts.ts';
import { enter } from '../../../src/bundle/door/door.ts';
import { openFile } from '../../../src/bundle/door/open.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { coverageOf } from '../../../src/ios/show-coverage.ts';
import { toAddress } from '../../../src/ipsec/address.ts';
import { stateOf } from '../../../src/timeline/states.ts';

const OURS = new Set(['192.0.2.1', '198.51.100.1']);
const SHOWN = '   current_peer 203.0.113.4 port 500\n     inbound esp sas:\n      spi: 0x2C4E19A6(743315878)';
const TUNNEL = { a: { name: 'hq', address: toAddress('192.0.2.1') }, b: { name: 'branch', address: toAddress('198.51.100.1') } };
const FILTERS = [
  '| section 203.0.113.4',
  '| sec inbound',
  '| s esp',
  '| begin outbound',
  '| b outbound esp',
  '| include spi',
  '| exc ident',
  '| last 20',
];
const SHOWS_NOTHING = ['| count spi', '| redirect flash:x', '| append flash:x'];

function entered(path: string, text: string) {
  return enter([openFile({ path, text, bytes: text.length, sha256: '' })], TUNNEL);
}

describe('a show that was filtered', () => {
  it.each(FILTERS)('counts for the lines that it left, as a part, and is told: %s', (filter) => {
    const { files, reports } = entered('a/hq.log', `hq#sh crypto ipsec sa ${filter}\n${SHOWN}\nhq#`);
    const [part] = files.filter(({ name }) => name.startsWith('show_crypto'));
    expect(coverageOf(part?.name ?? '', SHOWN, new Set())).toBe('part');
    expect(reports[0]?.leftOut.join()).toContain('was filtered');
  });

  it.each(SHOWS_NOTHING)('is left out where no line of it is printed: %s', (filter) => {
    const { files, reports } = entered('a/hq.log', `hq#sh crypto ipsec sa ${filter}\n${SHOWN}\nhq#`);
    expect(files.filter(({ name }) => name.startsWith('show_crypto'))).toEqual([]);
    expect(reports[0]?.leftOut.join()).toContain('was filtered');
  });

  it('lists what it shows and proves nothing absent', () => {
    const name = 'show_crypto_ipsec_sa_include_spi.txt';
    const listing = '     current outbound spi: 0xB2(178)\n      spi: 0xA1(161)\n      spi: 0xB2(178)\n';
    const { ipsecSas, partSas } = stateOf('a', [{ name, text: listing, bytes: listing.length }], new Set());
    expect(ipsecSas).toBeUndefined();
    expect(partSas?.map(({ value: { spi, direction } }) => `${spi} ${direction}`)).toEqual(['0x000000B2 outbound', '0x000000A1 inbound']);
  });

  it.each(['show crypto ipsec sa _ section outbound.txt', 'show_crypto_ipsec_sa_include_spi.txt', 'show_crypto_ipsec_sa_begin_esp.txt'])(
    'is known by the name of its file: %s',
    (name) => {
      expect(entered(`a/${name}`, SHOWN).reports[0]?.leftOut.join()).toContain('was filtered');
    },
  );

  it.each([
    'show running-config | section crypto',
    'sh run | s crypto',
    'sh run | b ^crypto',
    'show run all | sec crypto|tunnel',
    'show running config | section crypto',
  ])('of a configuration is whole as to crypto: %s', (command) => {
    expect(whyPartial(command, 'crypto isakmp policy 10', OURS)).toBeUndefined();
  });

  it.each(['show running-config | section interface', 'sh run | s crypto map', 'sh run | i crypto', 'sh run | b line vty'])(
    'of a configuration may lack what crypto needs: %s',
    (command) => {
      expect(whyPartial(command, 'x', OURS)).toContain('was filtered');
    },
  );
});

describe('a show that only counts', () => {
  const COUNTS = "Active ISAKMP SA's: 0\nStandby ISAKMP SA's: 0\nCurrently being negotiated ISAKMP SA's: 0\nDead ISAKMP SA's: 0";
  it.each([
    'show crypto isakmp sa count',
    'sh cry isa sa cou',
    'show crypto ipsec sa count',
    'show ip nhrp summary',
    'show ip route summary',
    'show ip nat translations total',
  ])('was not filtered, and lists nothing: %s', (command) => {
    const { files, reports } = entered('a/hq.log', `hq#${command}\n${COUNTS}\nhq#`);
    expect(files.filter(({ name }) => name.startsWith('show_'))).toEqual([]);
    expect(reports[0]?.leftOut).toEqual([`\`${command}\` only counts, and lists nothing: without its last word it does`]);
  });

  it.each(['show_crypto_isakmp_sa_count.txt', 'show crypto ipsec sa count.txt'])('is known by the name of its file: %s', (name) => {
    expect(entered(`a/${name}`, COUNTS).reports[0]?.leftOut).toEqual(['it only counts, and lists nothing: without its last word it does']);
  });

  it.each(['show crypto session remote 203.0.113.4', 'show dmvpn peer nbma 203.0.113.4', 'show crypto ikev2 sa remote 203.0.113.4'])(
    'differs from one of another peer: %s',
    (command) => {
      expect(whyPartial(command, SHOWN, OURS)).toBe('is about another peer, 203.0.113.4');
      expect(whyPartial(command.replace('203.0.113.4', '198.51.100.1'), SHOWN, OURS)).toBeUndefined();
    },
  );

  it.each([
    'show dmvpn peer tunnel 10.0.0.2',
    'show ip nat statistics',
    'show crypto ikev2 stats',
    'show crypto call admission statistics',
  ])('nor from one that is asked of something else: %s', (command) => {
    expect(whyPartial(command, SHOWN, OURS)).toBeUndefined();
  });
});

describe('a log that was filtered', () => {
  const line = 'Nov  9 2025 14:10:00.000 UTC: %SYS-5-CONFIG_I: Configured from console by console';
  it.each(['sh logg | exc IPSEC', 'show logging | include INV_SPI', 'sho log | b Nov  9', 'show logging | last 50'])(
    'proves nothing complete: %s',
    (command) => {
      const { files, reports } = entered('a/hq.log', `hq#${command}\n${line}\n${line.replace('14:10', '14:11')}\nhq#`);
      expect(files).toMatchObject([{ side: 'a', isSampled: true }]);
      expect(reports[0]?.leftOut).toEqual([`\`${command}\` was filtered: what it lacks may be there`]);
    },
  );

  it.each([
    ['is not one whose other lines came live', `${Array.from({ length: 9 }, () => line).join('\n')}\nhq#sh log | i INV_SPI\n${line}\nhq#`],
    ['is not one that was shown whole', `hq#show logging\n${line}\nhq#`],
    ['is not one of another command', `hq#sh ip int brief | i up\n${line}\nhq#`],
  ])('%s', (_what, text) => {
    expect(logFilters(openPage('a/hq.log', text))).toEqual([]);
  });
});
