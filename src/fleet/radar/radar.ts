/** The radar hears messages and counters of many routers, and says which tunnels flap, how often, since when, with what rhythm, and which deserve a trap. */
import type { Heard, Sender } from '../../syslog/heard.ts';
import { type CounterSample, Counters, type Growth, UNKNOWN_SPI_COUNTER } from './counters.ts';
import type { KnownTunnel } from './known.ts';
import { type RadarReport, reportOf } from './report.ts';
import { HeardRouter } from './router.ts';
import { Track } from './track.ts';

/** Names can be made up without end. */
const ROUTERS_MAX = 50_000;
const TRACKS_MAX = 100_000;
const GROWTHS_MAX = 10_000;

/** One message of whatever matter, as far as the loss of its router is told from it. */
export interface Passing {
  router: string;
  atMs: number;
  /** The number that the router printed. */
  sent: number | undefined;
  body: string;
}

export class Radar {
  /** What there was no room for. */
  #forgotten = 0;
  readonly #routers = new Map<string, HeardRouter>();
  readonly #tracks = new Map<string, Track>();
  readonly #counters = new Counters();
  readonly #growths: Growth[] = [];

  /** A message that says nothing of a tunnel still says that its router is heard. */
  pass({ router, atMs, sent, body }: Passing): void {
    this.#routerOf(router)?.hear(atMs, sent, body);
  }

  /** What a message says of a tunnel; `pass` is told of it too, by whoever has its number. */
  hear(heard: Heard): void {
    const router = routerOf(heard);
    if (heard.sign === 'reload') this.#routerOf(router)?.reload();
    else this.#trackOf(router, heard)?.add(heard.sign, heard.atMs);
  }

  /** A router of which the listener counts the messages: what it says now, and what it said when it was asked last. */
  follow(sender: Sender, nowMs: number): void {
    this.#routerOf(sender.host ?? sender.source)?.follow(sender, nowMs);
  }

  count(sample: CounterSample): void {
    const growth = this.#counters.take(sample);
    if (growth === undefined || !UNKNOWN_SPI_COUNTER.test(growth.name)) return;
    if (this.#growths.length < GROWTHS_MAX) this.#growths.push(growth);
    else this.#forgotten += 1;
  }

  /** `untilMs`: now, or the end of what was heard. */
  report(known: readonly KnownTunnel[] = [], untilMs?: number): RadarReport {
    const [routers, tracks, growths, forgotten] = [this.#routers, this.#tracks, this.#growths, this.#forgotten];
    return reportOf({ routers: [...routers.values()], tracks: [...tracks.values()], growths, known, forgotten, untilMs });
  }

  #routerOf(name: string): HeardRouter | undefined {
    const known = this.#routers.get(name);
    if (known !== undefined) return known;
    if (this.#routers.size >= ROUTERS_MAX) {
      this.#forgotten += 1;
      return undefined;
    }
    const fresh = new HeardRouter(name);
    this.#routers.set(name, fresh);
    return fresh;
  }

  #trackOf(router: string, { local, peer, interface: over, mnemonic }: Heard): Track | undefined {
    const key = `${router} ${local} ${peer} ${over}`;
    const known = this.#tracks.get(key);
    const track = known ?? (this.#tracks.size < TRACKS_MAX ? new Track({ router, local, peer, interface: over }) : undefined);
    if (track === undefined) {
      this.#forgotten += 1;
      return undefined;
    }
    if (known === undefined) this.#tracks.set(key, track);
    track.isIkev2 ||= mnemonic.includes('IKEV2');
    return track;
  }
}

/** By its own name, or by where it sends from. */
function routerOf({ host, source }: Heard): string {
  return host ?? source ?? 'unnamed';
}
