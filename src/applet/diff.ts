/** A diff of applets is what a device would do otherwise: order, spacing and quoting of the text make no difference. */
import type { Action, Applet } from './model.ts';
import { inRunOrder } from './order.ts';
import { printApplet, printName } from './print.ts';

export interface AppletChange {
  name: string;
  change: 'add' | 'remove' | 'alter';
  /** Lines in the canonical print that only the standing applet has. */
  removed: string[];
  /** Lines in the canonical print that only the wanted applet has. */
  added: string[];
  /** The wanted applet as a whole. */
  wanted: string[];
}

/** What turns the standing applets into the wanted ones, by name; empty when nothing would differ. */
export function diffApplets(standing: readonly Applet[], wanted: readonly Applet[]): AppletChange[] {
  const names = [...new Set([...standing, ...wanted].map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const [before = [], after = []] = [standing, wanted].map((applets) => linesOf(applets.findLast((applet) => applet.name === name)));
    const removed = subtract(before, after);
    const added = subtract(after, before);
    if (removed.length === 0 && added.length === 0) return [];
    const change = before.length === 0 ? 'add' : after.length === 0 ? 'remove' : 'alter';
    return [{ name, change, removed, added, wanted: after } as const];
  });
}

/** Configuration lines that carry the changes out, so that nothing of what stood is left. */
export function printChanges(changes: readonly AppletChange[]): string[] {
  return changes.flatMap((change) => {
    const removal = `no event manager applet ${printName(change.name)}`;
    if (change.change === 'remove') return [removal];
    if (change.change === 'add') return change.added;
    const { removed, added, wanted } = change;
    return [...removed, ...added].every(isReplaceable) ? [wanted[0] ?? '', ...alter(removed, added)] : [removal, ...wanted];
  });
}

/** A header or a trigger block is not taken back line by line: where one differs, the applet is written anew. */
function isReplaceable(line: string): boolean {
  return LABEL.test(line) || EVENT.test(line) || DESCRIPTION.test(line);
}

/** A new action takes the place of the one with its label; whether a new event does is in no text, so the old one goes first. */
function alter(removed: readonly string[], added: readonly string[]): string[] {
  const labels = new Set(added.map(labelOf));
  const stale = removed.flatMap((line) => {
    if (EVENT.test(line)) return [` no${line}`];
    if (DESCRIPTION.test(line)) return added.some((each) => DESCRIPTION.test(each)) ? [] : [' no description'];
    const label = labelOf(line);
    return label === undefined || labels.has(label) ? [] : [` no action ${label}`];
  });
  return [...stale, ...added];
}

/** Canonical: actions in the order in which they run; the place in the file is forgotten. */
function linesOf(applet: Applet | undefined): string[] {
  if (applet === undefined) return [];
  const actions: Action[] = [...inRunOrder(applet.actions)];
  return printApplet({ ...applet, actions })
    .trimEnd()
    .split('\n');
}

function subtract(lines: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}

/** ` action 0010 cli command "enable"` */
const LABEL = /^ action (?<label>"[^"]*"|\S+)/;
const EVENT = /^ event /;
const DESCRIPTION = /^ description /;

function labelOf(line: string): string | undefined {
  return LABEL.exec(line)?.groups?.['label'];
}
