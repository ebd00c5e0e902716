/** A verdict is why: for each incident one cause, with confidence, alternatives, evidence and what would have decided. */
import type { CauseId } from '../ipsec/cause.ts';
import type { Citation } from '../ipsec/citation.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import type { Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import type { ClockEstimate, Recording } from '../timeline/model.ts';
import type { Dropped } from './dropped.ts';
import type { Confidence, Finding } from './finding.ts';
import type { Healing } from './healing.ts';
import type { Recovery } from './recovery.ts';

/** Why one incident came about, and the lines that prove it. */
export interface Cause {
  id: CauseId | 'unknown';
  confidence: Confidence;
  alternatives: CauseId[];
  summary: string;
  remedy: string;
  evidence: Citation[];
  missing: string[];
}

/** One SPI that one receiver did not know, told and judged. */
export interface JudgedIncident {
  spi: EspSpi;
  receiver: Side;
  occurrences: number;
  /** ISO 8601 on a's clock, or on the receiver's own clock when the offset is unknown; null without stamps. */
  firstAt: string | null;
  lastAt: string | null;
  persistence: 'transient' | 'black-hole' | 'unknown';
  /** Packets that the receiver dropped for want of an SA, by its counters; null when none was captured. */
  dropped: Dropped | null;
  cause: Cause;
  healing: Healing;
}

export interface Defect {
  id: string;
  title: string;
  why: string;
}

/** The report's JSON (`flaptrap.report/1`): what every format prints. */
export interface Verdict {
  schema: 'flaptrap.report/1';
  tunnel: Tunnel;
  clock: ClockEstimate;
  /** False when nothing in the bundle says a year: then that of every instant is only assumed. */
  isYearKnown: boolean;
  incidents: JudgedIncident[];
  recovery: Record<Side, Recovery>;
  defects: Defect[];
  findings: Finding[];
  recordings: Record<Side, Recording>;
  missing: string[];
}
