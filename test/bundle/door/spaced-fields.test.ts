/** Blanks that an editor or a collector put around the equals signs of a message take no field from it, at the door and behind it. */
import { describe, expect, it } from 'vitest';
import { openText } from '../../../src/bundle/door/open.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { closeFields } from '../../../src/bundle/door/spaced-fields.ts';
import { readLog } from '../../../src/ios/log/log.ts';
import { readSign } from '../../../src/syslog/sign.ts';
import { readTornSign } from '../../../src/syslog/torn.ts';

const SENTENCE =
  "decaps: rec'd IPSEC packet has invalid spi for destaddr=203.0.113.5, prot=50, spi=0x9C41D7E2(2621560802), srcaddr=198.51.100.40, input interface=Tunnel7";
const NAMED = `%CRYPTO-4-RECVD_PKT_INV_SPI: ${SENTENCE}`;
const STAMP = 'Mar  9 2026 10:14:33.117 UTC: ';
const HEARD = {
  kind: 'invalid-spi',
  spi: '0x9C41D7E2',
  printedDecimal: undefined,
  destination: '203.0.113.5',
  source: '198.51.100.40',
  protocol: 50,
  interface: 'Tunnel7',
};
const SPACES: [string, (text: string) => string][] = [
  ['on both sides', (text) => text.replaceAll('=', ' = ')],
  ['before', (text) => text.replaceAll('=', ' =')],
  ['two of them before', (text) => text.replaceAll('=', '  = ')],
  ['around that of the source alone', (text) => text.replace('srcaddr=', 'srcaddr = ')],
  ['around that of the destination alone', (text) => text.replace('destaddr=', 'destaddr =')],
  ['around that of the SPI alone, and before its bracket', (text) => text.replace('spi=', 'spi = ').replace('(', ' (')],
  ['around signs and commas', (text) => text.replaceAll('=', ' = ').replaceAll(', ', ' , ')],
];
const hear = (text: string) => readLog(text, { side: 'a', file: 'messages', year: 2026 }).events;
const opened = (text: string) => openText({ path: 'a/messages.log', text } as never, text).rest;

describe('blanks around equals signs', () => {
  it.each(SPACES)('%s', (_what, space) => {
    expect(hear(`${STAMP}${space(NAMED)}\n`)).toMatchObject([HEARD]);
    expect(hear(`${opened(`${STAMP}${space(NAMED)}\n`).lines.join('\n')}\n`)).toMatchObject([HEARD]);
    expect(readSign(space(NAMED))).toMatchObject({ sign: 'invalid-spi', local: '203.0.113.5', peer: '198.51.100.40', spi: '0x9C41D7E2' });
    expect(readTornSign(space(SENTENCE))).toMatchObject({ peer: '198.51.100.40', spi: '0x9C41D7E2' });
  });

  it.each(SPACES)('%s, where the name was lost too', (_what, space) => {
    const { lines } = opened(`${STAMP}${space(SENTENCE)}\n`);
    expect(hear(`${lines.join('\n')}\n`)).toMatchObject([HEARD]);
  });

  it('and a fold within the fields', () => {
    const text = `${STAMP}${NAMED.replaceAll('=', ' = ')}`;
    const { lines, done } = opened(`${text.slice(0, 150)}\n${text.slice(150)}\n`);
    expect(hear(`${lines.join('\n')}\n`)).toMatchObject([HEARD]);
    expect(done).toContain('blanks around equals signs were taken out');
  });

  it.each([
    'Mar  9 2026 10:14:33.117 UTC: ISAKMP:(1003):Old State = IKE_QM_READY  New State = IKE_QM_I_QM1',
    'Mar  9 2026 10:14:33.117 UTC: IPSEC-EVENT: sa_dest = 192.0.2.1, sa_prot = 50, sa_spi = 0x5E39E570(1580852592)',
    "Mar  9 2026 10:14:33.117 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr= 192.0.2.1, prot= 50",
  ])('of others stay as they are: %s', (line) => {
    const page = openPage('a/messages.log', line);
    expect(closeFields(page)).toBe(page);
  });
});
