/** Noise is made log text: a log of about a given size, and lines of it at the wrong moment: before, inside and behind prompts, and into echoes. */
import type { Output } from '../../device/fault.ts';
import type { Random } from '../../random.ts';

/** Beginning of a line that is a prompt: `hq#`, `hq(config-applet)#`. */
const PROMPT = /(?<=^|\n)[\w.-]+(?:\([\w-]+\))?[#>]/g;
/** The same with an echo behind it. */
const ECHO = /(?<=(?:^|\n)[\w.-]+(?:\([\w-]+\))?[#>])[^\r\n]{4,}/g;

export type Place = 'before the prompt' | 'inside the prompt' | 'behind the prompt' | 'behind the prompt, said again' | 'inside the echo';

export function logLine(random: Random): string {
  return `*Nov 24 10:15:${String(Math.floor(random() * 60)).padStart(2, '0')}.123: %LINK-3-UPDOWN: Interface Tunnel${Math.floor(random() * 90)}, changed state to up\r\n`;
}

/** A log line at that place, as often as `share` says. */
export function noiseAt(place: Place, random: Random, share = 0.4): Output {
  const pattern = place === 'inside the echo' ? ECHO : PROMPT;
  return (bytes, wire) => {
    const text = bytes.toString('latin1').replace(pattern, (found) => (random() < share ? disturb(found, place, random) : found));
    wire.send(text);
  };
}

function disturb(found: string, place: Place, random: Random): string {
  const line = logLine(random);
  const at = 1 + Math.floor(random() * (found.length - 1));
  switch (place) {
    case 'before the prompt':
      return `${line}${found}`;
    case 'behind the prompt':
      return `${found}\r\n${line}`;
    case 'behind the prompt, said again':
      return `${found}\r\n${line}${found}`;
    case 'inside the prompt':
    case 'inside the echo':
      return `${found.slice(0, at)}\r\n${line}${found.slice(at)}`;
  }
}

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
