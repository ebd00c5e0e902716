/** Ears are what `serve` hears routers with: one listener, of which the messages of armed tunnels spring their captures and all of them feed the radar. */
import type { CaptureState, Engine } from '../engine/engine.ts';
import { addressesOf, isDynamic } from '../ipsec/address.ts';
import { bySide, type Side } from '../ipsec/side.ts';
import { isManaged, type Playbook, type PlaybookPeer, remotesOf } from '../playbook/playbook.ts';
import type { Heard, Tally } from '../syslog/heard.ts';
import { type Listener, type ListenOptions, startListener } from '../syslog/listener.ts';
import type { ArmedEnd } from '../syslog/match.ts';
import { HeardSprings, type SpringBudget, type SpringOutcome } from './heard-springs.ts';
import type { KnownTunnel } from './radar/known.ts';
import { Radar } from './radar/radar.ts';
import type { RadarReport } from './radar/report.ts';

export interface EarsOptions {
  engine: Pick<Engine, 'captures' | 'spring'>;
  listen: ListenOptions;
  budget: SpringBudget;
  /** Those of captures that wait: their triggers, and all that their ends are known as; nothing of one that cannot be read. */
  playbooksOf?: ((captureIds: readonly string[]) => Promise<ReadonlyMap<string, Playbook>>) | undefined;
  /** Of an inventory, for the radar. */
  known?: readonly KnownTunnel[] | undefined;
  sprung(outcome: SpringOutcome): void;
  /** What is wrong with the listener, in words. */
  tell(what: string): void;
  /** ms since 1970. */
  now(): number;
}

export class Ears {
  readonly listener: Listener;
  readonly #springs: HeardSprings;
  readonly #watching: Radar;
  readonly #options: EarsOptions;

  constructor(listener: Listener, springs: HeardSprings, watching: Radar, options: EarsOptions) {
    this.listener = listener;
    this.#springs = springs;
    this.#watching = watching;
    this.#options = options;
  }

  /** Of now, with what the listener itself has lost. */
  async radar(): Promise<RadarReport> {
    const tally = await this.listener.tally();
    const nowMs = this.#options.now();
    for (const sender of tally?.senders ?? []) this.#watching.follow(sender, nowMs);
    return this.#watching.report(this.#options.known, nowMs);
  }

  /** What was heard and what was not, and what was made of it. */
  async counts(): Promise<{ tally: Tally | undefined; springs: HeardSprings['counts'] }> {
    return { tally: await this.listener.tally(), springs: this.#springs.counts };
  }

  async close(): Promise<void> {
    await this.listener.close();
    await this.#springs.settle();
  }
}

export async function openEars(options: EarsOptions, thread?: URL): Promise<Ears> {
  const { budget, sprung, now } = options;
  const known = new Map<string, Known>();
  const springs = new HeardSprings({
    engine: { captures: () => capturesKnown(options, known), spring: (captureId, spring) => options.engine.spring(captureId, spring) },
    budget,
    endOf: ({ captureId }, side) => known.get(captureId)?.ends[side],
    triggerOf: ({ captureId }) => known.get(captureId)?.trigger,
    tell: sprung,
  });
  const watching = new Radar();
  const take = (batch: readonly Heard[]): Promise<void> => {
    for (const heard of batch) watching.hear(heard);
    return springs.take(batch, now());
  };
  const listener = await startListener(options.listen, { take, tell: options.tell }, thread);
  return new Ears(listener, springs, watching, options);
}

/** What is kept of a playbook: thousands of them whole would be most of the memory. */
interface Known {
  trigger: Playbook['trigger'];
  ends: Record<Side, ArmedEnd>;
}

/** So many are read at once. */
const READ_MAX = 200;

/** Of each that waits its playbook is read once. */
async function capturesKnown({ engine, playbooksOf }: EarsOptions, known: Map<string, Known>): Promise<CaptureState[]> {
  const captures = await engine.captures();
  const waiting = new Set(captures.flatMap(({ captureId, phase }) => (phase === 'waiting' ? [captureId] : [])));
  for (const captureId of known.keys()) if (!waiting.has(captureId)) known.delete(captureId);
  const unread = [...waiting].filter((captureId) => !known.has(captureId));
  for (let at = 0; playbooksOf !== undefined && at < unread.length; at += READ_MAX)
    for (const [captureId, playbook] of await playbooksOf(unread.slice(at, at + READ_MAX)))
      known.set(captureId, { trigger: playbook.trigger, ends: bySide((side) => endOfPlaybook(playbook, side)) });
  return captures;
}

/** Its address, what a NAT makes of it, where one logs in; of a hub's other end those of all spokes. */
function endOfPlaybook(playbook: Playbook, side: Side): ArmedEnd {
  const peers = side === 'b' ? remotesOf(playbook, 'a') : [playbook.tunnel.a];
  return {
    name: playbook.tunnel[side].name,
    addresses: peers.flatMap(({ address, natAddress }) => addressesOf(address, natAddress)),
    sources: peers.flatMap(managedAt),
    isMoving: peers.some(({ address }) => isDynamic(address)),
  };
}

function managedAt(peer: PlaybookPeer): ReturnType<typeof addressesOf> {
  return isManaged(peer) ? addressesOf(peer.host) : [];
}
