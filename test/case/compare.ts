/** Two verdicts over the same records are compared: the second was given them in another form, and may only be weaker. */
import type { JudgedIncident, Verdict } from '../../src/verdict/verdict.ts';

/** `lost`: an incident is missing, or one more is told; `different`: another cause that is called likely or certain. */
export type Outcome = 'same' | 'weaker' | 'stronger' | 'different' | 'lost';

const RANKS = ['possible', 'likely', 'certain'] as const;
const ORDER: readonly Outcome[] = ['lost', 'different', 'stronger', 'weaker', 'same'];

export function compare(plain: Pick<Verdict, 'incidents'>, formed: Pick<Verdict, 'incidents'>): { outcome: Outcome; why: string } {
  const keyOf = ({ spi, receiver }: JudgedIncident) => `${spi} at ${receiver}`;
  const given = new Map(formed.incidents.map((incident) => [keyOf(incident), incident]));
  const outcomes = plain.incidents.map((incident) => {
    const other = given.get(keyOf(incident));
    return { outcome: outcomeOf(incident, other), why: `${say(incident)}, and now ${other === undefined ? 'nothing' : say(other)}` };
  });
  const known = new Set(plain.incidents.map(keyOf));
  for (const incident of formed.incidents) {
    if (known.has(keyOf(incident))) continue;
    outcomes.push({ outcome: isQuestion(incident) ? 'weaker' : 'lost', why: `made up: ${say(incident)}` });
  }
  return outcomes.toSorted((one, two) => ORDER.indexOf(one.outcome) - ORDER.indexOf(two.outcome))[0] ?? { outcome: 'same', why: '' };
}

/**
 * Where the form took the source away, nobody can tell another tunnel's message from this one's: a message of a source that is unknown, of a
 * cause that is unknown, asks instead of claiming. To be silent about it would hide an incident of this tunnel that was masked.
 */
function isQuestion({ cause }: JudgedIncident): boolean {
  return cause.id === 'unknown' && cause.confidence === 'possible';
}

function outcomeOf(incident: JudgedIncident, other: JudgedIncident | undefined): Outcome {
  if (other === undefined) return 'lost';
  const [before, now] = [rankOf(incident), rankOf(other)];
  if (other.cause.id !== incident.cause.id) return other.cause.id === 'unknown' || now === 0 ? 'weaker' : 'different';
  if (other.occurrences !== incident.occurrences) return 'different';
  return now === before ? 'same' : now < before ? 'weaker' : 'stronger';
}

export const rankOf = ({ cause: { id, confidence } }: JudgedIncident) => (id === 'unknown' ? 0 : RANKS.indexOf(confidence));

function say({ cause, occurrences, receiver, spi }: JudgedIncident): string {
  return `${cause.id} (${cause.confidence}) ${spi} at ${receiver}, ${occurrences} times`;
}
