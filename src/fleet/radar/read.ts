/** Reading takes syslog files line by line, packed or not, or what is piped in: of a file of any size no more than a piece is held. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { fileTrouble } from '../../file-trouble.ts';
import { type LineCounts, RadarLines } from './line.ts';
import type { Radar } from './radar.ts';

const PIECE_BYTES = 1 << 20;
/** No line of a log is longer; of a file without line ends no more is held. */
const LINE_BYTES_MAX = 65_536;
const GZIP = [0x1f, 0x8b] as const;
/** `hq.log`, `hq.log.1`, `hq.log.2.gz`: the files of one router. */
export const ENDING = /(?:\.(?:log|txt|syslog|gz|\d{1,8}))+$/i;

/** Throws `input` where it cannot be read. */
export async function readSyslogFile(path: string, radar: Radar, nowMs: number): Promise<LineCounts> {
  try {
    return await readSyslog(createReadStream(path, { highWaterMark: PIECE_BYTES }), radar, basename(path).replace(ENDING, ''), nowMs);
  } catch (cause) {
    throw fileTrouble('read', path, cause);
  }
}

export async function readSyslog(pieces: AsyncIterable<Uint8Array>, radar: Radar, label: string, nowMs: number): Promise<LineCounts> {
  const lines = new RadarLines(radar, label, nowMs);
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of unpacked(pieces)) rest = takeLines(rest.length === 0 ? asBuffer(piece) : Buffer.concat([rest, piece]), lines);
  if (rest.length > 0) takeLines(Buffer.concat([rest, LINE_END]), lines);
  lines.flush();
  return lines.counts;
}

const LINE_END = Buffer.from('\n');

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Gives what is left behind the last line end. Each line is decoded by itself: a part of a longer text would keep all of that alive. */
function takeLines(bytes: Buffer, lines: RadarLines): Buffer {
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    const to = end > start && bytes[end - 1] === RETURN ? end - 1 : end;
    lines.take(bytes.toString('utf8', start, Math.min(to, start + LINE_BYTES_MAX)));
    start = end + 1;
  }
  return bytes.subarray(start, start + LINE_BYTES_MAX);
}

const LINE_FEED = 10;
const RETURN = 13;

async function* unpacked(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const whole = (async function* () {
    yield first.value;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  })();
  if (GZIP.every((byte, index) => first.value[index] === byte)) yield* gunzip(whole);
  else yield* whole;
}

async function* gunzip(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const unzip = createGunzip();
  const feeding = (async () => {
    for await (const piece of pieces) if (!unzip.write(piece)) await new Promise((resolve) => unzip.once('drain', resolve));
    unzip.end();
  })();
  feeding.catch((error: Error) => unzip.destroy(error));
  yield* unzip as AsyncIterable<Uint8Array>;
}
