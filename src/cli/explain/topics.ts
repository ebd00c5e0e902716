/** Topics are what `flaptrap explain` and the generated pages tell of: causes, facts, lints and beliefs, from the data that judge, lint and lab use. */
import { LINTS } from '../../applet/lints/index.ts';
import type { Lint } from '../../applet/lints/lint.ts';
import type { Doubt, Mark } from '../../lab/doubts/doubt.ts';
import { DOUBTS } from '../../lab/doubts/index.ts';
import { SCENARIOS } from '../../lab/scenarios/index.ts';
import type { Block, CauseRule, Term } from '../../verdict/cause.ts';
import { CAUSES } from '../../verdict/causes/index.ts';
import type { Fact } from '../../verdict/fact.ts';
import { FACTS } from '../../verdict/facts/index.ts';
import { factOf } from '../../verdict/infer.ts';

export const KINDS = ['cause', 'fact', 'lint', 'belief'] as const;

export interface Section {
  title: string;
  /** A sentence each. */
  lines: readonly string[];
  /** Lines that are typed, or stand in a configuration. */
  isCode?: boolean;
}

export interface Topic {
  kind: (typeof KINDS)[number];
  id: string;
  says: string;
  sections: readonly Section[];
}

/** Of these ids some are a cause and a fact at once. */
export function listTopics(): Topic[] {
  return [
    ...Object.values<CauseRule>(CAUSES).map(causeTopic),
    ...Object.values<Fact>(FACTS).map(factTopic),
    ...Object.values<Lint>(LINTS).map(lintTopic),
    ...Object.entries<Doubt>(DOUBTS).map(([id, doubt]) => beliefTopic(id, doubt)),
  ];
}

export function causeTopic(rule: CauseRule): Topic {
  const { id, kind, statement, meaning, requires, proves, forbids, remedy, reference } = rule;
  return {
    kind: 'cause',
    id,
    says: `${statement}.`,
    sections: [
      {
        title: 'What it means',
        lines: [LETTERS, `${capital(meaning)}.`, ...(kind === 'prolongs' ? [PROLONGS] : [])],
      },
      { title: 'What shows it', lines: requires.map(sayTerm) },
      { title: 'Certain only with', lines: proves.map(sayTerm) },
      { title: 'What contradicts it', lines: forbids.map(sayTerm) },
      { title: 'Now', lines: [remedy.now] },
      { title: 'For good', lines: [remedy.forGood] },
      ...remedy.blocks.map(sayBlock),
      ...(Object.hasOwn(SCENARIOS, id)
        ? [{ title: 'See it in the lab', lines: [`flaptrap rehearse PLAYBOOK --cause ${id}`], isCode: true }]
        : []),
      { title: 'Reference (docs/domain)', lines: [reference] },
    ].filter(({ lines }) => lines.length > 0),
  };
}

/** What every cause and every fact is told in. */
export const LETTERS = 'R is the router that logged the unknown SPI X, S the one that sent with it.';

const PROLONGS = 'It says why it lasts, not why it broke.';

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sayTerm(term: Term): string {
  return `${term}: ${FACTS[factOf(term).id].question}${term.startsWith('no ') ? ' No.' : ''}`;
}

function sayBlock({ role, does, lines, effect }: Block): Section {
  return {
    title: `On ${role}, ${does === 'mends' ? 'which keeps it from coming again' : 'which ends it this time'}: ${effect}`,
    lines,
    isCode: true,
  };
}

function factTopic({ id, question, link }: Fact): Topic {
  const askers = Object.values<CauseRule>(CAUSES)
    .filter(({ requires, proves, forbids, speaks = [] }) =>
      [...requires, ...proves, ...forbids, ...speaks].some((term) => factOf(term).id === id),
    )
    .map((cause) => cause.id);
  const lines = askers.length === 0 ? ['no cause; it is told beside the verdict'] : [askers.join(', ')];
  return {
    kind: 'fact',
    id,
    says: question,
    sections: [
      { title: 'Link of the chain', lines: [link] },
      { title: 'Asked by', lines },
    ],
  };
}

export function lintTopic({ id, severity, why, source, failing, passing }: Lint): Topic {
  const code = (text: string): string[] => text.trimEnd().split('\n');
  return {
    kind: 'lint',
    id,
    says: why,
    sections: [
      { title: 'Severity', lines: [severity] },
      { title: 'It complains about', lines: code(failing), isCode: true },
      { title: 'It does not complain about', lines: code(passing), isCode: true },
      { title: 'To silence it', lines: [`! flaptrap-ignore ${id}`], isCode: true },
      { title: 'Reference (docs/domain)', lines: [source] },
    ],
  };
}

const MARKS: Readonly<Record<Mark, string>> = {
  C: 'certain: a document of Cisco says so',
  L: 'likely: seen in material of others, often on real devices',
  B: 'believed: held by practitioners, without a text behind it',
  U: 'unknown',
};

function beliefTopic(id: string, { belief, rests, mark, source, code }: Doubt): Topic {
  return {
    kind: 'belief',
    id,
    says: belief,
    sections: [
      { title: 'What rests on it', lines: [rests] },
      { title: 'How sure', lines: [MARKS[mark]] },
      { title: 'In the code', lines: code.map((file) => `src/${file}`) },
      {
        title: 'Try it on a router, or see what becomes of it where it is false',
        lines: ['flaptrap prove PLAYBOOK', `npm run bench doubts ${id}`],
        isCode: true,
      },
      { title: 'Reference (docs/domain)', lines: [source] },
    ],
  };
}
