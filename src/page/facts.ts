/** The facts of an incident: each question with its answer and the lines that give it, the open ones with what would answer them. */
import type { ToldFact } from '../verdict/verdict.ts';
import { citedLines } from './cited.ts';
import { el } from './elements.ts';
import type { Looking } from './looking.ts';

export function facts(looking: Looking, incident: number): HTMLElement {
  const own = looking.picture.verdict.facts.filter((each) => each.incident === incident);
  const answered = own.filter(({ is }) => is !== 'unknown');
  const open = own.filter(({ is }) => is === 'unknown');
  return el(
    'div',
    { class: 'facts' },
    group(`Facts: ${answered.length} answered`, answered, looking),
    group(`${open.length} questions that the records leave open`, open, looking),
  );
}

const MARKS = { yes: '\u2713 yes', no: '\u2717 no', unknown: '? open' } as const;

function group(title: string, facts: readonly ToldFact[], looking: Looking): HTMLElement {
  const made = el('details', { class: 'group' }, el('summary', {}, title));
  // Most are never opened.
  made.addEventListener('toggle', () => {
    if (made.open && made.childElementCount === 1)
      made.append(el('ul', { class: 'fact-list' }, ...facts.map((each) => factOf(each, looking))));
  });
  return made;
}

function factOf({ fact, is, said, evidence, wouldDecide }: ToldFact, looking: Looking): HTMLElement {
  return el(
    'li',
    { class: 'fact' },
    el('span', { class: `is ${is}` }, MARKS[is]),
    el(
      'div',
      {},
      el('p', { class: 'soft' }, asked(looking.picture.questions[fact] ?? fact)),
      el('p', {}, said),
      evidence.length === 0 ? undefined : citedLines(looking, evidence),
      wouldDecide.length === 0 ? undefined : el('p', { class: 'would' }, `would decide: ${wouldDecide.join('; ')}`),
    ),
  );
}

function asked(question: string): string {
  return question.endsWith('?') ? question : `${question}?`;
}
