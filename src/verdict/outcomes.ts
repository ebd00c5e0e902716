/** The three ways in which a rule can end. */

import type { Citation } from '../ipsec/citation.ts';
import type { Confidence, Finding } from './finding.ts';

export type Examination = Omit<Finding, 'rule' | 'incident'>;

export function holds(confidence: Confidence, statement: string, evidence: Citation[], missing: string[] = []): Examination {
  return { outcome: 'holds', confidence, statement, evidence, missing };
}

export function refuted(statement: string, evidence: Citation[] = []): Examination {
  return { outcome: 'refuted', confidence: 'possible', statement, evidence, missing: [] };
}

/** `missing` says what would have decided: which command or debug, on which peer. */
export function unknown(statement: string, missing: string[], evidence: Citation[] = []): Examination {
  return { outcome: 'unknown', confidence: 'possible', statement, evidence, missing };
}
