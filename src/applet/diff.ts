/** A diff of applets is what a device would do otherwise: order, spacing and quoting of the text make no difference. */
import type { Action, Applet } from './model.ts';
import { inRunOrder } from './order.ts';
import { printApplet } from './print.ts';

export interface AppletChange {
  name: string;
  change: 'add' | 'remove' | 'alter';
  /** Lines in the canonical print that only the standing applet has. */
  removed: string[];
  /** Lines in the canonical print that only the wanted applet has. */
  added: string[];
}

/** What turns the standing applets into the wanted ones, by name; empty when nothing would differ. */
export function diffApplets(standing: readonly Applet[], wanted: readonly Applet[]): AppletChange[] {
  const names = [...new Set([...standing, ...wanted].map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const [before, after] = [standing, wanted].map((applets) => linesOf(applets.find((applet) => applet.name === name)));
    const removed = subtract(before ?? [], after ?? []);
    const added = subtract(after ?? [], before ?? []);
    if (removed.length === 0 && added.length === 0) return [];
    return [{ name, change: before?.length === 0 ? 'add' : after?.length === 0 ? 'remove' : 'alter', removed, added } as const];
  });
}

/** Configuration lines that carry the changes out: a shrunk applet loses its stale actions. */
export function printChanges(changes: readonly AppletChange[]): string[] {
  return changes.flatMap(({ name, change, removed, added }) => {
    if (change === 'remove') return [`no event manager applet ${name}`];
    if (change === 'add') return added;
    const header = [...removed, ...added].find((line) => line.startsWith('event manager applet ')) ?? `event manager applet ${name}`;
    const body = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith(' '));
    const labels = new Set(body(added).map(labelOf));
    const stale = body(removed).flatMap((line) => {
      const label = labelOf(line);
      // A new action with the label, or a new event, takes the place of the old one.
      return label === undefined || labels.has(label) ? [] : [` no action ${label}`];
    });
    return [header, ...stale, ...body(added)];
  });
}

/** Canonical: actions in the order in which they run; the place in the file is forgotten. */
function linesOf(applet: Applet | undefined): string[] {
  if (applet === undefined) return [];
  const actions: Action[] = inRunOrder(applet.actions);
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

function labelOf(line: string): string | undefined {
  return LABEL.exec(line)?.groups?.['label'];
}
