/** A message of an unknown SPI whose name a ticket, a search or a collector changed or took off is still that message, and what quotes it is not. */
import { describe, expect, it } from 'vitest';
import { nameBeheaded } from '../../../src/bundle/door/beheaded.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { readLog } from '../../../src/ios/log/log.ts';

const STAMP = 'Mar  9 2026 10:14:33.117 UTC: ';
const SENTENCE =
  "decaps: rec'd IPSEC packet has invalid spi for destaddr=203.0.113.5, prot=50, spi=0x9C41D7E2(2621560802), srcaddr=198.51.100.40, input interface=GigabitEthernet0/0/1";
const NAME = '%CRYPTO-4-RECVD_PKT_INV_SPI';

function eventsOf(text: string) {
  const { lines } = nameBeheaded(openPage('messages', text));
  return readLog(`${lines.join('\n')}\n`, { side: 'a', file: 'messages', year: 2026 }).events;
}

const spisOf = (text: string) => eventsOf(text).flatMap((event) => (event.kind === 'invalid-spi' ? [event.spi] : []));

describe('the name as something other than IOS prints it', () => {
  it.each([
    ['a percent sign twice, for printf', `${STAMP}%${NAME}: ${SENTENCE}`],
    ['a blank behind the percent sign', `${STAMP}% CRYPTO-4-RECVD_PKT_INV_SPI: ${SENTENCE}`],
    ['a wide percent sign', `${STAMP}\uFF05CRYPTO-4-RECVD_PKT_INV_SPI: ${SENTENCE}`],
    ['underlines that a ticket escapes', `${STAMP}%CRYPTO-4-RECVD\\_PKT\\_INV\\_SPI: ${SENTENCE}`],
    ['in bold', `${STAMP}**${NAME}**: ${SENTENCE}`],
    ['a search that coloured it, without its ESC', `${STAMP}%CRYPTO-4-RECVD_PKT_[01;31m[KINV_SPI[m[K: ${SENTENCE}`],
    ['none, in a collector that keeps it in a field of its own', `2026-03-09T10:14:33.117Z atlas ${SENTENCE}`],
    ['none, behind the stamp', `${STAMP}${SENTENCE}`],
    ['none, and no stamp', SENTENCE],
    ['that of a module', `${STAMP}%CRYPTO-SP-4-RECVD_PKT_INV_SPI: ${SENTENCE}`],
    ['that of a module before it', `${STAMP}%VPNSPA-CRYPTO-4-RECVD_PKT_INV_SPI: ${SENTENCE}`],
  ])('%s', (_what, line) => {
    expect(spisOf(line)).toEqual(['0x9C41D7E2']);
  });

  it('keeps the stamp', () => {
    expect(eventsOf(`${STAMP}%${NAME}: ${SENTENCE}`)).toMatchObject([{ kind: 'invalid-spi', at: Date.UTC(2026, 2, 9, 10, 14, 33, 117) }]);
  });
});

describe('who quotes it did not log it', () => {
  it.each([
    ['an applet', `${STAMP}%HA_EM-6-LOG: FLAP: %${NAME}: ${SENTENCE}`],
    ['a logged command', `${STAMP}%PARSER-5-CFGLOG_LOGGEDCMD: User:nils  logged command:send log "${NAME}: ${SENTENCE}"`],
    ['the manual', `%${NAME}: decaps: rec'd IPSEC packet has invalid spi for destaddr=[IP_address], prot=[dec], spi=[hex]([dec])`],
  ])('%s', (_what, line) => {
    expect(spisOf(line)).toEqual([]);
  });
});

it('a body that nobody can name any more is told as a message that was cut, not passed over', () => {
  const line = `${STAMP}%CRY?T0-4-RECV_PKT: rec'd IPSEC packet has <em>invalid spi</em> for destaddr=203.0.113.5, prot=50, spi=0x9C41D7E2(2621560802), srcaddr=198.51.100.40`;
  expect(eventsOf(line)).toMatchObject([{ kind: 'syslog', mnemonic: 'RECVD_PKT_INV_SPI' }]);
});
