/** A debug switch is where a record says that a debug family was switched on or off: a command that someone typed, what IOS answers, a start of the device. */
import type { BundleFile } from '../bundle/bundle.ts';
import { DEBUGS } from '../ios/debugs.ts';
import { vendorOf } from '../vendors/families/index.ts';
import type { RecordedEvent } from './clock-step.ts';

export interface DebugSwitch {
  family: string;
  isOn: boolean;
  file: string;
  line: number;
  /** On the clock of the record's end; null unless the line has a stamp of its own. */
  baseAt: number | null;
  why: string;
}

/** `Crypto ISAKMP debugging is on`, `All possible debugging has been turned off` [C] */
export const SWITCHED = /^\s*(?:\S.{0,60}? debugging is (on|off)|All possible debugging has been turned off)\b/;
const ANSWERS = /debugging (?:is o(?:n|ff)|has been turned off)/;
/** `undebug all`, `no debug crypto isakmp`, `debug crypto ikev2`: after spelling out. */
export const SWITCHING = /^(?:do )?(no debug|undebug|debug) (.+?)\s*$/i;
/** A stamp of its own is this sharp; what is interpolated between others is not. [L] */
const SHARP_MS = 1000;

const FAMILIES = Object.values(DEBUGS);

/** All that the commands on record, and the device's starts, say; in the order of each file's lines. */
export function switchesIn(events: readonly RecordedEvent[], files: readonly BundleFile[]): DebugSwitch[] {
  const told = events.filter(({ event }) => event.kind === 'command' || event.kind === 'reload');
  const typed = told.flatMap((recorded) => [...switchedBy(recorded), ...startedAt(recorded)]);
  const answered = files.flatMap(({ name, text }) => (ANSWERS.test(text) ? answersIn(name, text) : []));
  return [...typed, ...answered].sort((one, two) => one.line - two.line);
}

/** An end that is no IOS has none of these debugs to lose. */
function startedAt(recorded: RecordedEvent): DebugSwitch[] {
  if (recorded.event.kind !== 'reload' || vendorOf(recorded.event.text) !== undefined) return [];
  return FAMILIES.map(({ id }) => ({ family: id, isOn: false, ...placeOf(recorded), why: 'off since the device started' }));
}

function switchedBy(recorded: RecordedEvent): DebugSwitch[] {
  const { event } = recorded;
  const [, word = '', what = ''] = (event.kind === 'command' ? SWITCHING.exec(event.command) : null) ?? [];
  const isOn = word.toLowerCase() === 'debug';
  const meant = FAMILIES.filter(({ on }) => word !== '' && (what === 'all' || on[0] === `debug ${what}`));
  return meant.map(({ id }) => ({ family: id, isOn, ...placeOf(recorded), why: `switched ${isOn ? 'on' : 'off'} on record` }));
}

function placeOf({ event, baseAt, precisionMs }: RecordedEvent): Pick<DebugSwitch, 'file' | 'line' | 'baseAt'> {
  return { file: event.file, line: event.line, baseAt: precisionMs <= SHARP_MS ? baseAt : null };
}

const SHOW_DEBUGGING = /^show_debug/i;

/** The families that `show debugging` lists, where it is a file of its own: it is asked when the record is collected. */
export function listedAtEnd(files: readonly BundleFile[]): Set<string> {
  const texts = files.filter(({ name }) => SHOW_DEBUGGING.test(name)).map(({ text }) => text);
  return new Set(texts.flatMap((text) => FAMILIES.filter(({ shown }) => shown[0]?.test(text)).map(({ id }) => id as string)));
}

/** IOS's answer to a command, and each line of `show debugging`. */
function answersIn(file: string, text: string): DebugSwitch[] {
  return text.split('\n').flatMap((said, index) => {
    const match = ANSWERS.test(said) ? SWITCHED.exec(said) : null;
    if (match === null) return [];
    const isOn = match[1] === 'on';
    const meant = FAMILIES.filter(({ shown }) => match[1] === undefined || shown[0]?.test(said.replace(/ is off\b/, ' is on')));
    return meant.map(({ id }) => ({
      family: id,
      isOn,
      file,
      line: index + 1,
      baseAt: null,
      why: `said to be ${isOn ? 'on' : 'off'} on record`,
    }));
  });
}
