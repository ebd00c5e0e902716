/** Limits are how much a router may say, list, ask or send before it is taken for broken or hostile; deadlines.ts says for how long. */
import type { Deadlines } from './deadlines.ts';

export const LIMITS = {
  /** Of an answer whose size nobody announced: four times the largest log buffer that is in everyday use (2 MB). [B] */
  answerBytes: 8_000_000,
  /** The same in lines of 64 characters: an answer of empty lines would cost far more memory than its bytes. */
  answerLines: 125_000,
  /** Banners and log lines before the prompt is proven: IOS keeps a banner of a few kB. [L] */
  loginBytes: 1_000_000,
  /** What an idle terminal may pile up, and what is kept of it then: log lines that nobody asked for. */
  idleBytes: 65_536,
  /** Of a prompt: a host name has 63 characters (RFC 1123), a custom prompt some more. */
  promptCharacters: 255,
  /** Of a file: freeze files end at the size of a log buffer; 50 MB is tried in the fault matrix. */
  fileBytes: 64_000_000,
  /** What line ends may add to a file on its way over a terminal: 16 million lines are in no log of that size. */
  lineEndBytes: 16_000_000,
  /** Of a file that is read again when it did not come over whole: what came before may still be in memory then. */
  rereadBytes: 24_000_000,
  /** Names in one directory: flash holds hundreds at most. [B] */
  directoryEntries: 10_000,
  /** Keys pressed for a pager in one answer: all its lines in pages of 22. */
  pages: 12_000,
  /** Replies to questions in one command: `delete` asks two. */
  replies: 8,
  /** On the error channel, on which a router says nothing. [L] */
  errorBytes: 65_536,
  /** Banners before the login (RFC 4252 5.4): one is everyday, each has up to 35 kB. */
  loginBanners: 16,
  /** A header line of SCP, or the words by which it gives up. */
  headerBytes: 4096,
  /** Of a question that is quoted in an error. */
  questionCharacters: 160,
  /** Until a session that is closed by us counts as closed, whatever its socket says. */
  closeMs: 1000,
} as const;

/** Half of 9600 baud: the slowest terminal that is still waited for. */
const TERMINAL_BYTES_PER_SECOND = 480;
/** Half of a 64 kbit/s line: the slowest way by which a file is still waited for. [B] */
const FILE_BYTES_PER_SECOND = 4800;
/** Old flash is read at 1 MB/s or less [B]: a quarter of that while the router computes an MD5 in silence. */
const FLASH_BYTES_PER_SECOND = 250_000;
/** `show tech-support` takes minutes [B]: an answer that flows may take so many times the total that one without a word may. */
const FLOWING_FACTOR = 5;

/** What one exchange may cost. */
export interface Allowance {
  /** For an answer of nothing. */
  baseMs: number;
  /** What comes earns more time at this rate, up to the ceiling: who trickles earns none worth having. */
  bytesPerSecond: number;
  ceilingMs: number;
  bytes: number;
  lines: number;
}

export function allowLogin({ totalMs }: Deadlines): Allowance {
  return { ...allowAnswer(totalMs), ceilingMs: totalMs, bytes: LIMITS.loginBytes };
}

export function allowAnswer(baseMs: number): Allowance {
  return {
    baseMs,
    bytesPerSecond: TERMINAL_BYTES_PER_SECOND,
    ceilingMs: baseMs * FLOWING_FACTOR,
    bytes: LIMITS.answerBytes,
    lines: LIMITS.answerLines,
  };
}

/** Each line is echoed and may be answered: the time that its characters take twice, on top. */
export function allowPush(baseMs: number, lines: readonly string[]): Allowance {
  const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
  return allowAnswer(baseMs + secondsMs((2 * characters) / TERMINAL_BYTES_PER_SECOND));
}

/** A file of that size on a terminal: its line ends may double, so short a line as it may have; noise comes on top. */
export function allowFile(baseMs: number, sizeBytes: number): Allowance {
  const bytes = Math.min(sizeBytes * 2, sizeBytes + LIMITS.lineEndBytes) + LIMITS.loginBytes;
  return {
    baseMs,
    bytesPerSecond: FILE_BYTES_PER_SECOND,
    ceilingMs: baseMs + secondsMs((2 * sizeBytes) / FILE_BYTES_PER_SECOND),
    bytes,
    lines: Number.POSITIVE_INFINITY,
  };
}

/** The longest silence while the router hashes a file of that size; of any, where it is not known. */
export function hashingMs(baseMs: number, sizeBytes: number = LIMITS.fileBytes): number {
  return baseMs + secondsMs(sizeBytes / FLASH_BYTES_PER_SECOND);
}

function secondsMs(seconds: number): number {
  return Math.ceil(seconds * 1000);
}
