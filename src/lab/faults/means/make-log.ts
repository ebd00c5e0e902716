/** A made log is text of about a given size that looks like a frozen log buffer, for measuring and spoiling. */
import type { Random } from '../../random.ts';

const SAYINGS = [
  'ISAKMP-PAK: (1042):received packet from 198.51.100.2 dport 500 sport 500 Global (R) QM_IDLE',
  'ISAKMP: (1042):set new node 570535495 to QM_IDLE',
  'ISAKMP: (1042):processing HASH payload. message ID = 570535495',
  'IPSEC(key_engine): got a queue event with 1 KMI message(s)',
  'IPSEC(sa_request): ,',
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=203.0.113.1, prot=50, spi=0x1F2E3D4C(523124044), srcaddr=198.51.100.2, input interface=GigabitEthernet0/0",
];

export function makeLog(random: Random, bytes: number): Buffer {
  const lines: string[] = [];
  let length = 0;
  let ms = 0;
  while (length < bytes) {
    ms += Math.floor(random() * 40);
    const time = new Date(ms).toISOString().slice(11, 23);
    const line = `*Nov 24 ${time}: ${SAYINGS[Math.floor(random() * SAYINGS.length)] ?? ''}\n`;
    length += line.length;
    lines.push(line);
  }
  return Buffer.from(lines.join(''), 'latin1');
}
