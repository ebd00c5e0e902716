/** Shown counters are the `name: number` pairs of a line; those behind the first are named after it too. */
import { showLines } from './show-lines.ts';
import type { Shown, ShownCounter } from './shows/show.ts';

/** `Incoming IKEv2 Requests: 13       accepted:      13       rejected:    0`, `Total incoming IKEv2 SA Count:    0        active:        0` */
export const COUNTER = /(?<=^| {2}|\d )(?<name>[A-Za-z][A-Za-z0-9 ()/-]{1,60}?) {0,4}: {1,20}(?<count>\d{1,20})(?![\w.:])/g;

export function shownCounters(text: string): Shown<ShownCounter>[] {
  return showLines(text).flatMap(({ line, text: content }) => {
    const pairs = [...content.matchAll(COUNTER)].map(({ groups }) => ({
      name: groups?.['name']?.trim() ?? '',
      count: Number(groups?.['count']),
    }));
    const [first] = pairs;
    return pairs.map(({ name, count }) => ({
      value: { name: first === undefined || name === first.name ? name : `${first.name}, ${name}`, count },
      line,
      text: content,
    }));
  });
}
