/** Which IKE SA a happening belongs to, with its own SPIs, conn ids and count of requests (RFC 7296 2.2 and 2.6), and S's address at that time. */
import type { Happening, Peer } from '../model/state.ts';
import { type Cast, far } from './words.ts';

/** Begins an exchange of an IKE SA that stands: said by who asks, or by who hears. */
const ASKS = new Set(['asks', 'delete-sent', 'probe-sent']);
const HEARS = new Set(['asked', 'delete-heard', 'probe-heard']);
/** Of an IKE SA that is being made. */
const BIRTH = /^(?:ike-(?:begun|heard|second|third|fourth|up)|auth-.*|already|initial-contact|identity-refused)$/;

interface Epoch {
  message: number;
  /** Who began it. */
  by: Peer;
  /** From when on the two speak in it. */
  upAt: number;
}

/** `log` in the order of time. */
export function castsOf(base: Cast, log: readonly Happening[]): (happening: Happening) => Cast {
  const moved = log.find(({ kind }) => kind === 'new-address')?.at ?? Number.POSITIVE_INFINITY;
  const epochs = epochsOf(log);
  const ownOf = ({ at, kind, message }: Happening): number =>
    epochs.findLastIndex((epoch) => (BIRTH.test(kind) ? epoch.message === message : epoch.upAt <= at));
  const ids = idsOf(base, epochs, log, ownOf);
  const rid = (message: number): number => ids.get(message) ?? message;
  const casts = new Map<string, Cast>();
  return (happening) => {
    const own = ownOf(happening);
    const isMoved = happening.at >= moved;
    const key = `${own} ${isMoved}`;
    const made = casts.get(key) ?? castAt({ ...base, rid }, epochs[own], own + 1, isMoved);
    casts.set(key, made);
    return made;
  };
}

function epochsOf(log: readonly Happening[]): Epoch[] {
  return log
    .filter(({ kind, note }) => kind === 'ike-begun' && note !== 'in-vain')
    .map(({ message = 0, peer }) => ({
      message,
      by: peer,
      upAt: log.find((each) => each.kind === 'ike-up' && each.message === message)?.at ?? Number.POSITIVE_INFINITY,
    }));
}

/** Requests are counted by who sends them, in each IKE SA, whose beginner has spent 0 and 1; in IKEv1 probes alone are (RFC 3706 6.2). */
function idsOf(base: Cast, epochs: readonly Epoch[], log: readonly Happening[], ownOf: (one: Happening) => number): Map<number, number> {
  const ids = new Map<number, number>();
  const next = new Map<string, number>();
  for (const happening of log) {
    const { kind, peer, message } = happening;
    if (message === undefined || ids.has(message) || !(ASKS.has(kind) || HEARS.has(kind))) continue;
    if (base.ike === 1 && !kind.startsWith('probe-')) continue;
    const own = ownOf(happening);
    const from = ASKS.has(kind) ? peer : far(peer);
    const key = `${own} ${from}`;
    const first = own === -1 ? base.firstId[from] : epochs[own]?.by === from ? 2 : 0;
    const id = next.get(key) ?? first;
    next.set(key, id + 1);
    ids.set(message, id);
  }
  return ids;
}

function castAt(base: Cast, epoch: Epoch | undefined, count: number, isMoved: boolean): Cast {
  const cast = epoch === undefined ? base : inEpoch(base, epoch.by, count);
  if (!isMoved) return cast;
  return { ...cast, address: { ...cast.address, S: cast.moved }, outer: { ...cast.outer, S: cast.moved } };
}

function inEpoch(base: Cast, by: Peer, count: number): Cast {
  const turned = (spi: string): string => `${spi.slice(5 * count)}${spi.slice(0, 5 * count)}`;
  const next = ({ session, sa }: { session: number; sa: number }) => ({ session: session + count, sa });
  return {
    ...base,
    initiator: by,
    conn: { R: base.conn.R + 3 * count, S: base.conn.S + 2 * count },
    session: { R: next(base.session.R), S: next(base.session.S) },
    ikeSpi: { initiator: turned(base.ikeSpi.initiator), responder: turned(base.ikeSpi.responder) },
  };
}
