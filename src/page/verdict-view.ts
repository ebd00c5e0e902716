/** The verdict comes first, in words: what happened, the chain of one incident, what to do, and why it is believed. */

import { onlyProlongs } from '../report/cause-name.ts';
import { linkWords } from '../report/chain-words.ts';
import { type Account, headlineOf, partsOfAdvice } from '../report/explanation.ts';
import type { JudgedIncident } from '../verdict/verdict.ts';
import { citedLines } from './cited.ts';
import { clear, el } from './elements.ts';
import { facts } from './facts.ts';
import { incidents } from './incidents.ts';
import type { Looking } from './looking.ts';
import { none } from './none.ts';
import { sureness } from './sureness.ts';

export function verdictView(looking: Looking): HTMLElement {
  const { picture } = looking;
  if (picture.verdict.incidents.length === 0) return el('section', { id: 'verdict', 'aria-labelledby': 'verdict-head' }, ...none(looking));
  const told = el('div', { class: 'told' });
  let drawn = -1;
  const draw = (): void => {
    if (drawn === looking.incident) return;
    drawn = looking.incident;
    clear(told, ...tell(looking, looking.incident));
  };
  looking.onChange(draw);
  return el('section', { id: 'verdict', 'aria-labelledby': 'verdict-head' }, incidents(looking), told);
}

function tell(looking: Looking, index: number): HTMLElement[] {
  const { verdict, told } = looking.picture;
  const incident = verdict.incidents[index];
  const words = told[index];
  if (incident === undefined || words === undefined) return [];
  const { cause } = incident;
  const isUnknown = cause.id === 'unknown';
  return [
    el(
      'header',
      { class: 'headline' },
      el('h2', { id: 'verdict-head' }, headlineOf(cause)),
      el(
        'p',
        {},
        onlyProlongs(cause) ? 'cause not found, prolonged by ' : '',
        el('code', { class: 'cause' }, isUnknown ? 'cause not found' : cause.id),
        isUnknown ? '' : ' ',
        isUnknown ? undefined : sureness(cause.confidence),
      ),
    ),
    chain(looking, incident, words.chain),
    part('What to do', ...partsOfAdvice(cause.remedy).map((each) => el('p', {}, each)), ...blocks(looking, incident)),
    part('What happened', ...happened(words.account)),
    part('Why we believe it', el('p', {}, words.explanation?.believed ?? ''), citedLines(looking, cause.evidence)),
    facts(looking, index),
  ];
}

function part(title: string, ...children: Node[]): HTMLElement {
  return el('div', { class: 'part' }, el('h3', {}, title), ...children);
}

function happened({ on, steps, outcome }: Account): HTMLElement[] {
  const rows = steps.map(({ time, said }) => el('li', {}, el('time', {}, time ?? 'no stamp'), el('span', {}, said)));
  return [el('p', { class: 'note' }, `${on}:`), el('ol', { class: 'steps' }, ...rows), el('p', {}, outcome)];
}

const LINKS = [
  ['forgot', 'Why it was not known'],
  ['told', 'Was the sender told'],
  ['sends', 'Why it was used'],
  ['heals', 'What ends it'],
] as const;

/** The chain in whole sentences, and below it link by link with its lines. */
function chain(looking: Looking, { chain: links }: JudgedIncident, sentences: readonly string[]): HTMLElement {
  const steps = LINKS.map(([id, title]) => {
    const { how, at, confidence, evidence, wouldDecide } = links[id];
    const isOpen = how === 'unknown';
    return el(
      'li',
      { class: isOpen ? 'open' : '' },
      el('span', { class: 'link-title' }, title),
      el('strong', {}, linkWords(how)),
      isOpen ? undefined : sureness(confidence),
      at === null ? undefined : el('time', {}, at.slice(11, 23)),
      evidence.length === 0 ? undefined : el('details', {}, el('summary', {}, lineCount(evidence.length)), citedLines(looking, evidence)),
      isOpen && wouldDecide.length > 0 ? el('span', { class: 'would' }, `would decide: ${wouldDecide[0]}`) : undefined,
    );
  });
  return el('div', { class: 'chain' }, el('p', { class: 'lead' }, sentences.join(' ')), el('ol', {}, ...steps));
}

function lineCount(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

function blocks({ picture: { verdict } }: Looking, { cause }: JudgedIncident): HTMLElement[] {
  return cause.blocks.flatMap(({ side, does, lines, effect }) => {
    if (verdict.recordings[side].vendors.length > 0) return [];
    const text = lines.map((line) => line.trim()).join('\n');
    const copy = el('button', { class: 'copy', click: () => void copyText(text, copy) }, 'Copy');
    const purpose = does === 'mends' ? 'keeps it from coming again' : 'helps this time only';
    return [
      el(
        'figure',
        { class: 'block' },
        el('figcaption', {}, el('span', {}, el('strong', {}, `On ${verdict.tunnel[side].name}: `), `${purpose}; ${effect}`), copy),
        el('pre', { tabindex: 0 }, ...lines.map((line) => el('span', {}, line.trim()))),
      ),
    ];
  });
}

async function copyText(text: string, button: HTMLElement): Promise<void> {
  await navigator.clipboard?.writeText(text).then(
    () => clear(button, 'Copied'),
    () => clear(button, 'Not allowed here'),
  );
}
