/** The format `text` is the report for an engineer at night: what happened, why we believe it, what to do. */
import type { Tunnel } from '../../ipsec/peer.ts';
import { SIDES } from '../../ipsec/side.ts';
import type { Timeline } from '../../timeline/model.ts';
import type { Evidence } from '../../verdict/finding.ts';
import type { JudgedIncident, Verdict } from '../../verdict/verdict.ts';
import { wrap } from '../wrap.ts';
import type { ReportFormat } from './format.ts';

const EVIDENCE_LINES_MAX = 14;
const TEXT_CHARACTERS = 160;
const KEYS_MAX = 6;

export const text: ReportFormat = {
  id: 'text',
  title: 'plain text',
  print: (verdict, timeline) => {
    const { tunnel, incidents, missing } = verdict;
    return `${[
      `TUNNEL  ${tunnel.a.name} (a, ${tunnel.a.address}) - ${tunnel.b.name} (b, ${tunnel.b.address})`,
      `CLOCK   ${printClock(verdict)}`,
      ...printMessages(timeline),
      ...(incidents.length === 0 ? ['', 'No incident: neither record shows an unknown SPI on this tunnel.'] : []),
      ...incidents.flatMap((incident, index) => printIncident(incident, index, timeline)),
      '',
      'RECOVERY',
      ...SIDES.flatMap((side) => wrap(`${tunnel[side].name}: ${verdict.recovery[side].why}.`, '  ')),
      ...(verdict.defects.length === 0
        ? []
        : ['', 'DEFECTS', ...verdict.defects.flatMap(({ id, title, why }) => wrap(`${id} ${title}: ${why}`, '  '))]),
      ...(missing.length === 0 ? [] : ['', 'NOT IN THE BUNDLE', ...missing.flatMap((each) => wrap(each, '  '))]),
    ].join('\n')}\n`;
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
  const [delivered, lost] = (['delivered', 'lost'] as const).map((fate) =>
    messages.filter((message) => message.fate === fate).map(({ key }) => key),
  );
  if (delivered === undefined || lost === undefined || delivered.length + lost.length === 0) return [];
  const said = `${printKeys(delivered)} seen at both ends${lost.length > 0 ? `; lost on the way: ${printKeys(lost)}` : ''}`;
  return wrap(said, '        ').map((line, index) => (index === 0 ? `IKE     ${line.trimStart()}` : line));
}

function printKeys(keys: readonly string[]): string {
  const more = keys.length > KEYS_MAX ? ` and ${keys.length - KEYS_MAX} more` : '';
  return keys.length === 0 ? 'no message' : `${keys.slice(0, KEYS_MAX).join(', ')}${more}`;
}

function printIncident(incident: JudgedIncident, index: number, { tunnel, incidents }: Timeline): string[] {
  const { cause, spi, receiver, occurrences, firstAt, lastAt, persistence } = incident;
  const when = firstAt === null ? '' : ` at ${firstAt}${lastAt !== null && lastAt !== firstAt ? `, last at ${lastAt}` : ''}`;
  const often = occurrences === 1 ? 'once' : `${occurrences} times`;
  return [
    '',
    `INCIDENT ${index + 1}  ${cause.id} (${cause.confidence})`,
    '',
    'What happened',
    ...wrap(
      `${tunnel[receiver].name} logged the unknown SPI ${spi} ${often}${when}. ${PERSISTENCE[persistence]} (${incidents[index]?.persistenceReason ?? 'no reason'}).`,
      '  ',
    ),
    ...wrap(`${cause.summary}.`, '  '),
    '',
    'Why we believe it',
    ...printEvidence(cause.evidence, tunnel),
    ...(cause.alternatives.length === 0 ? [] : wrap(`Not excluded: ${cause.alternatives.join(', ')}.`, '  ')),
    ...cause.missing.flatMap((each) => wrap(`Would have decided: ${each}.`, '  ')),
    '',
    'What to do',
    ...wrap(cause.remedy, '  '),
  ];
}

const PERSISTENCE: Readonly<Record<JudgedIncident['persistence'], string>> = {
  'black-hole': 'This is a black hole',
  transient: 'Seen once, which normally passes',
  unknown: 'Whether it goes on is not known',
};

function printEvidence(evidence: readonly Evidence[], tunnel: Tunnel): string[] {
  const lines = evidence.slice(0, EVIDENCE_LINES_MAX).map(({ side, file, line, text: said }) => {
    const words = said.trim();
    return `  ${tunnel[side].name} (${side}) ${file}:${line}  ${words.length > TEXT_CHARACTERS ? `${words.slice(0, TEXT_CHARACTERS)}...` : words}`;
  });
  const more = evidence.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more lines`] : lines;
}

function round(ms: number): string {
  return String(Math.round(ms * 10) / 10);
}
