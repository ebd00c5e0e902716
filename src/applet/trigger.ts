/** A trigger block joins several tagged events: which of them, how often, within which time. [C] eem.md 2, 4.6 */
import type { Token } from './token.ts';
import { wordMeant } from './word.ts';

export type Junction = 'and' | 'or' | 'andnot';

/** One event, or one tracked object, of a correlation; `correlate event A track 10` joins the object without a word. */
export type Operand = { junction: Junction | undefined } & ({ tag: string } | { track: number });

export interface TriggerBlock {
  occurs?: number | undefined;
  periodSeconds?: number | undefined;
  /** A cron entry: the period begins there. */
  periodStart?: string | undefined;
  delaySeconds?: number | undefined;
  /** `correlate event A and event B or event C`, evaluated strictly from left to right. */
  correlate: Operand[];
  attributes: { tag: string; occurs: number }[];
}

/** `trigger [occurs N] [period S] [period-start CRON] [delay S]`; undefined when it is something else. */
export function parseTrigger(tokens: readonly Token[]): TriggerBlock | undefined {
  const block: TriggerBlock = { correlate: [], attributes: [] };
  for (let at = 1; at < tokens.length; at += 2) {
    const value = tokens[at + 1]?.value;
    const number = Number(value);
    const word = wordMeant(tokens[at]?.value ?? '', ['occurs', 'period', 'period-start', 'delay']);
    if (value === undefined || (word !== 'period-start' && !Number.isFinite(number))) return undefined;
    if (word === 'occurs') block.occurs = number;
    else if (word === 'period') block.periodSeconds = number;
    else if (word === 'delay') block.delaySeconds = number;
    else if (word === 'period-start') block.periodStart = value;
    else return undefined;
  }
  return block;
}

/** `correlate {event A | track N} [{and|or|andnot} {event B | track N}] … [track N]`: true when it was understood, and the block holds it. */
export function addCorrelation(block: TriggerBlock, tokens: readonly Token[]): boolean {
  const words = tokens.slice(1).map(({ value }) => value);
  const found: Operand[] = [];
  for (let at = 0; at < words.length; at += 2) {
    const junction = found.length === 0 ? undefined : readJunction(words[at]);
    if (junction !== undefined) at += 1;
    const operand = readOperand(junction, words[at], words[at + 1]);
    if (operand === undefined || (found.length > 0 && junction === undefined && !('track' in operand))) return false;
    found.push(operand);
  }
  block.correlate = found;
  return found.length > 0;
}

function readOperand(junction: Junction | undefined, word: string | undefined, name: string | undefined): Operand | undefined {
  if (name === undefined) return undefined;
  if (word?.toLowerCase() === 'event') return { junction, tag: name };
  return word?.toLowerCase() === 'track' && /^\d+$/.test(name) ? { junction, track: Number(name) } : undefined;
}

/** `attribute tag A occurs 3` */
export function addAttribute(block: TriggerBlock, tokens: readonly Token[]): boolean {
  const [, word, tag, occurs, number] = tokens.map(({ value }) => value);
  if (word !== 'tag' || tag === undefined || (occurs !== undefined && (occurs !== 'occurs' || !Number.isFinite(Number(number)))))
    return false;
  block.attributes.push({ tag, occurs: Number(number ?? 1) });
  return true;
}

export function printTrigger({ occurs, periodSeconds, periodStart, delaySeconds, correlate, attributes }: TriggerBlock): string[] {
  const options = [
    occurs === undefined ? '' : ` occurs ${occurs}`,
    periodSeconds === undefined ? '' : ` period ${periodSeconds}`,
    periodStart === undefined ? '' : ` period-start "${periodStart}"`,
    delaySeconds === undefined ? '' : ` delay ${delaySeconds}`,
  ].join('');
  const joined = correlate.map(printOperand).join(' ');
  return [
    ` trigger${options}`,
    ...(correlate.length === 0 ? [] : [`  correlate ${joined}`]),
    ...attributes.map(({ tag, occurs: times }) => `  attribute tag ${tag} occurs ${times}`),
  ];
}

function printOperand(operand: Operand): string {
  const joined = operand.junction === undefined ? '' : `${operand.junction} `;
  return `${joined}${'tag' in operand ? `event ${operand.tag}` : `track ${operand.track}`}`;
}

function readJunction(word: string | undefined): Junction | undefined {
  return word === 'and' || word === 'or' || word === 'andnot' ? word : undefined;
}
