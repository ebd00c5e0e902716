/** A recording says what one side's record covers, so that "not recorded" is never taken for "did not happen". */
import type { EventKind } from '../ipsec/event.ts';
import type { Recording } from './model.ts';
import type { PeerRecord } from './record.ts';

export interface Foreign {
  events: number;
  invalidSpis: number;
}

export function recordingOf(record: PeerRecord, foreign: Foreign): Recording {
  const kinds = new Set<EventKind>(record.events.map(({ event }) => event.kind));
  return {
    fromAt: record.fromAt,
    toAt: record.toAt,
    kinds: [...kinds].sort(),
    families: record.families,
    lines: record.lines,
    unknownLines: record.unknown,
    damagedLines: record.damaged,
    foreignEvents: foreign.events,
    foreignInvalidSpis: foreign.invalidSpis,
    gaps: record.gaps,
  };
}
