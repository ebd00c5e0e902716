/** Who listened when is printed as one line a side for the debug families that heard the same, on the side's own clock: silence means something there only. */
import { SIDES } from '../ipsec/side.ts';
import { isSinceStart } from '../timeline/clock-step.ts';
import type { HeardFamily, Listening, Stretch } from '../timeline/listening.ts';
import type { Timeline } from '../timeline/model.ts';
import { sayUptime } from './instant.ts';

const EXCERPT = 'the buffer had room for all of them: it was cleared, or this is a part of the log';
const STRETCHES_MAX = 2;
const DAY_CHARACTERS = '1972-'.length;

export function printListening({ listening, tunnel }: Pick<Timeline, 'listening' | 'tunnel'>): string[] {
  return SIDES.flatMap((side) => {
    const { families, beginsLate, isExcerpt, lostBetween } = listening[side];
    const { name } = tunnel[side];
    return [
      ...alike(families).map(([said, ids]) => `${name} ${ids.join(', ')}: ${said}`),
      ...(beginsLate === null ? [] : [`${name}: ${beginsLate.why}; ${isExcerpt === true ? EXCERPT : 'what came before is gone'}`]),
      ...(lostBetween === null || lostBetween === 0 ? [] : [`${name}: ${lostBetween} messages never reached the log`]),
      ...printCounters(listening[side], name),
    ];
  });
}

/** Families of which the same is to be said share a line. */
function alike(families: readonly HeardFamily[]): [said: string, ids: string[]][] {
  const found = new Map<string, string[]>();
  for (const each of families) {
    const said = printFamily(each);
    found.set(said, [...(found.get(said) ?? []), each.family]);
  }
  return [...found];
}

function printFamily({ heard, deaf, silent = [] }: HeardFamily): string {
  const off = deaf.length === 0 ? '' : `; surely not ${printStretches(deaf)}`;
  const doubted = silent.length === 0 ? '' : `; not proven ${printStretches(silent)}`;
  return `${heard.length === 0 ? 'not known to have listened' : printStretches(heard)}${off}${doubted}`;
}

function printStretches(stretches: readonly Stretch[]): string {
  const printed = stretches.slice(0, STRETCHES_MAX).map(({ fromAt, toAt, why }) => {
    const [from, to] = [instant(fromAt), instant(toAt)];
    // The same day is said once.
    const [day, time] = to.split(' ');
    return `${from} to ${from.startsWith(`${day} `) ? time : to} (${why})`;
  });
  const more = stretches.length - printed.length;
  return `${printed.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `show logging` counts what it did not keep; a count that may be old says nothing by itself. */
function printCounters({ counters }: Listening, name: string): string[] {
  const last = counters.at(-1);
  if (last === undefined || last.dropped + last.rateLimited + last.overruns + last.flushes === 0) return [];
  const { dropped, rateLimited, overruns, flushes } = last;
  return [`${name}: ${dropped} messages dropped, ${rateLimited} rate-limited, ${overruns} overruns, ${flushes} flushes since it started`];
}

/** `01-05 03:00:21`: JSON keeps the milliseconds. */
function instant(at: number): string {
  if (isSinceStart(at)) return `uptime ${sayUptime(at)}`;
  return new Date(at).toISOString().slice(DAY_CHARACTERS, -'.223Z'.length).replace('T', ' ');
}
