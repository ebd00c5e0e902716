/** The format `text` is the report for an engineer at night: what happened, what to do, why we believe it. */
import { type FileReport, printDoubt } from '../../bundle/bundle.ts';
import { SIDES } from '../../ipsec/side.ts';
import { plainLine } from '../../plain-text.ts';
import type { PairedMessage, Timeline } from '../../timeline/model.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { sayClockSteps, sayOffset } from '../clock-words.ts';
import { headerOf, printHeader } from '../header.ts';
import { printListening } from '../listened.ts';
import { sayMissing } from '../missing.ts';
import { sayNone } from '../none.ts';
import { sayOld, sayOtherTunnels, sayStrangers } from '../other-tunnels.ts';
import { printStory } from '../story.ts';
import { wrap, wrapUnder } from '../wrap.ts';
import type { ReportFormat } from './format.ts';

const KEYS_MAX = 4;

export const text: ReportFormat = {
  id: 'text',
  title: 'plain text',
  print: (verdict, timeline, _enclosure, columns) => {
    const { tunnel, incidents } = verdict;
    const doubts = timeline.doubts.map(printDoubt);
    const doubted = verdict.missing.filter((each) => doubts.includes(each));
    const missing = sayMissing({ tunnel, missing: verdict.missing.filter((each) => !doubts.includes(each)) });
    return `${[
      ...printHeader(headerOf(verdict, timeline), tunnel, columns),
      ...(timeline.peers === undefined
        ? []
        : wrapUnder('', `assumed (${timeline.peers.confidence}): ${timeline.peers.why}; there is no tunnel.yaml`, columns)),
      ...(doubted.length === 0 ? [] : ['', 'DOUBTED', ...doubted.flatMap((each) => wrap(each, '  ', columns))]),
      ...(incidents.length === 0 ? ['', ...wrap(sayNone(verdict), '', columns)] : []),
      ...[...sayOld(verdict), ...sayStrangers(verdict), ...sayOtherTunnels(verdict)].flatMap((each) => ['', ...wrap(each, '', columns)]),
      ...verdict.stories.flatMap((story, index) => ['', ...printStory(story, index + 1, verdict, timeline, columns)]),
      '',
      ...printRecord(verdict, timeline, columns),
      '',
      'RECOVERY',
      ...SIDES.flatMap((side) => wrap(`${tunnel[side].name}: ${verdict.recovery[side].why}.`, '  ', columns)),
      ...(verdict.defects.length === 0
        ? []
        : ['', 'DEFECTS', ...verdict.defects.flatMap(({ id, title, why }) => wrap(`${id} ${title}: ${why}`, '  ', columns))]),
      ...(missing.length === 0 ? [] : ['', 'NOT IN THE BUNDLE', ...missing.flatMap((each) => wrap(each, '  ', columns))]),
      ...(timeline.files === undefined ? [] : ['', 'FILES', ...printFiles(timeline.files).flatMap((file) => wrap(file, '  ', columns))]),
    ]
      .map(plainLine)
      .join('\n')}\n`;
  },
};

/** What all of it rests on stands behind what was found: nobody reads it first at night. */
function printRecord(verdict: Verdict, timeline: Timeline, columns: number | undefined): string[] {
  return [
    ...wrapUnder('CLOCK', printClock(verdict), columns),
    ...printZones(timeline, columns),
    ...printMessages(timeline, columns),
    ...printListening(timeline).flatMap((each) => wrapUnder('HEARD', each, columns)),
  ];
}

/** Below this share of its lines understood a log may be something else. */
const READ_SHARE_MIN = 0.5;
const FILES_MAX = 10;
/** What changes the order in which its lines are read is said. */
const TURNED = /turned round|stands in it twice|stand in it twice/;

/** Those of which something was not taken, or hardly anything was understood, and those that were worked on; the others are counted. All are in the JSON report. */
function printFiles(files: readonly FileReport[]): string[] {
  const isOdd = ({ sides, leftOut, readShare, done }: FileReport) =>
    sides.length === 0 ||
    done.some((each) => TURNED.test(each)) ||
    leftOut.length > 0 ||
    (readShare !== null && readShare < READ_SHARE_MIN);
  const odd = files.filter(isOdd);
  const more = odd.length - FILES_MAX;
  return [
    ...odd.slice(0, FILES_MAX).map(printFile),
    ...(more > 0 ? [`and ${more} more of which something was left out`] : []),
    ...(odd.length < files.length
      ? [`${odd.length === 0 ? '' : 'other '}files read: ${printRead(files.filter((file) => !isOdd(file)))}`]
      : []),
  ];
}

/** `3 logs (1200 lines, 99 % of them read), 14 shows` */
function printRead(files: readonly FileReport[]): string {
  const logs = files.filter(({ readShare }) => readShare !== null);
  const lines = logs.reduce((sum, each) => sum + each.lines, 0);
  const read = logs.reduce((sum, each) => sum + each.lines * (each.readShare ?? 0), 0);
  const share = lines === 0 ? '' : ` (${lines} lines, ${Math.floor((read / lines) * PERCENT)} % of them read)`;
  const others = files.length - logs.length;
  return [
    ...(logs.length === 0 ? [] : [`${logs.length} ${logs.length === 1 ? 'log' : 'logs'}${share}`]),
    ...(others === 0 ? [] : [`${others} ${others === 1 ? 'other' : 'others'}`]),
  ].join(', ');
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
function printZones(timeline: Timeline, columns: number | undefined): string[] {
  const { stampedIn, tunnel, clock } = timeline;
  const onClock = clock.offsetMs === null ? "on each router's own clock" : `on ${tunnel.a.name}'s clock`;
  const [a, b] = SIDES.map((side) => stampedIn[side].why);
  const zones = a === b ? `zone of each router: ${a}` : SIDES.map((side) => `${tunnel[side].name}: ${stampedIn[side].why}`).join('; ');
  const zone = SIDES.every((side) => stampedIn[side].isKnown) ? 'in UTC' : 'as far as its zone is known in UTC';
  return wrapUnder('TIMES', [`${onClock}, ${zone}`, zones, ...sayClockSteps(timeline)].join('; '), columns);
}

/** The messages that lay both records on one clock, and those that got lost. */
function printMessages({ messages }: Timeline, columns: number | undefined): string[] {
  const keysOf = (fate: PairedMessage['fate']) => [...new Set(messages.flatMap((message) => (message.fate === fate ? [message.key] : [])))];
  const delivered = keysOf('delivered');
  // A copy that got lost and was sent again did arrive in the end.
  const arrived = new Set(delivered);
  const lost = keysOf('lost').filter((key) => !arrived.has(key));
  if (delivered.length + lost.length === 0) return [];
  const met = delivered.length === 1 ? '1 message' : `${delivered.length === 0 ? 'no' : delivered.length} messages`;
  const said = `${met} seen at both ends${lost.length > 0 ? `; lost on the way: ${printKeys(lost)}` : ''}`;
  return wrapUnder('IKE', said, columns);
}

function printKeys(keys: readonly string[]): string {
  const more = keys.length > KEYS_MAX ? ` and ${keys.length - KEYS_MAX} more` : '';
  return `${keys.slice(0, KEYS_MAX).join(', ')}${more}`;
}
