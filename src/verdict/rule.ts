/** A rule is the test for one root cause: a definition in words, and one pure function over the timeline. */
import type { CauseId } from '../ipsec/cause.ts';
import type { Incident, Timeline } from '../timeline/model.ts';
import type { Finding } from './finding.ts';

export interface Rule {
  id: CauseId;
  /** The cause as a sentence that can be true or false, with R (receiver) and S (sender) by name. */
  statement: string;
  /** What it means for the traffic. */
  meaning: string;
  /** Which evidence on which peer (R or S) the rule needs. */
  needs: readonly string[];
  /** Causes and symptoms this one accounts for, so that they are not reported beside it. */
  explains: readonly CauseId[];
  /** What to do now and for good; R and S stand for the peers' names, R.address and S.address for what the other one calls them by. */
  remedy: { now: string; forGood: string };
  /** Where the belief comes from, with its mark. */
  reference: string;
  examine(incident: Incident, timeline: Timeline): Omit<Finding, 'rule' | 'incident'>;
}
