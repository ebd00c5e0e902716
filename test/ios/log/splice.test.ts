/** Two messages on one line are found wherever a line end was lost, and one message is never taken for two. */
import { describe, expect, it } from 'vitest';
import { spliceAt } from '../../../src/ios/log/splice.ts';

const UNKNOWN =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";
const STAMPS = [
  'Jan  5 03:00:21: ',
  '*Jan  5 03:00:21.223: ',
  '.Jan  5 2026 03:00:21.223 UTC: ',
  'Jan  5 03:00:21.223 +0100: ',
  'Jan 15 03:00:21.223456 CET: ',
  '1d02h: ',
  '1w2d: ',
];
const FIRSTS = [
  'Jan  5 03:00:20.001: ISAKMP:(1003):Old State = IKE_QM_R_QM2  New State = IKE_QM_PHASE2_COMPLETE',
  '000120: Jan  5 03:00:20.001: IPSEC(key_engine): got a queue event with 1 KMI message(s)',
  '    remote_proxy= 10.2.0.0/255.255.255.0/256/0',
  '    protocol= ESP, transform= esp-aes 256 esp-sha-hmac (Tunnel), ',
  '    lifedur= 3600s and 4608000kb, ',
  '    spi= 0x0(0), conn_id= 0, keysize= 256, flags= 0x0',
  '    sa_lifetime(k/sec)= (4608000/3600)',
  '        next-payload : 8',
  'Next payload: KE, reserved: 0x0, length: 48',
];

describe.each(FIRSTS)('behind %s', (first) => {
  it.each(STAMPS)('a message stamped %s begins there, glued or not', (stamp) => {
    for (const glue of ['', ' ', '  ', '; ']) {
      // Letters and figures that are glued to figures are one word: what was there nobody can tell.
      if (/\w$/.test(first) && glue === '' && /^\d/.test(stamp)) continue;
      const line = `${first}${glue}${stamp}${UNKNOWN}`;
      const at = spliceAt(line);
      expect(line.slice(at)).toMatch(/^[*.]?(?:Jan|1d|1w)/);
      expect(line.slice(at).trimStart()).toBe(`${stamp}${UNKNOWN}`);
    }
  });

  it('a message of an unknown SPI begins there though its stamp is lost', () => {
    for (const glue of ['', ' ', '  ']) {
      const line = `${first}${glue}${UNKNOWN}`;
      expect(line.slice(spliceAt(line))).toBe(UNKNOWN);
    }
  });
});

describe('one message is one', () => {
  it.each([
    ...STAMPS.map((stamp) => `${stamp}${UNKNOWN}`),
    ...STAMPS.map((stamp) => `000121: ${stamp}${UNKNOWN}`),
    `<187>121: hq: Jan  5 03:00:21.223: ${UNKNOWN}`,
    `Jan  5 03:00:22 192.0.2.9 121: hq: *Jan  5 03:00:21.223: ${UNKNOWN}`,
    `2026-01-05T03:00:22+00:00 hq 121: Jan  5 03:00:21.223: ${UNKNOWN}`,
    `Jan  5 03:00:22.001: %HA_EM-6-LOG: TRAP: heard Jan  5 03:00:21.223: ${UNKNOWN}`,
    `"mnemonic": "${UNKNOWN.slice(1, 30)}", "message": "rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1"`,
    'Jan  5 03:00:21.223: ISAKMP:(1003):processing NOTIFY DPD/R_U_THERE protocol 1 spi 0, message ID = 1565825591',
    '    remote_proxy= 10.2.0.0/255.255.255.0/256/0, type= 4, spi= 0x0(0), lifetime= 3600s and 4608000kb',
  ])('%s', (line) => expect(spliceAt(line)).toBe(-1));
});
