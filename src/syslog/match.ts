/** Matching says whose a heard message is: which armed tunnel, and which of its ends logged it; never by a guess. */
import { type Address, readAddress } from '../ipsec/address.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import type { Heard } from './heard.ts';

/** One end, by all that it is known as. */
export interface ArmedEnd {
  name: string;
  /** Its IKE address and what a NAT makes of it; of a hub's other end those of all spokes. */
  addresses: readonly Address[];
  /** Where else its messages may come from: its management address. */
  sources?: readonly Address[] | undefined;
  /** True when its address changes: whoever is nobody else may be this one. */
  isMoving?: boolean | undefined;
}

export interface ArmedTunnel {
  captureId: string;
  ends: Record<Side, ArmedEnd>;
}

export interface Match {
  captureId: string;
  /** The end that logged it. */
  side: Side;
  /** `moving`: the other end's address changes, and nobody else has the one that the message names. */
  by: 'both-ends' | 'source' | 'name' | 'peer-alone' | 'spi' | 'moving';
}

type Whose = Pick<Match, 'captureId' | 'side'>;

const SPIS_MAX = 10_000;

export class Matcher {
  /** By who logged it and whom it names: `192.0.2.1 198.51.100.1`, `=hq 198.51.100.1`. */
  readonly #pairs = new Map<string, Whose[]>();
  /** By the end that a message names as its peer. */
  readonly #byPeer = new Map<Address, Whose[]>();
  /** Tunnels whose other end moves, by the end that logs. */
  readonly #moving = new Map<string, Whose[]>();
  readonly #bySpi: Map<EspSpi, Match[]>;

  /** `before`: what was armed a moment ago, whose SPIs are still known. */
  constructor(tunnels: readonly ArmedTunnel[], before?: Matcher) {
    this.#bySpi = before === undefined ? new Map() : before.#bySpi;
    for (const tunnel of tunnels) for (const side of SIDES) this.#index(tunnel, side);
  }

  /** Several where several captures watch the same two ends; none where the message is nobody's, or may be one or another's. */
  match(heard: Heard): readonly Match[] {
    const found = this.#byAddresses(heard);
    const { spi } = heard;
    if (spi === null) return found;
    // A message whose addresses are masked names a flow that another one named.
    if (found.length === 0) return heard.peer === null ? (this.#bySpi.get(spi) ?? []).map((each) => ({ ...each, by: 'spi' as const })) : [];
    if (this.#bySpi.size >= SPIS_MAX) this.#bySpi.clear();
    this.#bySpi.set(spi, [...found]);
    return found;
  }

  #byAddresses({ local, peer, source, host }: Heard): readonly Match[] {
    if (peer === null) return [];
    const loggers: Record<'both-ends' | 'source' | 'name', string | null> = {
      'both-ends': local,
      source,
      name: host === null ? null : nameKey(host),
    };
    for (const by of ['both-ends', 'source', 'name'] as const) {
      const found = loggers[by] === null ? undefined : this.#pairs.get(`${loggers[by]} ${peer}`);
      if (found !== undefined) return found.map((each) => ({ ...each, by }));
    }
    const named = this.#byPeer.get(peer);
    if (named !== undefined) return local === null && named.length === 1 ? named.map((each) => ({ ...each, by: 'peer-alone' })) : [];
    const logger = Object.values(loggers).find((each) => each !== null && this.#moving.has(each)) ?? '';
    const movers = this.#moving.get(logger) ?? [];
    return movers.length === 1 ? movers.map((each) => ({ ...each, by: 'moving' })) : [];
  }

  #index({ captureId, ends }: ArmedTunnel, side: Side): void {
    const [own, far] = [ends[side], ends[other(side)]];
    const whose = { captureId, side };
    const loggers = new Set<string>([...own.addresses, ...(own.sources ?? []), nameKey(own.name)]);
    for (const peer of new Set(far.addresses)) {
      put(this.#byPeer, peer, whose);
      for (const logger of loggers) put(this.#pairs, `${logger} ${peer}`, whose);
    }
    if (far.isMoving === true) for (const logger of loggers) put(this.#moving, logger, whose);
  }
}

function put<Key>(map: Map<Key, Whose[]>, key: Key, whose: Whose): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [whose]);
  else known.push(whose);
}

/** `hq`, `HQ.example.net`; a relay that knows no name prints an address. */
function nameKey(name: string): string {
  return readAddress(name) ?? `=${name.toLowerCase().split('.')[0]}`;
}
