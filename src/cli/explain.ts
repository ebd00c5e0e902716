/** `flaptrap explain` tells what a cause, a fact, a lint or a belief is; explaining a cause on a bundle prints its row of facts on each incident. */
import type { Command } from 'commander';
import { FlaptrapError } from '../errors.ts';
import { printPlace } from '../ipsec/citation.ts';
import { sayNearest } from '../nearest.ts';
import { plainLine } from '../plain-text.ts';
import { sayNothing } from '../report/none.ts';
import type { CauseRule } from '../verdict/cause.ts';
import { CAUSES } from '../verdict/causes/index.ts';
import { FACTS } from '../verdict/facts/index.ts';
import { factOf } from '../verdict/infer.ts';
import type { ToldFact, Verdict } from '../verdict/verdict.ts';
import { EXIT } from './exit-code.ts';
import { KINDS, LETTERS, listTopics, type Topic } from './explain/topics.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export function defineExplain(command: Command, { screen, show }: Door): void {
  command
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap explain delete-lost\n\nWithout an id it lists all causes, facts, lints and beliefs.')
    .action((id: string | undefined, options) => show(explain(id, options, screen)));
}

export async function explain(id: string | undefined, { json }: { json?: boolean }, screen: Screen): Promise<number> {
  const all = listTopics();
  const topics = id === undefined ? all : all.filter((topic) => topic.id === id);
  if (id !== undefined && topics.length === 0) throw unknownTopic(id, all);
  if (json === true) screen.print(JSON.stringify({ schema: 'flaptrap.explain/1', topics }, null, 2));
  else screen.print((id === undefined ? listAll(all) : topics.flatMap(printTopic)).join('\n'), 'prose');
  return EXIT.done;
}

/** All of one id, as it is printed. */
export function explainText(id: string): string {
  const all = listTopics();
  const topics = all.filter((topic) => topic.id === id);
  if (topics.length === 0) throw unknownTopic(id, all);
  return topics.flatMap(printTopic).join('\n');
}

function unknownTopic(id: string, all: readonly Topic[]): FlaptrapError {
  const near = sayNearest(
    id,
    all.map((topic) => topic.id),
  );
  return new FlaptrapError('input', `there is no cause, fact, lint or belief ${id}${near}`, {
    next: '`flaptrap explain` lists all of them',
  });
}

function listAll(topics: readonly Topic[]): string[] {
  const lists = KINDS.flatMap((kind) => {
    const own = topics.filter((topic) => topic.kind === kind);
    const width = Math.max(...own.map(({ id }) => id.length));
    return [`${kind.toUpperCase()}S`, ...own.map(({ id, says }) => `  ${id.padEnd(width)}  ${says}`), ''];
  });
  return [LETTERS, '', ...lists.slice(0, -1)];
}

function printTopic({ kind, id, says, sections }: Topic, index: number): string[] {
  return [
    ...(index === 0 ? [] : ['']),
    `${kind.toUpperCase()} ${id}: ${says}`,
    ...sections.flatMap(({ title, lines, isCode }) => [`  ${title}:`, ...lines.map((line) => `    ${isCode === true ? '  ' : ''}${line}`)]),
  ];
}

type Explained = Pick<Verdict, 'incidents' | 'facts' | 'recordings' | 'tunnel' | 'cut'>;

export function explainCause(verdict: Explained, id: string): string {
  const cause = requireCause(id);
  const { incidents } = verdict;
  return [
    `CAUSE ${id}: ${cause.statement}.`,
    `It means that ${cause.meaning}.`,
    LETTERS,
    `Reference (docs/domain): ${cause.reference}`,
    ...(incidents.length === 0 ? ['', sayNothing(verdict) ?? 'The bundle has no incident, so there was nothing to decide.'] : []),
    ...incidents.flatMap((_each, index) => explainIncident(cause, index, verdict)),
  ]
    .map(plainLine)
    .join('\n');
}

export function requireCause(id: string): CauseRule {
  const cause = Object.values<CauseRule>(CAUSES).find((each) => each.id === id);
  if (cause !== undefined) return cause;
  throw new FlaptrapError('input', `there is no cause ${id}${sayNearest(id, Object.keys(CAUSES))}`, {
    next: `name one of ${Object.keys(CAUSES).join(', ')}`,
  });
}

function explainIncident({ requires, forbids, proves }: CauseRule, index: number, { incidents, facts, tunnel }: Explained): string[] {
  const judged = incidents[index];
  if (judged === undefined) return [];
  const { spi, receiver, cause } = judged;
  const own = facts.filter(({ incident }) => incident === index);
  const explain = (how: string, term: Term) => explainTerm(how, term, own, tunnel);
  return [
    '',
    `INCIDENT ${index + 1} (SPI ${spi} at ${tunnel[receiver].name}): the verdict is ${cause.id} (${cause.confidence})`,
    ...requires.flatMap((term) => explain('needed', factOf(term))),
    ...proves.flatMap((term) => explain('needed to be certain', factOf(term))),
    ...forbids.map(factOf).flatMap(({ id, is }) => explain(CONTRADICTS, { id, is: is === 'yes' ? 'no' : 'yes' })),
  ];
}

type Term = ReturnType<typeof factOf>;

const CONTRADICTS = 'must not contradict';

/** What the answer is and what it had to be, without a negation of a negation; of what does not contradict the answer alone is enough. */
function explainTerm(how: string, { id, is: wanted }: Term, facts: readonly ToldFact[], tunnel: Verdict['tunnel']): string[] {
  const answered = facts.find(({ fact }) => fact === id);
  if (answered === undefined) return [];
  const given = answered.is === 'unknown' ? 'not known' : `${answered.is} (${answered.grade})`;
  const fit = answered.is === wanted ? 'as it must be' : `and it must be ${wanted}`;
  const isQuiet = how === CONTRADICTS && (answered.is === wanted || answered.is === 'unknown');
  return [
    `  ${how}: ${id} is ${given}, ${fit}${isQuiet ? '' : `: ${FACTS[id].question}`}`,
    ...(isQuiet ? [] : [`    ${answered.said}`]),
    ...(isQuiet ? [] : answered.evidence.map((each) => `    ${tunnel[each.side].name} ${printPlace(each)}  ${each.text.trim()}`)),
    ...(answered.is === 'unknown' ? answered.wouldDecide.map((each) => `    would have decided: ${each}`) : []),
  ];
}
