/** A verdict is why: for each incident one cause with its chain, its facts, its rivals, and what would decide between them. */
import type { CauseId } from '../ipsec/cause.ts';
import type { Citation } from '../ipsec/citation.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import type { Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import type { ClockEstimate, Recording } from '../timeline/model.ts';
import type { Block } from './cause.ts';
import type { Chain } from './chain.ts';
import type { Confidence } from './confidence.ts';
import type { Dropped } from './dropped.ts';
import type { Answer, Wanted } from './fact.ts';
import type { FactId } from './facts/index.ts';
import type { Healing } from './over.ts';
import type { Recovery } from './recovery.ts';
import type { Story } from './stories.ts';

/** Why one incident came about, and the lines that prove it. */
export interface Cause {
  id: CauseId | 'unknown';
  confidence: Confidence;
  /** Other roots that are not excluded, the better supported first. */
  alternatives: CauseId[];
  /** What makes it last, whatever its root. */
  prolongs: CauseId[];
  summary: string;
  remedy: string;
  /** To paste, router by router. */
  blocks: PrintedBlock[];
  evidence: Citation[];
  /** What would have decided, in words; `wouldDecide` is the same as data. */
  missing: string[];
  wouldDecide: PrintedWanted[];
}

export type PrintedBlock = Omit<Block, 'role'> & { side: Side };
export type PrintedWanted = Omit<Wanted, 'role'> & { side: Side };

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
  chain: Chain;
  healing: Healing;
}

/** One fact about one incident, as it was answered. */
export interface ToldFact extends Omit<Answer, 'wants'> {
  fact: FactId;
  /** Index into the incidents. */
  incident: number;
  wouldDecide: string[];
}

export interface Defect {
  id: string;
  title: string;
  why: string;
}

/** The report's JSON (`flaptrap.report/2`): what every format prints. */
export interface Verdict {
  schema: 'flaptrap.report/2';
  tunnel: Tunnel;
  clock: ClockEstimate;
  /** False when nothing in the bundle says a year: then that of every instant is only assumed. */
  isYearKnown: boolean;
  incidents: JudgedIncident[];
  stories: Story[];
  recovery: Record<Side, Recovery>;
  defects: Defect[];
  facts: ToldFact[];
  recordings: Record<Side, Recording>;
  missing: string[];
  /** Messages of an unknown SPI of which too little is left to judge them; absent where there are none. */
  cut?: Citation[] | undefined;
}
