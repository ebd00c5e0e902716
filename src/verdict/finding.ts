/** A finding is one rule's statement about one incident, with the lines that prove it or the evidence that is missing. */
import type { CauseId } from '../ipsec/cause.ts';
import type { Citation } from '../ipsec/citation.ts';

export type Outcome = 'holds' | 'refuted' | 'unknown';
export type Confidence = 'certain' | 'likely' | 'possible';

/** What one rule says of one incident. */
export interface Finding {
  rule: CauseId;
  /** Index into Timeline.incidents. */
  incident: number;
  outcome: Outcome;
  /** Only meaningful when it holds; `certain` is a promise that it is never wrong. */
  confidence: Confidence;
  /** What was found, in one sentence that names the peers. */
  statement: string;
  evidence: Citation[];
  /** What was not captured that would have decided: which command or debug, on which peer. */
  missing: string[];
}
