/** An SPI that is printed as two numbers is the one that an SA bears; where both or none are borne, hexadecimal is believed and doubted. */
import { describe, expect, it } from 'vitest';
import { BRANCH, HQ, stamp, timelineOf } from './two-peers.ts';

const TRUE = '0x41A2B301';
const MISREAD = '0x41A28301';
const OTHER = '0x52C3D402';

const sa = (ms: number, ...spis: string[]): string[] =>
  spis.flatMap((spi) => [
    `${stamp(ms)}IPSEC(create_sa): sa created,`,
    `  (sa) sa_dest= ${HQ}, sa_proto= 50, `,
    `    sa_spi= ${spi}(${Number.parseInt(spi, 16)}), `,
    '    sa_trans= esp-aes 256 esp-sha-hmac , sa_conn_id= 2001',
  ]);
const unknown = (ms: number, spi: string, decimal = Number.parseInt(TRUE, 16)): string =>
  `${stamp(ms)}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${HQ}, prot=50, spi=${spi}(${decimal}), srcaddr=${BRANCH}`;

function read(a: string[], b: string[] = []) {
  const { incidents, doubts = [] } = timelineOf({ a, b });
  return { spis: incidents.map(({ spi }) => spi), doubted: doubts.filter(({ why }) => /which are two/.test(why)).length };
}

describe('an SPI that a message prints as two numbers', () => {
  it.each(['a', 'b'])('is the one of an SA on the record of %s', (side) => {
    const [message, made] = [unknown(60_000, MISREAD), sa(1000, OTHER, TRUE)];
    expect(side === 'a' ? read([...made, message]) : read([message], made)).toEqual({ spis: [TRUE], doubted: 0 });
  });

  it('stays the hexadecimal one that an SA bears', () => {
    expect(read([...sa(1000, MISREAD), unknown(60_000, MISREAD)])).toEqual({ spis: [MISREAD], doubted: 0 });
  });

  it.each([
    ['none', [OTHER]],
    ['both', [MISREAD, TRUE]],
  ])('is doubted where SAs bear %s of them', (_which, spis) => {
    expect(read([...sa(1000, ...spis), unknown(60_000, MISREAD)])).toEqual({ spis: [MISREAD], doubted: 1 });
  });

  it('is one incident with those that are printed right', () => {
    expect(read([...sa(1000, TRUE), unknown(60_000, MISREAD), unknown(121_000, TRUE)])).toEqual({ spis: [TRUE], doubted: 0 });
  });
});
