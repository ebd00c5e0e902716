/** Word processors, mails and viewers set a line anew: marks without room and typographic hyphens go, columns become the line again. */
import { describe, expect, it } from 'vitest';
import { openText } from '../../../src/bundle/door/open.ts';

const SAID = "Jan  5 2026 03:00:21.223 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1";
const linesOf = (text: string) => openText({ path: 'x.txt', text, bytes: text.length, sha256: '' }, text).rest;

describe('a line that was typeset', () => {
  it.each([
    ['soft hyphens', SAID.replace('destaddr', 'dest\u00ADaddr')],
    ['marks of direction', SAID.replace('192.0', '\u200E192.0\u202C')],
    ['no-break hyphens', SAID.replace('CRYPTO-4-', 'CRYPTO\u20114\u2011')],
    ['en dashes', SAID.replace('CRYPTO-4-', 'CRYPTO\u20134\u2013')],
    ['minus signs', SAID.replace('CRYPTO-4-', 'CRYPTO\u22124\u2212')],
  ])('is the line that the router printed: %s', (_what, typeset) => {
    expect(linesOf(typeset).lines).toEqual([SAID]);
  });

  it('is one again where a viewer of a firewall shows columns', () => {
    const row = '4|Jan 05 2026|03:00:21|402114|198.51.100.1||192.0.2.1||IPSEC: Received an ESP packet (SPI= 0x730C2FF8)';
    expect(linesOf(row).lines).toEqual(['Jan 05 2026 03:00:21: %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x730C2FF8)']);
  });
});

describe('a message that a relay did not write down again', () => {
  it.each(['last message repeated 3 times', 'message repeated 3 times: [ %SYS-5-CONFIG_I: from console]'])(
    'is said to be missing: %s',
    (words) => {
      const text = `Jan  5 04:00:21 hq ${SAID}\nJan  5 04:03:30 hq ${words}`;
      expect(openText({ path: 'm', text, bytes: text.length, sha256: '' }, text).left.join()).toContain(
        '3 messages that a relay did not write down again',
      );
    },
  );
});
