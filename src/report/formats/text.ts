/** The format `text` is the report for an engineer at night: what happened, why we believe it, what to do. */
import type { Tunnel } from '../../ipsec/peer.ts';
import { SIDES } from '../../ipsec/side.ts';
import type { Evidence } from '../../verdict/finding.ts';
import type { JudgedIncident, Verdict } from '../../verdict/verdict.ts';
import { wrap } from '../wrap.ts';
import type { ReportFormat } from './format.ts';

const EVIDENCE_LINES_MAX = 14;
const TEXT_CHARACTERS = 160;

export const text: ReportFormat = {
  id: 'text',
  title: 'plain text',
  print: (verdict) => {
    const { tunnel, incidents, missing } = verdict;
    return `${[
      `TUNNEL  ${tunnel.a.name} (a, ${tunnel.a.address}) - ${tunnel.b.name} (b, ${tunnel.b.address})`,
      `CLOCK   ${printClock(verdict)}`,
      ...(incidents.length === 0 ? ['', 'No incident: neither record shows an unknown SPI on this tunnel.'] : []),
      ...incidents.flatMap((incident, index) => printIncident(incident, index, tunnel)),
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

function printIncident(incident: JudgedIncident, index: number, tunnel: Tunnel): string[] {
  const { cause, spi, receiver, occurrences, firstAt, lastAt, persistence } = incident;
  const when = firstAt === null ? '' : ` at ${firstAt}${lastAt !== null && lastAt !== firstAt ? `, last at ${lastAt}` : ''}`;
  const often = occurrences === 1 ? 'once' : `${occurrences} times`;
  return [
    '',
    `INCIDENT ${index + 1}  ${cause.id} (${cause.confidence})`,
    '',
    'What happened',
    ...wrap(`${tunnel[receiver].name} logged the unknown SPI ${spi} ${often}${when}. This is ${PERSISTENCE[persistence]}.`, '  '),
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
  'black-hole': 'a black hole: the same SPI and flow came again',
  transient: 'passing: it did not come again',
  unknown: 'of unknown duration: the record ends too soon to tell',
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
