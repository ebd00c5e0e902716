/** Explaining a cause prints its row of facts on each incident of a bundle: what it requires, forbids and rests on, and how each was answered. */
import { FlaptrapError } from '../errors.ts';
import { plainLine } from '../plain-text.ts';
import type { CauseRule, Term } from '../verdict/cause.ts';
import { CAUSES } from '../verdict/causes/index.ts';
import { FACTS } from '../verdict/facts/index.ts';
import { factOf } from '../verdict/infer.ts';
import type { ToldFact, Verdict } from '../verdict/verdict.ts';

type Explained = Pick<Verdict, 'incidents' | 'facts'>;

export function explainCause(verdict: Explained, id: string): string {
  const cause = requireCause(id);
  const { incidents } = verdict;
  return [
    `CAUSE ${id}: ${cause.statement}.`,
    `It means that ${cause.meaning}.`,
    'R logged the unknown SPI X, S sent with it.',
    `Reference (docs/domain): ${cause.reference}`,
    ...(incidents.length === 0 ? ['', 'The bundle has no incident, so there was nothing to decide.'] : []),
    ...incidents.flatMap((_each, index) => explainIncident(cause, index, verdict)),
  ]
    .map(plainLine)
    .join('\n');
}

export function requireCause(id: string): CauseRule {
  const cause = Object.values<CauseRule>(CAUSES).find((each) => each.id === id);
  if (cause !== undefined) return cause;
  throw new FlaptrapError('input', `there is no cause ${id}`, { next: `name one of ${Object.keys(CAUSES).join(', ')}` });
}

function explainIncident({ requires, forbids, proves }: CauseRule, index: number, { incidents, facts }: Explained): string[] {
  const judged = incidents[index];
  const own = facts.filter(({ incident }) => incident === index);
  return [
    '',
    `INCIDENT ${index + 1} (SPI ${judged?.spi} at ${judged?.receiver}): the verdict is ${judged?.cause.id} (${judged?.cause.confidence})`,
    ...requires.flatMap((term) => explainTerm('requires', term, own)),
    ...proves.flatMap((term) => explainTerm('certain only with', term, own)),
    ...forbids.flatMap((term) => explainTerm('forbids', term, own)),
  ];
}

/** Of a forbidden fact that does not hold the answer alone is enough. */
function explainTerm(how: string, term: Term, facts: readonly ToldFact[]): string[] {
  const { id, is } = factOf(term);
  const answered = facts.find(({ fact }) => fact === id);
  if (answered === undefined) return [];
  const given = answered.is === 'unknown' ? 'unknown' : `${answered.is}, ${answered.grade}`;
  const isQuiet = how === 'forbids' && answered.is !== is;
  return [
    `  ${how} ${term}: ${given}${isQuiet ? '' : ` (${FACTS[id].question})`}`,
    ...(isQuiet ? [] : [`    ${answered.said}`]),
    ...(isQuiet ? [] : answered.evidence.map(({ side, file, line, text }) => `    ${side} ${file}:${line}  ${text.trim()}`)),
    ...(answered.is === 'unknown' ? answered.wouldDecide.map((each) => `    would have decided: ${each}`) : []),
  ];
}
