/** One-ended records: what the record of R alone can say to each fact, and how sure it can make a cause. Without R's record there is no message, and no incident. */
import type { CauseRule, Term } from './cause.ts';
import type { Confidence } from './confidence.ts';
import type { Grade } from './fact.ts';
import type { FactId } from './facts/index.ts';
import { factOf } from './infer.ts';

/** The surest that each answer can be; one that is not there takes S's record. */
export type Alone = Readonly<Partial<Record<'yes' | 'no', Grade>>>;

const BOTH_SHOWN: Alone = { yes: 'shown', no: 'shown' };
/** R's own lines speak for it and show that it is not so. */
const SPOKEN_FOR: Alone = { yes: 'suggested', no: 'shown' };
/** S's own record answers it, or both together. */
const NEVER: Alone = {};

export const R_ALONE: Readonly<Record<FactId, Alone>> = {
  'alive-elsewhere': { no: 'shown' },
  cleared: SPOKEN_FOR,
  'counted-on': NEVER,
  'crossing-initiations': SPOKEN_FOR,
  'crossing-rekeys': SPOKEN_FOR,
  'declared-dead': BOTH_SHOWN,
  'delete-left': BOTH_SHOWN,
  // That it had to be sent again; that it was answered.
  'delete-lost': SPOKEN_FOR,
  'delete-on-wire': NEVER,
  'delete-unsendable': BOTH_SHOWN,
  'deleted-at-receiver': BOTH_SHOWN,
  'deleted-by-sender': SPOKEN_FOR,
  'ended-by-contact': SPOKEN_FOR,
  'deleted-with-ike-sa': BOTH_SHOWN,
  'dropped-on': { yes: 'suggested', no: 'suggested' },
  'ended-early': SPOKEN_FOR,
  'esp-around': BOTH_SHOWN,
  'esp-on-wire': { yes: 'shown', no: 'suggested' },
  'expired-by-idle': { yes: 'shown' },
  'expired-by-time': BOTH_SHOWN,
  'expired-by-volume': BOTH_SHOWN,
  'given-up': BOTH_SHOWN,
  'goes-on': BOTH_SHOWN,
  'group-key-missed': SPOKEN_FOR,
  'held-by-receiver': BOTH_SHOWN,
  'held-by-sender': NEVER,
  // Who was not heard may not have spoken.
  'ike-blocked': { yes: 'hinted', no: 'shown' },
  'in-flight': BOTH_SHOWN,
  'killed-when-new': SPOKEN_FOR,
  'line-down': { yes: 'shown' },
  'listed-then-gone': SPOKEN_FOR,
  'longer-at-sender': { no: 'suggested' },
  'made-at-receiver': { yes: 'shown' },
  'mapping-stale': SPOKEN_FOR,
  'missing-in-data-plane': BOTH_SHOWN,
  'negotiation-stuck': BOTH_SHOWN,
  'path-out': { yes: 'shown', no: 'suggested' },
  'recovery-dead': BOTH_SHOWN,
  'refused-by-receiver': SPOKEN_FOR,
  'rekey-refused': SPOKEN_FOR,
  reloaded: SPOKEN_FOR,
  'replaced-at-rekey': BOTH_SHOWN,
  'sdwan-edge': SPOKEN_FOR,
  'sender-moved': SPOKEN_FOR,
  'sender-rebound': SPOKEN_FOR,
  // By what S answered, or said itself.
  'sent-after-given-up': { yes: 'suggested', no: 'suggested' },
  'short-of-resources': SPOKEN_FOR,
  'spi-begins-ff': SPOKEN_FOR,
  stranger: SPOKEN_FOR,
  'told-in-time': BOTH_SHOWN,
  'took-over': SPOKEN_FOR,
  'torn-down': BOTH_SHOWN,
  'translated-sender': SPOKEN_FOR,
  // Of R's IKE SA, which lived on.
  unprobed: { no: 'shown' },
  'used-too-early': BOTH_SHOWN,
};

export interface AtMost {
  /** Undefined: not even named. */
  confidence: Confidence | undefined;
  /** What it rests on, and what R alone cannot answer as the cause wants it. */
  lacks: Term[];
}

/** How sure the record of R alone can make the cause. */
export function aloneAtMost({ kind, requires, proves, speaks = [] }: CauseRule): AtMost {
  const alone = (term: Term): Grade | undefined => R_ALONE[factOf(term).id][factOf(term).is];
  const lacks = [...new Set([...requires, ...proves])].filter((term) => alone(term) === undefined);
  if (kind === 'prolongs') return { confidence: alone(requires[0]) === undefined ? undefined : 'possible', lacks };
  if (requires.every((term) => alone(term) === 'shown') && proves.every((term) => alone(term) === 'shown'))
    return { confidence: 'certain', lacks };
  if (requires.every((term) => alone(term) === 'shown' || alone(term) === 'suggested')) return { confidence: 'likely', lacks };
  return { confidence: [requires[0], ...speaks].some((term) => alone(term) !== undefined) ? 'possible' : undefined, lacks };
}
