/** The names of evidence in a bundle are made of what a router calls its files: plain ones, and no two of a side alike. */
import { plainName } from '../plain-text.ts';

/** One for each name, in the same order; `show_logging.txt` again becomes `show_logging_2.txt`. */
export function evidenceNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const free = freeName(plainName(name), taken);
    // Some file systems tell no capital letters.
    taken.add(free.toLowerCase());
    return free;
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${stem}_${count}${ending}`;
  return free;
}
