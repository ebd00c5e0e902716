/** Folding IKE SAs gathers the life of each one as one peer recorded it: begun, up, gone. */
import type { IkeSaEvent } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import type { IkeSa, TimedEvent } from './model.ts';

interface OpenIkeSa extends IkeSa {
  connId: number | undefined;
  ispi: string | undefined;
  startedAt: number | null;
}

export function foldIkeSas(events: readonly TimedEvent[]): IkeSa[] {
  const sas: OpenIkeSa[] = [];
  const open: Record<Side, OpenIkeSa[]> = { a: [], b: [] };
  for (const event of events) {
    if (event.kind !== 'ike-sa') continue;
    const mine = open[event.side];
    const sa = saOf(event, mine);
    if (sa === undefined) continue;
    if (!mine.includes(sa)) {
      mine.push(sa);
      sas.push(sa);
    }
    apply(sa, event);
    if (sa.deletedRef !== null) open[event.side] = mine.filter((candidate) => candidate !== sa);
  }
  return sas.map(({ connId: _connId, ispi: _ispi, startedAt: _startedAt, ...sa }) => sa);
}

/** The open SA that the event speaks of; a new one when it begins, or when the record missed the beginning. */
function saOf(event: TimedEvent & IkeSaEvent, open: readonly OpenIkeSa[]): OpenIkeSa | undefined {
  if (event.change === 'dpd-supported' || event.change === 'duplicate') return undefined;
  if (event.change === 'started') return sameStart(event, open) ?? fresh(event);
  const ispi = event.ikeSpis?.initiator;
  const named = open.findLast(
    (sa) => (ispi !== undefined && sa.ispi === ispi) || (event.connId !== undefined && sa.connId === event.connId),
  );
  if (named !== undefined) return named;
  const unnamed = open.findLast((sa) => (sa.connId === undefined || event.connId === undefined) && sa.version === event.version);
  if (unnamed !== undefined) return unnamed;
  return event.change === 'established' || event.change === 'deleted' || event.change === 'authenticated' ? fresh(event) : undefined;
}

/** Debug and event trace tell one beginning twice, a few ms apart. */
const SAME_START_MS = 1000;

function sameStart({ version, role, at, side }: TimedEvent & IkeSaEvent, open: readonly OpenIkeSa[]): OpenIkeSa | undefined {
  const initiator = role === 'initiator' ? side : other(side);
  return open.findLast((sa) => {
    const isSame = sa.version === version && sa.initiator === initiator && sa.establishedRef === null;
    return isSame && version === 2 && sa.startedAt !== null && at !== null && Math.abs(at - sa.startedAt) <= SAME_START_MS;
  });
}

function fresh(event: TimedEvent & IkeSaEvent): OpenIkeSa {
  return {
    version: event.version,
    side: event.side,
    initiator: null,
    startedRef: null,
    establishedRef: null,
    deletedRef: null,
    deleteReason: null,
    lifetimeSeconds: null,
    connId: event.connId,
    ispi: event.ikeSpis?.initiator,
    startedAt: event.change === 'started' ? event.at : null,
  };
}

function apply(sa: OpenIkeSa, event: TimedEvent & IkeSaEvent): void {
  sa.connId ??= event.connId;
  sa.ispi ??= event.ikeSpis?.initiator;
  if (event.role !== undefined) sa.initiator ??= event.role === 'initiator' ? event.side : other(event.side);
  if (event.lifetimeSeconds !== undefined) sa.lifetimeSeconds = event.lifetimeSeconds;
  if (event.change === 'started') sa.startedRef ??= event.ref;
  if (event.change === 'established') sa.establishedRef ??= event.ref;
  if (event.change !== 'deleted' && event.change !== 'failed') return;
  sa.deletedRef ??= event.ref;
  sa.deleteReason ??= event.reason ?? null;
}
