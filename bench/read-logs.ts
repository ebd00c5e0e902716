/** Read logs are two peers' long logs of one tunnel, told by the lab, with other people's lines between them. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Side } from '../src/ipsec/side.ts';
import { type Random, seeded } from '../src/lab/random.ts';
import type { ScenarioId } from '../src/lab/scenarios/index.ts';
import { tell } from '../test/lab/story.ts';

export const STORIES: readonly (ScenarioId | undefined)[] = [
  undefined,
  'delete-lost',
  'rekey-race',
  undefined,
  'dpd-false-positive',
  'peer-reloaded',
];
export const STORY_SECONDS = 300;
/** One line in five is somebody else's. */
const FOREIGN_SHARE = 0.2;
const FOREIGN = [
  'OSPF-1 ADJ   Gi0/1: Rcv DBD from 203.0.113.9 seq 0x1A2B opt 0x52 flag 0x7 len 32  mtu 1500 state EXSTART',
  'BGP: 203.0.113.77 passive open to 203.0.113.1',
  'TCP0: bad seg from 203.0.113.14 -- outside window: port 179 seq 3284920 ack 0 rcvnxt 8 rcvwnd 16384 len 0',
  'NTP message received from 203.0.113.2 on interface GigabitEthernet0/1 (203.0.113.1).',
  'IP-Static: 203.0.113.128 255.255.255.128 GigabitEthernet0/2 Path = 1 2 3, no change, not active state',
];
/** `Jan  5 03:00:00.014: ` */
const STAMP = /^\*?Jan {1,2}5 (\d{2}:\d{2}:\d{2}\.\d{3}): /;

/** Lines of all stories behind each other, each with its time in ms and its text behind the stamp; -1: it has none. */
export async function tellLines(side: Side): Promise<{ ms: number; body: string }[]> {
  const lines: { ms: number; body: string }[] = [];
  for (const [index, scenario] of STORIES.entries()) {
    const story = await tell(scenario, STORY_SECONDS, { seed: index + 1 });
    for (const line of story.lines(side)) {
      const stamp = STAMP.exec(line);
      const ms = stamp === null ? -1 : Date.parse(`1970-01-01T${stamp[1]}Z`) - 3 * 3_600_000 + index * STORY_SECONDS * 1000;
      lines.push({ ms, body: stamp === null ? line : line.slice(stamp[0].length) });
    }
    await story.lab.close();
  }
  return lines;
}

export function stampOf(ms: number): string {
  const [date = '', time = ''] = new Date(Date.UTC(2026, 0, 5) + ms).toISOString().split(/[TZ]/);
  const [, month = '', day = ''] = date.split('-');
  return `${MONTHS[Number(month) - 1]} ${String(Number(day)).padStart(2)} ${time}: `;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Writes one side's log of about that size; `tellings`: the stories are told so often with SPIs of their own, then with the same ones again. */
export async function writeLog(path: string, side: Side, bytes: number, tellings = 1): Promise<void> {
  const lines = await tellLines(side);
  const random: Random = seeded(side === 'a' ? 1 : 2);
  const spis = spisIn(lines.map(({ body }) => body).join('\n'));
  const file = openSync(path, 'w');
  for (let round = 0, written = 0; written < bytes; round += 1) {
    const text = printRound(lines, round * STORIES.length * STORY_SECONDS * 1000, random);
    written += writeSync(file, withSpis(text, spis, round % tellings));
  }
  closeSync(file);
}

/** `0xABE4CD7A`, `current outbound sa to SPI DD8C4BB4`: those of child SAs, as figures. */
function spisIn(text: string): Set<number> {
  const printed = text.matchAll(/\b(?:spi:? {0,2}|sa_spi= )(?:0x)?([0-9A-F]{8})\b/gi);
  return new Set(Array.from(printed, ([, digits = '']) => Number.parseInt(digits, 16)));
}

/** Both sides move an SPI alike, in both of its forms. */
function withSpis(text: string, spis: ReadonlySet<number>, telling: number): string {
  if (telling === 0) return text;
  const moved = (spi: number): number => (spi ^ (telling << 8)) >>> 0;
  return text.replace(/\b(?:0x)?[0-9A-F]{8}\b|\b\d{8,10}\b/g, (figure) => {
    const hexadecimal = Number.parseInt(figure, 16);
    if (spis.has(hexadecimal)) {
      const digits = moved(hexadecimal).toString(16).toUpperCase().padStart(8, '0');
      return figure.startsWith('0x') ? `0x${digits}` : digits;
    }
    return spis.has(Number(figure)) ? String(moved(Number(figure))) : figure;
  });
}

function printRound(lines: readonly { ms: number; body: string }[], startMs: number, random: Random): string {
  const printed: string[] = [];
  for (const { ms, body } of lines) {
    // Between the lines of one message nobody else speaks.
    if (ms >= 0 && random() < (FOREIGN_SHARE / (1 - FOREIGN_SHARE)) * 1.3)
      printed.push(stampOf(startMs + ms) + FOREIGN[Math.floor(random() * FOREIGN.length)]);
    printed.push(ms < 0 ? body : stampOf(startMs + ms) + body);
  }
  return `${printed.join('\n')}\n`;
}
