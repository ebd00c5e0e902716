/** Event logs are two peers' long logs in which every line is part of an event, told by the lab, with ids and SPIs of their own in every round. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Side } from '../src/ipsec/side.ts';
import { seeded } from '../src/lab/random.ts';
import { judgeBundle } from '../src/run/judge-bundle.ts';
import { STORIES, STORY_SECONDS, stampOf, tellLines } from './read-logs.ts';

const ROUND_MS = STORIES.length * STORY_SECONDS * 1000;
const TUNNEL = 'a: { name: hq, address: 192.0.2.1 }\nb: { name: branch, address: 198.51.100.1 }\n';
const SIDES = ['a', 'b'] as const;

type Told = { ms: number; body: string }[];

/** Later rounds give fewer events than the first, which alone meets unknown SPIs: as many are tried as show what one more gives. */
const TRIED_ROUNDS = 8;
/** What a round gives differs with its lots. */
const SPARE = 1.02;

/** A bundle of at least that many events; the unknown SPIs of the first round are its incidents. */
export async function writeEvents(folder: string, events: number): Promise<void> {
  const told: Record<Side, Told> = { a: await tellLines('a'), b: await tellLines('b') };
  write(folder, told, 1);
  const { timeline } = await judgeBundle(folder, Date.now());
  const kept = (side: Side): Told => {
    const lines = new Set<number>();
    for (const event of timeline.events) if (event.side === side) lines.add(event.line);
    return told[side].filter((_line, index) => lines.has(index + 1));
  };
  const lines = { a: kept('a'), b: kept('b') };
  write(folder, lines, TRIED_ROUNDS);
  const tried = (await judgeBundle(folder, Date.now())).timeline.events.length;
  write(folder, lines, Math.ceil((events * SPARE * TRIED_ROUNDS) / tried));
}

function write(folder: string, told: Record<Side, Told>, rounds: number): void {
  writeFileSyncIn(folder, 'tunnel.yaml', TUNNEL);
  for (const side of SIDES) {
    const printed = Array.from({ length: rounds }, (_, round) => printRound(told[side], round));
    writeFileSyncIn(folder, `${side}/show_logging.txt`, printed.join(''));
  }
}

function writeFileSyncIn(folder: string, path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Both sides draw the same lots, so that what they tell of each other stays the same. */
function printRound(lines: Told, round: number): string {
  const random = seeded(round + 1);
  const salt = Math.floor(random() * 0x7fffffff);
  const others = round === 0 ? lines : lines.filter(({ body }) => !body.includes('INV_SPI'));
  return `${others.map(({ ms, body }) => (ms < 0 ? '' : stampOf(ms + round * ROUND_MS)) + (round === 0 ? body : renamed(body, salt))).join('\n')}\n`;
}

/** Message ids and SPIs of the round. */
function renamed(body: string, salt: number): string {
  const mixed = (value: number): number => (Math.imul(value ^ salt, 2654435761) >>> 0) | 0x10000000;
  return body
    .replace(/\b0x([0-9A-Fa-f]{8})\b/g, (_all, hex: string) => `0x${(mixed(Number.parseInt(hex, 16)) >>> 0).toString(16).toUpperCase()}`)
    .replace(/\b\d{8,10}\b/g, (decimal) => String(mixed(Number(decimal)) >>> 0));
}
