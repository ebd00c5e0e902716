/** The format `text` is the report for an engineer at night: what happened, why we believe it, what to do. */
import { type FileReport, printDoubt } from '../../bundle/bundle.ts';
import type { Citation } from '../../ipsec/citation.ts';
import type { Tunnel } from '../../ipsec/peer.ts';
import { other, SIDES } from '../../ipsec/side.ts';
import { plainLine } from '../../plain-text.ts';
import type { PairedMessage, Timeline } from '../../timeline/model.ts';
import type { JudgedIncident, PrintedBlock, Verdict } from '../../verdict/verdict.ts';
import { sayChain } from '../chain-words.ts';
import { sayOffset } from '../clock-words.ts';
import { explainIncident } from '../explanation.ts';
import { printListening } from '../listened.ts';
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
      ...(timeline.peers === undefined
        ? []
        : wrap(`assumed (${timeline.peers.confidence}): ${timeline.peers.why}; there is no tunnel.yaml`, '        ')),
      ...headed('CLOCK', printClock(verdict)),
      ...printZones(timeline),
      ...printMessages(timeline),
      ...printListening(timeline).flatMap((each) => headed('HEARD', each)),
      ...(doubted.length === 0 ? [] : ['', 'DOUBTED', ...doubted.flatMap((each) => wrap(each, '  '))]),
      ...(incidents.length === 0 ? ['', ...wrap(sayNone(verdict), '')] : []),
      ...printOld(timeline),
      ...printStrangers(timeline),
      ...incidents.flatMap((incident, index) => printIncident(incident, index, verdict, timeline)),
      '',
      'RECOVERY',
      ...SIDES.flatMap((side) => wrap(`${tunnel[side].name}: ${verdict.recovery[side].why}.`, '  ')),
      ...(verdict.defects.length === 0
        ? []
        : ['', 'DEFECTS', ...verdict.defects.flatMap(({ id, title, why }) => wrap(`${id} ${title}: ${why}`, '  '))]),
      ...(missing.length === 0 ? [] : ['', 'NOT IN THE BUNDLE', ...missing.flatMap((each) => wrap(each, '  '))]),
      ...(timeline.files === undefined ? [] : ['', 'FILES', ...timeline.files.flatMap((file) => wrap(printFile(file), '  '))]),
    ]
      .map(plainLine)
      .join('\n')}\n`;
  },
};

/** Silence is good news only where something was heard. */
function sayNone({ recordings, tunnel }: Verdict): string {
  const unheard = SIDES.filter((side) => recordings[side].kinds.length === 0);
  if (unheard.length === 0) return 'No incident: neither router logged an unknown SPI on this tunnel.';
  if (unheard.length === SIDES.length) return 'Nothing to judge: no line of either record could be read.';
  const names = unheard.map((side) => tunnel[side].name).join(' and ');
  return `Nothing to judge: no line of a log of ${names} could be read, and the other record shows no unknown SPI.`;
}

/** `a/show_logging.txt: a log, 1200 lines, 99 % read; unfolded at 80 characters` */
function printFile({ path, takenFor, lines, readShare, done, leftOut }: FileReport): string {
  const share = readShare === null ? '' : `, ${Math.floor(readShare * PERCENT)} % read`;
  const left = leftOut.length === 0 ? '' : `; left out: ${leftOut.join(', ')}`;
  return `${path}: ${takenFor}, ${lines} ${lines === 1 ? 'line' : 'lines'}${share}${done.map((each) => `; ${each}`).join('')}${left}`;
}

const PERCENT = 100;

function printClock({ clock, tunnel }: Verdict): string {
  const said = sayOffset(clock, tunnel);
  if (said === undefined) return `the offset between the two clocks is not known (${clock.method})`;
  return clock.conflict === undefined ? said : `${said}; ${clock.conflict}`;
}

/** Every instant of the report stands on one clock, and in one zone as far as the zones are known. */
function printZones({ stampedIn, tunnel, clock }: Timeline): string[] {
  const onClock = clock.offsetMs === null ? "on each router's own clock" : `on ${tunnel.a.name}'s clock`;
  const [a, b] = SIDES.map((side) => stampedIn[side].why);
  const zones = a === b ? `zone of both routers: ${a}` : SIDES.map((side) => `${tunnel[side].name}: ${stampedIn[side].why}`).join('; ');
  const zone = SIDES.every((side) => stampedIn[side].isKnown) ? 'in UTC' : 'as far as its zone is known in UTC';
  return headed('TIMES', `${onClock}, ${zone}; ${zones}`);
}

/** What happened long before is told, and not judged. */
function printOld({ recordings, tunnel }: Timeline): string[] {
  return SIDES.flatMap((side) => {
    const count = recordings[side].oldInvalidSpis;
    const said = `${tunnel[side].name}: ${count} ${count === 1 ? 'message' : 'messages'} of an unknown SPI, older than this capture by months or years: no incident of it.`;
    return count === 0 ? [] : ['', ...wrap(said, '')];
  });
}

/** Messages that were taken for another tunnel's are named: their source may be the peer's own. */
function printStrangers({ recordings, tunnel }: Timeline): string[] {
  return SIDES.flatMap((side) => {
    const { strangers, foreignInvalidSpis } = recordings[side];
    if (strangers.length === 0) return [];
    const count = `${foreignInvalidSpis} ${foreignInvalidSpis === 1 ? 'message' : 'messages'} of an unknown SPI`;
    const said = `${tunnel[side].name}: ${count} from ${printKeys(strangers)}, no address of this tunnel: a NAT address of ${tunnel[other(side)].name}? Then tunnel.yaml takes it as natAddress.`;
    return ['', ...wrap(said, '')];
  });
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
  return headed('IKE', said);
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
    `INCIDENT ${index + 1}  ${cause.id === 'unknown' ? 'cause not found' : `${cause.id} (${cause.confidence})`}`,
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
    // They are in the words of IOS: another vendor's end takes none of them.
    ...cause.blocks.flatMap((block) => (verdict.recordings[block.side].vendors.length > 0 ? [] : printBlock(block, verdict.tunnel))),
  ];
}

/** To paste, router by router: `hq# clear crypto sa peer 198.51.100.1`. */
function printBlock({ side, does, lines, effect }: PrintedBlock, tunnel: Tunnel): string[] {
  const { name } = tunnel[side];
  const purpose = does === 'mends' ? 'keeps it from coming again' : 'helps this time only';
  return [
    '',
    ...wrap(`On ${name} (${purpose}; ${effect}):`, '  '),
    ...lines.map((line, index) => `    ${name}${isConfiguring(lines, index) ? '(config)' : ''}# ${line.trim()}`),
  ];
}

function isConfiguring(lines: readonly string[], index: number): boolean {
  return lines.slice(0, index).includes('configure terminal');
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

/** `CLOCK   …`, and below it what does not fit. */
function headed(head: string, said: string): string[] {
  return wrap(said, INDENT).map((line, index) => (index === 0 ? `${head.padEnd(INDENT.length)}${line.trimStart()}` : line));
}

const INDENT = '        ';

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
