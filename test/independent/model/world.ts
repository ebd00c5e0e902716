/** The state of one run, and time: what is due, what each end holds, and which ESP reaches R with an SPI that R does not know. */
import {
  type Gone,
  type Happening,
  lifetimesOf,
  type Net,
  type Pair,
  type PairId,
  type Peer,
  type Setup,
  type Told,
  type Unknown,
} from './state.ts';

export const ONE_WAY_MS = 9;
const LOG_LIMIT_MS = 60_000;

interface Due {
  at: number;
  order: number;
  run: () => void;
}

/** What one end believes. */
export interface End {
  ike: boolean;
  /** Pairs that it holds. */
  held: Set<PairId>;
  /** By which it sends. */
  out: PairId | null;
}

export class World {
  readonly setup: Setup;
  readonly ends: Record<Peer, End> = { R: { ike: true, held: new Set(), out: null }, S: { ike: true, held: new Set(), out: null } };
  readonly pairs: Pair[] = [];
  log: Happening[] = [];
  /** Something beyond the birth of the first pair was done. */
  hasActed = false;
  readonly unknowns: Unknown[] = [];
  net: Net = { toR: true, toS: true, esp: true };
  now = 0;
  /** Pairs that R's data plane refuses, whatever IOSd holds. */
  readonly refused = new Set<PairId>();
  /** S's address is another; a NAT's port is another. */
  isMoved = false;
  isRebound = false;
  /** R is not up. */
  isDown = false;
  /** R is the standby that took over, or another router of the address. */
  isAnotherR = false;
  /** The router that S's IKE speaks to is alive, but it is not R. */
  isElsewhere = false;
  /** R's IKE SA says farewell and does nothing else. */
  isClosing = false;
  messages = 0;
  private due: Due[] = [];
  private order = 0;
  /** What S's data plane sent by, from when. */
  private readonly sent: { at: number; pair: PairId | null }[] = [];
  private readonly netWas: { at: number; esp: boolean }[] = [{ at: -1, esp: true }];
  private readonly logged = new Map<PairId, number>();

  constructor(setup: Setup) {
    this.setup = setup;
    this.newPair(0);
    if (setup.isFf) this.refused.add(0);
  }

  newPair(at: number, of?: PairId): PairId {
    const id = this.pairs.length;
    this.pairs.push({ id, madeAt: at, gone: {}, ...(of === undefined ? {} : { of }) });
    return id;
  }

  pair(id: PairId): Pair {
    const pair = this.pairs[id];
    if (pair === undefined) throw new Error(`no pair ${id}`);
    return pair;
  }

  later(delay: number, run: () => void): void {
    this.due.push({ at: this.now + delay, order: this.order++, run });
  }

  /** Plays what is due until then. */
  until(at: number): void {
    for (;;) {
      this.due.sort((one, other) => one.at - other.at || one.order - other.order);
      const [next] = this.due;
      if (next === undefined || next.at > at) break;
      this.due.shift();
      this.now = Math.max(this.now, next.at);
      next.run();
    }
    this.now = at;
  }

  /** When the next thing is due; undefined when all is quiet. */
  next(): number | undefined {
    return this.due.reduce<number | undefined>((first, { at }) => (first === undefined || at < first ? at : first), undefined);
  }

  say(peer: Peer, kind: string, more: Omit<Happening, 'at' | 'peer' | 'kind'> = {}): void {
    if (peer === 'R' && this.isDown) return;
    this.log.push({ at: this.now, peer, kind, ...more });
  }

  /** A message of IKE: lost when its way is shut. Calls `arrived` a moment later. */
  send(from: Peer, arrived: (() => void) | null): boolean {
    const passes = from === 'R' ? this.net.toS : this.net.toR;
    if (!passes || arrived === null) return false;
    if (from === 'S' && this.isDown) return false;
    this.later(ONE_WAY_MS, arrived);
    return true;
  }

