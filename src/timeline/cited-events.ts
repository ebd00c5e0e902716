/** Cited events are found by file and line: what a citation stands for, without going through hundreds of thousands for each. */
import { firstPlace } from '../first-place.ts';
import type { Citation } from '../ipsec/citation.ts';
import { bySide, type Side } from '../ipsec/side.ts';
import type { TimedEvent } from './model.ts';

type Place = Pick<Citation, 'side' | 'file' | 'line'>;
type Files = Record<Side, Map<string, TimedEvent[]>>;

/** Lists of events do not change once they are made. */
const KNOWN = new WeakMap<readonly TimedEvent[], Files>();

/** The first event that the line tells; undefined of a line that tells none, as those of a show. */
export function citedEvent(events: readonly TimedEvent[], { side, file, line }: Place): TimedEvent | undefined {
  const files = KNOWN.get(events) ?? filesOf(events);
  KNOWN.set(events, files);
  const own = files[side].get(file) ?? [];
  const found = own[firstPlace(own.length, (place) => (own[place]?.line ?? line) >= line)];
  return found?.line === line ? found : undefined;
}

/** Of each file its events in the order of its lines. */
function filesOf(events: readonly TimedEvent[]): Files {
  const files = bySide(() => new Map<string, TimedEvent[]>());
  const torn = new Set<TimedEvent[]>();
  for (const event of events) {
    const own = files[event.side].get(event.file);
    if (own === undefined) files[event.side].set(event.file, [event]);
    else {
      if ((own.at(-1)?.line ?? 0) > event.line) torn.add(own);
      own.push(event);
    }
  }
  for (const own of torn) own.sort((one, two) => one.line - two.line || one.ref - two.ref);
  return files;
}
