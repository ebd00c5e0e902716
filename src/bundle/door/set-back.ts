/** Where stamps step back, either a second record of the same begins, or the clock was set back and the device went on: what it then printed is no copy. */

/** What is asked of each message, in the order of the file. */
export interface Stamped {
  /** Stamp and text. */
  key: string | undefined;
  at: number | undefined;
  /** How often the stamps have stepped back above it. */
  section: number;
}

/** `%SYS-6-CLOCKUPDATE: System clock has been updated from … to …` [C] */
const SET = /%SYS-6-CLOCKUPDATE: /;
/** Lines of one device stand out of order by less than this: that is no step of a clock. [L] */
export const DISORDER_MS = 10_000;
/** Fewer messages that lie in the same stretch of time tell nothing. [L] */
const COMMON_MIN = 8;
/** A second record has most of what the first has there, or the other way round; an hour that comes twice has what every probe prints. [L] */
const COPIED_SHARE = 0.5;
/** Clocks of several routers in one file step back all the time. [L] */
const STEPS_MAX = 20;

/** By section. */
export type SetBack = ReadonlyMap<number, 'told' | 'untold'>;

/** The sections in which the device went on behind a clock that was set back: told by a message, or seen by what they hold. */
export function setBack(messages: readonly Stamped[]): SetBack {
  const sections = sectionsOf(messages);
  const found = new Map<number, 'told' | 'untold'>();
  if (sections.length > STEPS_MAX + 1 && stepsIn(sections) > STEPS_MAX) return found;
  const seen = new Set<string>();
  sections.forEach((own, index) => {
    const before = sections[index - 1];
    const step = before === undefined ? undefined : stepAt(before, own, seen);
    if (step === 'told' || (step === 'untold' && !isCopy(own, { before: sections.slice(0, index).flat(), seen }))) found.set(index, step);
    for (const { key } of own) if (key !== undefined) seen.add(key);
  });
  return found;
}

function sectionsOf(messages: readonly Stamped[]): Stamped[][] {
  const sections: Stamped[][] = [];
  for (const message of messages) {
    const own = sections[message.section] ?? [];
    sections[message.section] = own;
    own.push(message);
  }
  return sections;
}

function stepsIn(sections: readonly Stamped[][]): number {
  return sections.filter((own, index) => stepMs(sections[index - 1] ?? own, own) > DISORDER_MS).length;
}

function stepMs(before: readonly Stamped[], own: readonly Stamped[]): number {
  const from = before.findLast(({ at }) => at !== undefined)?.at ?? 0;
  return from - (own.find(({ at }) => at !== undefined)?.at ?? from);
}

/** The message that tells of it bears the new time. [L] One that stood above is itself a copy. */
function stepAt(before: readonly Stamped[], own: readonly Stamped[], seen: ReadonlySet<string>): 'told' | 'untold' | undefined {
  const first = own.find(({ key }) => key !== undefined)?.key ?? '';
  if (SET.test(first) && !seen.has(first)) return 'told';
  return stepMs(before, own) > DISORDER_MS ? 'untold' : undefined;
}

function isCopy(own: readonly Stamped[], { before, seen }: { before: readonly Stamped[]; seen: ReadonlySet<string> }): boolean {
  const [here, there] = [within(own, before), within(before, own)];
  const copied = here.filter(({ key }) => key !== undefined && seen.has(key)).length;
  const least = Math.min(here.length, there.length);
  return least < COMMON_MIN || copied >= least * COPIED_SHARE;
}

/** Those that lie in the stretch of time of the others. */
export function within<Each extends Stamped>(messages: readonly Each[], others: readonly Stamped[]): Each[] {
  let [fromAt, toAt] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at = fromAt } of others) fromAt = Math.min(fromAt, at);
  for (const { at = toAt } of others) toAt = Math.max(toAt, at);
  return messages.filter(({ at, key }) => key !== undefined && at !== undefined && at >= fromAt && at <= toAt);
}