  shut(net: Net): void {
    this.net = net;
    this.netWas.push({ at: this.now, esp: net.esp });
    this.watch();
  }

  /** Nobody has anything to send for a while. */
  pause(ms: number): void {
    this.netWas.push({ at: this.now, esp: false });
    this.later(ms, () => {
      this.netWas.push({ at: this.now, esp: this.net.esp });
      this.watch();
    });
  }

  /** Whether an end holds a pair beyond its lifetime: no such run is played (ike.md 4.1). */
  get isOverdue(): boolean {
    const lifetimes = lifetimesOf(this.setup);
    return (['R', 'S'] as const).some((peer) =>
      [...this.ends[peer].held].some((pair) => this.now - this.pair(pair).madeAt > lifetimes[peer] * 1000 + 50),
    );
  }

  /** S's outbound, in its IKE and, unless that is stale, in its data plane. */
  sendBy(pair: PairId | null): void {
    this.ends.S.out = pair;
    const last = this.sent.at(-1)?.pair ?? null;
    if (this.setup.isStaleAtS && this.sent.length > 0 && (pair === null || last !== null)) return;
    if (this.setup.queueMs > 0 && last !== null) this.later(this.setup.queueMs, () => this.encryptBy(pair));
    else this.encryptBy(pair);
  }

  private encryptBy(pair: PairId | null): void {
    this.sent.push({ at: this.now, pair });
    this.watch();
  }

  /** What S's data plane sends by now, whatever its IKE believes. */
  get sending(): PairId | null {
    return this.sent.at(-1)?.pair ?? null;
  }

  install(peer: Peer, pair: PairId): void {
    this.ends[peer].held.add(pair);
    if (peer !== 'R') return;
    const entry = this.pair(pair);
    entry.installedAt ??= this.now;
    if (entry.gone.R?.why === 'not-yet') delete entry.gone.R;
  }

  /** R's half goes. */
  forget(pair: PairId, why: Gone, told: Told): void {
    this.ends.R.held.delete(pair);
    if (this.ends.R.out === pair) this.ends.R.out = null;
    const entry = this.pair(pair);
    if (entry.gone.R !== undefined) return;
    entry.gone.R = { why, at: this.now, told };
    entry.netAtGone = { ...this.net };
    this.watch();
  }

  /** Looks for the next packet that R would not know. */
  watch(): void {
    const gap = this.setup.isDense ? 4 : 700;
    const sentAt = Math.ceil((this.now - ONE_WAY_MS + 0.5) / gap) * gap;
    this.later(Math.max(0, sentAt + ONE_WAY_MS - this.now), () => this.arrive(sentAt));
    if (!this.setup.isDense) return;
    // The packet that leaves just now.
    this.later(ONE_WAY_MS + 2, () => this.arrive(this.now - ONE_WAY_MS));
  }

  private arrive(sentAt: number): void {
    const passed = this.netWas.findLast(({ at }) => at <= sentAt)?.esp ?? true;
    const pair = this.sent.findLast(({ at }) => at <= sentAt)?.pair ?? null;
    if (!passed || pair === null || this.isDown) return;
    const isKnown = this.ends.R.held.has(pair) && !this.refused.has(pair) && !this.isMoved && !this.isRebound;
    if (isKnown) return;
    const last = this.logged.get(pair);
    if (last !== undefined && this.now - last < LOG_LIMIT_MS) return;
    this.logged.set(pair, this.now);
    this.later(LOG_LIMIT_MS + 400, () => this.watch());
    this.report(pair);
  }

  private report(pair: PairId): void {
    this.unknowns.push({ at: this.now, pair, from: this.isMoved ? 'S-moved' : 'S' });
    this.say('R', 'unknown-spi', { pair, note: this.isMoved ? 'moved' : this.setup.isFf && pair === 0 ? '0xFF' : '' });
    this.onUnknown?.(pair);
  }

  /** What R does about it. */
  onUnknown: ((pair: PairId) => void) | undefined;
}
