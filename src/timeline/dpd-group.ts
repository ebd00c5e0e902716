/** A DPD group is one probe or answer of dead peer detection: its sequence number is the same on both sides (RFC 3706). */
import type { DpdEvent } from '../ipsec/event.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import { recordedOf } from './grouped.ts';
import type { PeerRecord } from './record.ts';

export interface SeenProbe {
  baseAt: number | null;
  precisionMs: number;
  /** What of that the steps of the clock behind it brought; a packet's capture has none. */
  stepMs?: number | undefined;
  event?: { file: string } | undefined;
}

export interface DpdGroup {
  from: Side;
  sent: SeenProbe[];
  received: SeenProbe[];
}

const WAYS: Record<DpdEvent['change'], { what: string; isSent: boolean } | undefined> = {
  'probe-sent': { what: 'probe', isSent: true },
  'probe-received': { what: 'probe', isSent: false },
  'ack-sent': { what: 'ack', isSent: true },
  'ack-received': { what: 'ack', isSent: false },
  missed: undefined,
  dead: undefined,
};

export function groupDpd(records: Record<Side, PeerRecord>): DpdGroup[] {
  const groups = new Map<string, DpdGroup>();
  for (const side of SIDES) {
    for (const { event, baseAt, precisionMs, stepMs } of recordedOf(records[side].events, 'dpd')) {
      const way = WAYS[event.change];
      if (way === undefined || event.sequence32 === undefined) continue;
      const from = way.isSent ? side : other(side);
      const key = `${event.sequence32} ${way.what} ${from}`;
      const group = groups.get(key) ?? { from, sent: [], received: [] };
      groups.set(key, group);
      group[way.isSent ? 'sent' : 'received'].push({ event, baseAt, precisionMs, stepMs });
    }
  }
  return [...groups.values()];
}
