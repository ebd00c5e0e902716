/** A fact is a question about one incident with three answers, the lines that give the answer, and what would give it when it is unknown. */
import type { Citation } from '../ipsec/citation.ts';
import { oncePerScene, type Scene } from './scene.ts';

/** R logged the unknown SPI, S sent with it. */
export type Role = 'R' | 'S';
export type When = 'at the making' | 'before the end' | 'over the end' | 'at the message' | 'after the message' | 'now';

/** An end of another vendor is asked in its own words. */
export interface OwnWords {
  vendor: string;
  ask: string;
}

/** What would answer: which debug, log or show, on which peer, when; data, never prose. */
export interface Wanted {
  role: Role;
  look: { debug: 'ike' | 'ipsec' } | { show: string } | { log: true } | { packets: true } | OwnWords;
  when: When;
}

/** `shown`: the lines allow nothing else; `suggested`: they speak for it, and allow other readings; `hinted`: little more than a guess. */
export type Grade = 'shown' | 'suggested' | 'hinted';

/** What the lines say to a fact's question, and what would say more. */
export interface Answer {
  is: 'yes' | 'no' | 'unknown';
  grade: Grade;
  /** What was found, in one sentence that names the peers. */
  said: string;
  evidence: Citation[];
  wants: Wanted[];
}

/** Which link of the chain it tells of: who sends, why R does not know, whether S was told, why S sends, what ends it. */
export type Link = 'who' | 'forgot' | 'told' | 'sends' | 'heals';

/** A question about one incident that the lines answer with yes, no, or not at all. */
export interface Fact {
  id: string;
  /** With R, S and X for the peers and the SPI. */
  question: string;
  link: Link;
  ask(scene: Scene): Answer;
}

const answeredOf = oncePerScene(() => new Map<string, Answer>());

/** A fact that is asked for by others too is worked out once. */
export function answerOf(fact: Fact, scene: Scene): Answer {
  const answered = answeredOf(scene);
  const known = answered.get(fact.id);
  if (known !== undefined) return known;
  const answer = fact.ask(scene);
  answered.set(fact.id, answer);
  return answer;
}

export function yes(said: string, evidence: Citation[], grade: Grade = 'shown', wants: Wanted[] = []): Answer {
  return { is: 'yes', grade, said, evidence, wants };
}

export function no(said: string, evidence: Citation[] = [], grade: Grade = 'shown', wants: Wanted[] = []): Answer {
  return { is: 'no', grade, said, evidence, wants };
}

export function unknown(said: string, wants: Wanted[], evidence: Citation[] = []): Answer {
  return { is: 'unknown', grade: 'hinted', said, evidence, wants };
}

export const debug = (role: Role, which: 'ike' | 'ipsec', when: When): Wanted => ({ role, look: { debug: which }, when });
export const show = (role: Role, command: string, when: When = 'at the message'): Wanted => ({ role, look: { show: command }, when });
export const capture = (role: Role, when: When): Wanted => ({ role, look: { packets: true }, when });
export const log = (role: Role, when: When): Wanted => ({ role, look: { log: true }, when });
