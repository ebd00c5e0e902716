/** Ears are what `serve` hears routers with: one listener, of which the messages of armed tunnels spring their captures and all of them feed the radar. */
import type { CaptureState, Engine } from '../engine/engine.ts';
import { addressesOf, isDynamic } from '../ipsec/address.ts';
import type { Side } from '../ipsec/side.ts';
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
  /** That of a capture, where it is at hand: its trigger, and all that its ends are known as. */
  playbookOf?: ((capture: CaptureState) => Playbook | undefined) | undefined;
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
  private readonly springs: HeardSprings;
  private readonly watching: Radar;
  private readonly options: EarsOptions;

  constructor(listener: Listener, springs: HeardSprings, watching: Radar, options: EarsOptions) {
    this.listener = listener;
    this.springs = springs;
    this.watching = watching;
    this.options = options;
  }

  /** Of now, with what the listener itself has lost. */
  async radar(): Promise<RadarReport> {
    const tally = await this.listener.tally();
    const nowMs = this.options.now();
    for (const sender of tally?.senders ?? []) this.watching.follow(sender, nowMs);
    return this.watching.report(this.options.known, nowMs);
  }

  /** What was heard and what was not, and what was made of it. */
  async counts(): Promise<{ tally: Tally | undefined; springs: HeardSprings['counts'] }> {
    return { tally: await this.listener.tally(), springs: this.springs.counts };
  }

  async close(): Promise<void> {
    await this.listener.close();
    await this.springs.settle();
  }
}

export async function openEars(options: EarsOptions, thread?: URL): Promise<Ears> {
  const { engine, budget, playbookOf, sprung, now } = options;
  const endOf = (capture: CaptureState, side: Side): ArmedEnd | undefined => {
    const playbook = playbookOf?.(capture);
    return playbook === undefined ? undefined : endOfPlaybook(playbook, side);
  };
  const springs = new HeardSprings({ engine, budget, endOf, triggerOf: (capture) => playbookOf?.(capture)?.trigger, tell: sprung });
  const watching = new Radar();
  const take = (batch: readonly Heard[]): Promise<void> => {
    for (const heard of batch) watching.hear(heard);
    return springs.take(batch, now());
  };
  const listener = await startListener(options.listen, { take, tell: options.tell }, thread);
  return new Ears(listener, springs, watching, options);
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
