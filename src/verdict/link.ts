/** A link of the chain is one of its answers: what is said, since when, how surely, by which lines, and what would say more. */
import type { Citation } from '../ipsec/citation.ts';
import type { Confidence } from './confidence.ts';
import { printWanted } from './decide.ts';
import type { Answer, Link as LinkId } from './fact.ts';
import { type Answers, FACTS, type FactId } from './facts/index.ts';
import type { Inference } from './infer.ts';
import type { Scene } from './scene.ts';

export interface Link<How extends string> {
  how: How | 'unknown';
  /** ISO 8601 on a's clock; null when it is not known. */
  at: string | null;
  confidence: Confidence;
  evidence: Citation[];
  wouldDecide: string[];
}

/** A link is no surer than the world that it belongs to. */
export function partsOf(
  scene: Scene,
  { grade, evidence, wants }: Answer,
  { confidence }: Inference,
): Pick<Link<never>, 'confidence' | 'evidence' | 'wouldDecide'> {
  const own: Confidence = grade === 'shown' && confidence === 'certain' ? 'certain' : grade === 'hinted' ? 'possible' : 'likely';
  return { confidence: own, evidence, wouldDecide: own === 'certain' ? [] : wants.map((wanted) => printWanted(wanted, scene)) };
}

const LOOKS_MAX = 3;

export function wantedFor(scene: Scene, answers: Answers, link: LinkId): string[] {
  const ids = (Object.keys(FACTS) as FactId[]).filter((id) => FACTS[id].link === link && answers[id].is === 'unknown');
  return [...new Set(ids.flatMap((id) => answers[id].wants.map((wanted) => printWanted(wanted, scene))))].slice(0, LOOKS_MAX);
}
