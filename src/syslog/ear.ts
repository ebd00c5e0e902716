/** The ear takes what came, message by message, and says what of it matters; it knows no socket and no clock. */
import type { Address } from '../ipsec/address.ts';
import { plainLine } from '../plain-text.ts';
import { AllowedSources } from './allowed.ts';
import { Buckets, type Rate } from './bucket.ts';
import { type Counted, Envelopes } from './envelopes.ts';
import type { Frame } from './frame.ts';
import type { Heard, Tally } from './heard.ts';
import { KeptLines } from './kept.ts';
import { decodeMessage, type Message, readMessage } from './message.ts';
import { Repeats } from './repeats.ts';
import { Senders } from './senders.ts';
import { MAY_MATTER, readSign, type Sign } from './sign.ts';
import { readTornSign } from './torn.ts';

export interface EarOptions {
  /** Addresses and networks; nobody when there is none. */
  allowed: readonly string[];
  /** Of messages that matter, from one source: a relay may speak for thousands of routers. */
  perSource?: Rate | undefined;
  /** Of messages that matter and say the same of the same two ends. */
  perFlow?: Rate | undefined;
  keptBytes?: number | undefined;
}

/** A network of 5,000 tunnels that goes down at once says so twice a tunnel. [B] */
const PER_SOURCE: Rate = { perSecond: 1000, burst: 10_000 };
/** IOS prints an unknown SPI once a minute and flow; what comes more often is a flood, or a router that prints each packet. [C seed.md 4] */
const PER_FLOW: Rate = { perSecond: 0.2, burst: 5 };
const FLOWS_MAX = 20_000;
const SOURCES_MAX = 10_000;
const REPEATS_MAX = 10_000;
const SENDERS_MAX = 20_000;
const KEPT_BYTES = 262_144;
/** Longer than any message that IOS prints. */
const TEXT_CHARACTERS = 1000;

export class Ear {
  readonly #allowed: AllowedSources;
  readonly #bySource: Buckets;
  readonly #byFlow: Buckets;
  readonly #repeats = new Repeats(REPEATS_MAX);
  readonly #senders = new Senders(SENDERS_MAX);
  readonly #envelopes = new Envelopes();
  readonly #keptLines: KeptLines;
  readonly #counts = { received: 0, bytes: 0, refused: 0, unread: 0, repeated: 0, heard: 0, cut: 0, bySource: 0, byFlow: 0 };

  constructor({ allowed, perSource = PER_SOURCE, perFlow = PER_FLOW, keptBytes = KEPT_BYTES }: EarOptions) {
    this.#allowed = new AllowedSources(allowed);
    this.#bySource = new Buckets(perSource, SOURCES_MAX);
    this.#byFlow = new Buckets(perFlow, FLOWS_MAX);
    this.#keptLines = new KeptLines(keptBytes);
  }

  /** The sender as it is known here; null when nothing of it is taken. */
  admit(source: string): Address | null {
    const admitted = this.#allowed.admit(source);
    if (admitted === null) this.#counts.refused += 1;
    return admitted;
  }

  /** What it says of a tunnel; undefined when it says nothing, was heard before, or is one too many. */
  hear({ bytes, isCut }: Frame, source: Address, atMs: number): Heard | undefined {
    const counts = this.#counts;
    counts.received += 1;
    counts.bytes += bytes.length;
    if (isCut) counts.cut += 1;
    const text = isCut ? decodeMessage(bytes).replace(CUT_TAIL, '') : decodeMessage(bytes);
    return MAY_MATTER.test(text) ? this.#hearWhole(readMessage(text), source, atMs) : this.#pass(text, source, atMs);
  }

  /** JSON; what the sockets have lost is added by whoever has them. */
  get tally(): Omit<Tally, 'overflowed' | 'crowdedOut' | 'socketDrops'> {
    const { bySource, byFlow, ...counts } = this.#counts;
    const { lost, forgotten } = this.#senders;
    return { ...counts, flooded: { bySource, byFlow }, lost, senders: this.#senders.list(), forgotten };
  }

  /** The last of what nobody could read, a line each. */
  get kept(): string {
    return this.#keptLines.text;
  }

  /** Of no matter but that it came. */
  #pass(text: string, source: Address, atMs: number): undefined {
    this.#takeIn(this.#envelopes.read(text) ?? readMessage(text), source, atMs);
  }

  #hearWhole(message: Message, source: Address, atMs: number): Heard | undefined {
    if (this.#takeIn(message, source, atMs)) return undefined;
    const sign = signOf(message);
    return sign === undefined ? undefined : this.#handOver(message, sign, source, atMs);
  }

  /** True when the very same came from there before. */
  #takeIn(message: Counted | Message, source: Address, atMs: number): boolean {
    const counts = this.#counts;
    if ('isRead' in message && !message.isRead) {
      counts.unread += 1;
      this.#keptLines.keep(message.text.slice(0, TEXT_CHARACTERS), source, atMs);
      return false;
    }
    const isRepeat = this.#senders.take(message, source, atMs);
    if (isRepeat) counts.repeated += 1;
    return isRepeat;
  }

  #handOver(message: Message, sign: Sign, source: Address, atMs: number): Heard | undefined {
    const counts = this.#counts;
    if (this.#repeats.isRepeat(identityOf(message, sign, source), isExact(message), atMs)) {
      counts.repeated += 1;
      return undefined;
    }
    const { sign: id, local, peer, spi } = sign;
    if (!this.#byFlow.take(`${local === null && peer === null ? `${source} ${message.host}` : ''}${id} ${local} ${peer} ${spi}`, atMs)) {
      counts.byFlow += 1;
      return undefined;
    }
    if (!this.#bySource.take(source, atMs)) {
      counts.bySource += 1;
      return undefined;
    }
    counts.heard += 1;
    const { host, isRead, text } = message;
    return { ...sign, atMs, source, host: host ?? null, isTorn: !isRead, text: plainLine(text.slice(0, TEXT_CHARACTERS)) };
  }
}

function signOf({ isRead, body, text }: Message): Sign | undefined {
  return (body.startsWith('%') ? readSign(body) : undefined) ?? (isRead ? undefined : readTornSign(text));
}

/** `srcaddr=198.51.100.1` where the message was cut may be the beginning of another address. */
export const CUT_TAIL = /[0-9A-Fa-f.:]{1,45}$/;

/** What is printed to the hour, or by a relay, says not when the router printed it. */
const EXACT_MS = 1000;

function isExact({ stamp }: Message): boolean {
  return stamp !== undefined && stamp.precisionMs <= EXACT_MS;
}

/** By two ways one message has two headers, and what the router itself printed is the same. Where that names not both ends, the same words may be another router's. */
function identityOf(message: Message, { local, peer }: Sign, source: Address): string {
  const { stamp, sent, logged, body } = message;
  const router = local !== null && peer !== null ? '' : `${sent ?? logged ?? source}`;
  return `${router} ${isExact(message) ? JSON.stringify(stamp) : ''} ${body}`;
}
