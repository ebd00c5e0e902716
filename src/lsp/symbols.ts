/** Symbols are the applets of a document with their events and actions, as an editor lists them. */
import type { Place } from '../applet/model.ts';
import { type AppletDocument, type Range, rangeOf } from './document.ts';

export interface OutlineEntry {
  kind: 'applet' | 'event' | 'action';
  name: string;
  detail: string;
  range: Range;
  children: OutlineEntry[];
}

export function symbolsOf({ parsed }: AppletDocument): OutlineEntry[] {
  return parsed.applets.map(({ name, place, events, actions, others }) => {
    const children = [
      ...events.map((event) => symbolAt('event', `event ${event.detector}`, event.place)),
      ...actions.map((action) => symbolAt('action', `${action.label} ${action.verb}`, action.place)),
    ].sort((one, two) => one.range.start.line - two.range.start.line);
    const own = rangeOfLine(place);
    const last = [...events, ...actions, ...others]
      .map((each) => each.place)
      .reduce((one, two) => (two.line > one.line ? two : one), place);
    return { kind: 'applet', name, detail: `${actions.length} actions`, range: { start: own.start, end: rangeOfLine(last).end }, children };
  });
}

function symbolAt(kind: OutlineEntry['kind'], name: string, place: Place): OutlineEntry {
  return { kind, name, detail: place.text.trim().slice(0, 200), range: rangeOfLine(place), children: [] };
}

function rangeOfLine({ line, column, text }: Place): Range {
  return rangeOf(line - 1, { column, length: text.trimEnd().length - column + 1 });
}
