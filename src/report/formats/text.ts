/** The format `text` is the report for an engineer at night: what happened, why we believe it, what to do. */
import { printDoubt } from '../../bundle/bundle.ts';
import type { Citation } from '../../ipsec/citation.ts';
import type { Tunnel } from '../../ipsec/peer.ts';
import { SIDES } from '../../ipsec/side.ts';
import { plainLine } from '../../plain-text.ts';
import type { PairedMessage, Timeline } from '../../timeline/model.ts';
import type { JudgedIncident, Verdict } from '../../verdict/verdict.ts';
import { sayChain } from '../chain-words.ts';
import { explainIncident } from '../explanation.ts';
import type { ReportFormat } from './format.ts';

const EVIDENCE_LINES_MAX = 14;
const TEXT_CHARACTERS = 160;
const KEYS_MAX = 6;

export const text: ReportFormat = {
  id: 'text',
  title: 'plain text',
  print: (verdict, timeline) => {
    const { tunnel, incidents } = verdict;
    const doubts = timeline.doubts.map(printDoubt);
    const doubted = verdict.missing.filter((each) => doubts.includes(each));
    const missing = verdict.missing.filter((each) => !doubts.includes(each));
    return `${[
      `TUNNEL  ${tunnel.a.name} (a, ${tunnel.a.address}) - ${tunnel.b.name} (b, ${tunnel.b.address})`,
      `CLOCK   ${printClock(verdict)}`,
      ...printMessages(timeline),
      ...(doubted.length === 0 ? [] : ['', 'DOUBTED', ...doubted.flatMap((each) => wrap(each, '  '))]),
      ...(incidents.length === 0 ? ['', 'No incident: neither record shows an unknown SPI on this tunnel.'] : []),
      ...incidents.flatMap((incident, index) => printIncident(incident, index, verdict, timeline)),
      '',
      'RECOVERY',
      ...SIDES.flatMap((side) => wrap(`${tunnel[side].name}: ${verdict.recovery[side].why}.`, '  ')),
      ...(verdict.defects.length === 0
        ? []
        : ['', 'DEFECTS', ...verdict.defects.flatMap(({ id, title, why }) => wrap(`${id} ${title}: ${why}`, '  '))]),
      ...(missing.length === 0 ? [] : ['', 'NOT IN THE BUNDLE', ...missing.flatMap((each) => wrap(each, '  '))]),
    ]
      .map(plainLine)
      .join('\n')}\n`;
  },
};

function printClock({ clock, tunnel }: Verdict): string {
  const { offsetMs, uncertaintyMs, method, conflict } = clock;
  if (offsetMs === null) return `the offset between the peers is not known (${method})`;
  const bound = uncertaintyMs === null ? '' : ` +- ${round(uncertaintyMs)}`;
  return `${tunnel.b.name} minus ${tunnel.a.name}: ${round(offsetMs)}${bound} ms, by ${method}${conflict === undefined ? '' : `; ${conflict}`}`;
}

/** The messages that lay both records on one clock, and those that got lost. */
function printMessages({ messages }: Timeline): string[] {
  const keysOf = (fate: PairedMessage['fate']) => [...new Set(messages.flatMap((message) => (message.fate === fate ? [message.key] : [])))];
  const delivered = keysOf('delivered');
  // A copy that got lost and was sent again did arrive in the end.
  const arrived = new Set(delivered);
  const lost = keysOf('lost').filter((key) => !arrived.has(key));
  if (delivered.length + lost.length === 0) return [];
  const said = `${printKeys(delivered)} seen at both ends${lost.length > 0 ? `; lost on the way: ${printKeys(lost)}` : ''}`;
  return wrap(said, '        ').map((line, index) => (index === 0 ? `IKE     ${line.trimStart()}` : line));
}

function printKeys(keys: readonly string[]): string {
  const more = keys.length > KEYS_MAX ? ` and ${keys.length - KEYS_MAX} more` : '';
  return keys.length === 0 ? 'no message' : `${keys.slice(0, KEYS_MAX).join(', ')}${more}`;
}

function printIncident(incident: JudgedIncident, index: number, verdict: Verdict, timeline: Timeline): string[] {
  const { cause } = incident;
  const explanation = explainIncident(verdict, timeline, index);
  if (explanation === undefined) return [];
  return [
    '',
    `INCIDENT ${index + 1}  ${cause.id} (${cause.confidence})`,
    ...sayChain(incident, verdict).flatMap((each) => wrap(each, '  ')),
    ...(cause.prolongs.length === 0 ? [] : wrap(`What makes it last: ${cause.prolongs.join(', ')}.`, '  ')),
    '',
    'What happened',
    ...wrap(explanation.happened, '  '),
    '',
    'Why we believe it',
    ...wrap(explanation.believed, '  '),
    ...printEvidence(cause.evidence, verdict.tunnel),
    '',
    'What to do',
    ...wrap(explanation.advice, '  '),
  ];
}

/** Of a message that came again and again the first two and the last are enough. */
function withoutRepeats(evidence: readonly Citation[]): Citation[] {
  const logs = evidence.filter(({ text: said }) => INVALID_SPI.test(said));
  return evidence.filter((each) => !logs.includes(each) || logs.indexOf(each) < 2 || each === logs.at(-1));
}

const INVALID_SPI = /CRYPTO-4-RECVD_PKT_INV_SPI/;

function printEvidence(all: readonly Citation[], tunnel: Tunnel): string[] {
  const evidence = withoutRepeats(all);
  const lines = evidence.slice(0, EVIDENCE_LINES_MAX).map(({ side, file, line, text: said }) => {
    const words = said.trim();
    return `  ${tunnel[side].name} (${side}) ${file}:${line}  ${words.length > TEXT_CHARACTERS ? `${words.slice(0, TEXT_CHARACTERS)}...` : words}`;
  });
  const more = all.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more lines`] : lines;
}

function round(ms: number): string {
  return String(Math.round(ms * 10) / 10);
}

/** Prose is broken at blanks, so that it fits a terminal. */
const COLUMNS = 96;

function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > COLUMNS) {
      lines.push(`${indent}${line}`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, `${indent}${line}`];
}
