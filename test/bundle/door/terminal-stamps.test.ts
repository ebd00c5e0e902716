/** The stamps of a terminal program, in the forms in which people have them set. */
import { describe, expect, it } from 'vitest';
import { unstamp } from '../../../src/bundle/door/terminal-stamps.ts';
import { readLogLine } from '../../../src/ios/log/line.ts';

const page = (lines: string[]) => ({ path: 'hq.log', lines, numbers: lines.map((_, at) => at + 1), done: [] });
const SAID = [
  'ISAKMP:(1001): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE',
  'IPSEC(create_sa): sa created,',
  '  (sa) sa_dest= 192.0.2.1, sa_proto= 50,',
  '    sa_spi= 0xB761863E(3076621886),',
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886), srcaddr=198.51.100.1",
];

describe('a terminal program that stamps each line', () => {
  it.each([
    ['SecureCRT, year first', '[2026-10-14 08:30:00.250] ', 250],
    ['MobaXterm', '[2026-10-14 08:30:00] ', 0],
    ['a day first, with slashes', '[14/10/2026 08:30:00.250] ', 250],
    ['a day first, with dots', '<14.10.2026 08:30:00> ', 0],
    ['a month first', '[10/14/2026 08:30:00] ', 0],
    ['Tera Term', '[Wed Oct 14 08:30:00.250 2026] ', 250],
  ])('as %s has the time of its messages, and lines below them without it', (_who, stamp, ms) => {
    const { lines } = unstamp(page(SAID.map((line) => `${stamp}${line}`)));
    expect(lines.slice(2, 4)).toEqual(SAID.slice(2, 4));
    expect(readLogLine(lines[4] ?? '')).toMatchObject({
      body: SAID[4],
      stamp: { year: 2026, month: 9, day: 14, msOfDay: 30_600_000 + ms },
      isDamaged: false,
    });
  });

  it('by the clock alone has lines that can be read, and no time', () => {
    expect(unstamp(page(SAID.map((line) => `<08:30:00> ${line}`))).lines).toEqual(SAID);
  });

  it('is not meant where one line begins so', () => {
    const lines = [...SAID, '[14/10/2026 08:30:00] is when it was taken'];
    expect(unstamp(page(lines)).lines).toEqual(lines);
  });

  it('leaves what was pasted behind it as it stands', () => {
    const shown = ['interface: GigabitEthernet0/0', '    Crypto map tag: VPN, local addr 192.0.2.1', ''];
    const { lines } = unstamp(page([...SAID.map((line) => `[2026-10-14 08:30:00] ${line}`), ...shown]));
    expect(lines.slice(-3)).toEqual(shown);
  });
});
