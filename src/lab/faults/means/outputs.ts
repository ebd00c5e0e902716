/** Outputs are the ways in which a wire spoils what a router says: cut off, torn into pieces, slowed down, thinned out. */
import type { Output, Wire } from '../../device/fault.ts';
import type { Random } from '../../random.ts';

/** The connection breaks after that many bytes. */
export function cutAfter(limit: number): Output {
  let left = limit;
  return (bytes, wire) => {
    if (left <= 0) return;
    wire.send(bytes.subarray(0, left));
    left -= bytes.length;
    if (left <= 0) setImmediate(() => wire.cut());
  };
}

/** Nothing more is heard after that many bytes, and the connection stays. */
export function silenceAfter(limit: number): Output {
  let left = limit;
  return (bytes, wire) => {
    if (left > 0) wire.send(bytes.subarray(0, left));
    left -= bytes.length;
  };
}

/** In pieces of 1 to `most` bytes. */
export function inPieces(random: Random, most: number): Output {
  return (bytes, wire) => {
    for (let at = 0; at < bytes.length; ) {
      const length = 1 + Math.floor(random() * most);
      wire.send(bytes.subarray(at, at + length));
      at += length;
    }
  };
}

/** At so many bytes a second, in a fixed number of turns a second. */
export function slowly(bytesPerSecond: number): Output {
  const TURN_MS = 20;
  const share = Math.ceil((bytesPerSecond * TURN_MS) / 1000);
  let waiting: Buffer[] = [];
  let timer: NodeJS.Timeout | undefined;
  return (bytes, wire) => {
    waiting.push(bytes);
    timer ??= setInterval(() => {
      const all = Buffer.concat(waiting);
      wire.send(all.subarray(0, share));
      waiting = all.length > share ? [all.subarray(share)] : [];
      if (waiting.length > 0) return;
      clearInterval(timer);
      timer = undefined;
    }, TURN_MS);
  };
}

/** Changes what is said in answers of at least that many bytes; prompts and echoes are left. */
export function inLongAnswers(leastBytes: number, change: (bytes: Buffer) => Buffer): Output {
  return (bytes, wire) => wire.send(bytes.length < leastBytes ? bytes : change(bytes));
}

/** One bit of one byte, far from both ends. */
export function changeByte(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed[1000] = (changed[1000] ?? 0) ^ 1;
  return changed;
}

/** So many log lines a second, from the first long answer on, for that long. */
export function burst(linesPerSecond: number, durationMs: number, makeLine: () => string): Output {
  const TURN_MS = 10;
  let hasBegun = false;
  return (bytes, wire) => {
    if (bytes.length < 2000 || hasBegun) {
      wire.send(bytes);
      return;
    }
    hasBegun = true;
    sendInTurns(bytes, wire, Math.ceil(durationMs / TURN_MS), () =>
      Array.from({ length: (linesPerSecond * TURN_MS) / 1000 }, makeLine).join(''),
    );
  };
}

function sendInTurns(bytes: Buffer, wire: Wire, turns: number, between: () => string): void {
  const share = Math.ceil(bytes.length / turns);
  let at = 0;
  const timer = setInterval(() => {
    wire.send(bytes.subarray(at, at + share));
    at += share;
    if (at < bytes.length) wire.send(between());
    else clearInterval(timer);
  }, 10);
}
