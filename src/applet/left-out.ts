/** What is left out of a reading: applets of another language, and actions that stand in no applet. */
import { dialectOf } from './foreign.ts';
import type { Applet, Place } from './model.ts';
import type { Reading } from './reading.ts';
import { complain } from './statement.ts';
import { VERBS } from './verbs/index.ts';

export function noteDialect({ foreign }: Reading, applet: Applet, line: string): boolean {
  const dialect = dialectOf(line);
  if (dialect !== undefined) foreign.set(applet, dialect);
  return dialect !== undefined;
}

/** What is no applet of IOS is not read as one. */
export function takeOutForeign({ result, foreign, owners }: Reading): void {
  if (foreign.size === 0) return;
  result.foreign = [...foreign].map(([{ place }, dialect]) => ({ dialect, place }));
  result.applets = result.applets.filter((applet) => !foreign.has(applet));
  result.diagnostics = result.diagnostics.filter(({ line }) => {
    const owner = owners.get(line);
    return owner === undefined || !foreign.has(owner);
  });
}

/** `action 1.0 syslog …` */
const ORPHAN = /^\s*action\s+\S+\s+(?<verb>[a-z-]+)/i;

export function noteOrphan({ orphans, isListing }: Reading, place: Place): void {
  if (isListing) return;
  const verb = ORPHAN.exec(place.text)?.groups?.['verb'];
  if (verb !== undefined && Object.hasOwn(VERBS, verb.toLowerCase())) orphans.push(place);
}

export function sayOrphans(reading: Reading): void {
  const [first] = reading.orphans;
  if (first === undefined) return;
  const count = reading.orphans.length === 1 ? 'this action stands' : `this action and ${reading.orphans.length - 1} more stand`;
  complain(reading, first, 'warning', `${count} in no applet: nothing of it was linted`, {
    column: first.column,
    length: first.text.trim().length,
  });
}
