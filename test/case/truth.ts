/** The truth of a case is what its author knows of the tunnel; no verdict may disagree with it, whatever was expected before. */
import { parse } from 'yaml';
import { z } from 'zod';
import { CAUSE_IDS } from '../../src/ipsec/cause.ts';
import { SIDES } from '../../src/ipsec/side.ts';
import type { JudgedIncident, Verdict } from '../../src/verdict/verdict.ts';

const cause = z.enum([...CAUSE_IDS, 'unknown']);

const incident = z.strictObject({
  cause,
  /** What an honest engineer might say as well. */
  accepted: z.array(cause).optional(),
  /** False where nothing in the files decides it: then `unknown` is right as well. */
  decidable: z.literal(false).optional(),
  receiver: z.enum(SIDES),
  spi: z.stringFormat('spi', /^0x[\dA-F]{8}$/).optional(),
  persistence: z.enum(['transient', 'black-hole', 'unknown']).optional(),
  confidence: z.enum(['certain', 'likely', 'possible']).optional(),
  /** What must be named beside it. */
  alternatives: z.array(cause).optional(),
});

/** One for each incident that matters, the first first; none: the tunnel is healthy. */
const truth = z.array(incident);

export type TrueIncident = z.infer<typeof incident>;

export function parseTruth(text: string): TrueIncident[] {
  return truth.parse(parse(text));
}

/** What may be said of it. */
export function acceptedOf({ cause, accepted = [], decidable }: TrueIncident): string[] {
  return [cause, ...accepted, ...(decidable === false ? ['unknown'] : [])];
}

/** A last packet for an SA that a rekey retired is rightly told apart from the story's own cause. */
export function isByTheWay(rule: string, index: number): boolean {
  return index > 0 && rule === 'rekey-reorder';
}

/** In sentences, each of which fails the case; none when the verdict may stand. */
export function disagreements(truths: readonly TrueIncident[], { incidents }: Pick<Verdict, 'incidents'>): string[] {
  if (truths.length === 0) return incidents.map((each) => `the tunnel is healthy, and the verdict says ${sayJudged(each)}`);
  const named = truths.flatMap((each) => [...acceptedOf(each), ...(each.alternatives ?? [])]);
  const wrong = incidents.filter(
    ({ cause: { id, confidence } }, index) => confidence === 'certain' && !named.includes(id) && !isByTheWay(id, index),
  );
  return [...missed(truths, incidents), ...wrong.map((each) => `the verdict is certain and wrong: ${sayJudged(each)}`)];
}

/** Each incident of the verdict stands for one of the truth. */
function missed(truths: readonly TrueIncident[], incidents: readonly JudgedIncident[]): string[] {
  const left = [...incidents];
  return truths.flatMap((each) => {
    const at = left.findIndex(
      ({ receiver, spi, cause: { id } }) =>
        receiver === each.receiver && acceptedOf(each).includes(id) && (each.spi === undefined || each.spi === spi),
    );
    const [found] = at < 0 ? [] : left.splice(at, 1);
    return found === undefined ? [`${sayTrue(each)} is not in the verdict, which says ${sayAll(incidents)}`] : detailsOf(each, found);
  });
}

function detailsOf({ persistence, confidence, alternatives = [] }: TrueIncident, found: JudgedIncident): string[] {
  const differs = (what: string, wanted: string | undefined, given: string) =>
    wanted === undefined || wanted === given ? [] : [`${sayJudged(found)}: its ${what} is ${wanted}, not ${given}`];
  return [
    ...differs('persistence', persistence, found.persistence),
    ...differs('confidence', confidence, found.cause.confidence),
    ...alternatives
      .filter((id) => !(found.cause.alternatives as string[]).includes(id))
      .map((id) => `${sayJudged(found)}: ${id} is not among its alternatives`),
  ];
}

const sayTrue = (each: TrueIncident) =>
  `${acceptedOf(each).join(' or ')} at ${each.receiver}${each.spi === undefined ? '' : ` ${each.spi}`}`;
const sayJudged = ({ cause, receiver, spi }: JudgedIncident) => `${cause.id} (${cause.confidence}) at ${receiver} ${spi}`;
const sayAll = (all: readonly JudgedIncident[]) => (all.length === 0 ? 'nothing' : all.map(sayJudged).join(', '));
