/** Fixing gives an applet labels whose order as text is the order in which it is read; what it does is proven the same before and after, or nothing is touched. */
import { findBlocks } from './blocks.ts';
import { mayChangePlaces } from './independent.ts';
import { isDiff, readMaterial } from './material.ts';
import type { Action, Applet } from './model.ts';
import { HEADER } from './openings.ts';
import { compareLabels, inRunOrder, jumpOf } from './order.ts';
import { parseApplets } from './parse.ts';
import type { ParsedApplets } from './reading.ts';
import { meansTheSame } from './same-meaning.ts';
import { tokenize } from './token.ts';

/** Where the order of the labels is not that of the file: `run` keeps what the router does, `file` makes it do what one reads. */
export type FixOrder = 'run' | 'file';

export interface FixOptions {
  /** Without it, only those are relabelled for which both orders do the same. */
  order?: FixOrder | undefined;
  /** The line of the only applet that is touched. */
  appletLine?: number | undefined;
}

/** A configuration whose actions are labelled so that the device runs them in the order in which they are read. */
export interface FixedText {
  text: string;
  /** How many actions have a new label. */
  relabelled: number;
  /** Applets whose labels are out of order, and why they stay as they are. */
  refused: { applet: string; line: number; why: string }[];
}

const LABEL_STEP = 10;
const LABEL_DIGITS_MIN = 4;

/** The text with its actions relabelled; `file` is a name for places, nothing is read or written. Never throws. */
export function fixText(text: string, file: string, { order, appletLine }: FixOptions = {}): FixedText {
  const parsed = parseApplets(text, file);
  const fixed: FixedText = { text, relabelled: 0, refused: [] };
  const asked = parsed.applets.filter(({ place }) => appletLine === undefined || place.line === appletLine);
  for (const applet of asked.filter(isOutOfOrder)) {
    const why = refusal(text, parsed, applet, order);
    const next = why === undefined ? relabel(fixed.text, applet, order) : undefined;
    if (next !== undefined && isSound(fixed.text, next, file, applet, order)) {
      fixed.text = next;
      fixed.relabelled += applet.actions.length;
    } else fixed.refused.push({ applet: applet.name, line: applet.place.line, why: why ?? 'its runs could not be proven the same' });
  }
  return fixed;
}

function isOutOfOrder({ actions }: Applet): boolean {
  return actions.some((action, index) => index > 0 && compareLabels(actions[index - 1]?.label ?? '', action.label) > 0);
}

/** Why an applet is left as it is. */
function refusal(text: string, parsed: ParsedApplets, applet: Applet, order: FixOrder | undefined): string | undefined {
  const { actions, others } = applet;
  const labels = new Set(actions.map(({ label }) => label));
  const { lines } = readMaterial(text);
  if (parsed.template !== undefined) return `the file is a template (${parsed.template.engine}): correct what it makes`;
  if (isDiff(text)) return 'the file is a diff';
  if (!text.includes('\n')) return 'its lines end as nothing on a router ends them: save it with other line ends';
  if (namesLabel(lines, labels)) return 'a text of the file names one of its labels, or takes it out';
  if (isOpenedAgain(lines, applet)) return 'it is opened again later in the file, or stands apart';
  if (labels.size !== actions.length) return 'a label stands twice';
  if (others.length > 0 || hasMistake(parsed, applet)) return 'a line of it is not understood';
  if (actions.some((action) => jumpOf(action) !== undefined && !labels.has(jumpOf(action) ?? '')))
    return 'it jumps to a label that is not there';
  if (order !== undefined) {
    const ordered = order === 'file' ? actions : inRunOrder(actions);
    return findBlocks(ordered).faults.length === 0 ? undefined : `its blocks do not close in the order \`${order}\``;
  }
  return mayChangePlaces(actions)
    ? undefined
    : 'the order of its labels decides what it does: choose `--order file` (as it is read) or `--order run` (as it runs now)';
}

/** `no action 20`, and `cli command "no action 3.0"`: such a label stands for a line, whatever it is called now. */
export function namesLabel(lines: readonly string[], labels: ReadonlySet<string>): boolean {
  return lines.some((line) => {
    const named = [...line.matchAll(/\baction\s+(?<label>[^\s"]+)/gi)];
    const isStatement = /^\s*action\s/i.test(line);
    return named.slice(isStatement ? 1 : 0).some(({ groups }) => labels.has(groups?.['label'] ?? ''));
  });
}

function isOpenedAgain(lines: readonly string[], { place, actions }: Applet): boolean {
  const last = Math.max(...actions.map((action) => action.place.line));
  return lines.slice(place.line, last).some((line) => HEADER.test(line)) || actions.some((action) => action.place.line < place.line);
}

function hasMistake({ diagnostics }: ParsedApplets, { actions }: Applet): boolean {
  const lines = new Set(diagnostics.map(({ line }) => line));
  return actions.some(({ place }) => lines.has(place.line));
}

/** A changed order was asked for with `file`; everything else must come back as it was. */
function isSound(before: string, after: string, file: string, { name, place }: Applet, order: FixOrder | undefined): boolean {
  const [old, fresh] = [before, after].map((text) => parseApplets(text, file).applets);
  if (old === undefined || old.length !== fresh?.length) return false;
  return old.every((applet, index) => {
    const other = fresh[index];
    if (other === undefined) return false;
    const isIt = applet.name === name && applet.place.line === place.line;
    if (!isIt) return applet.name === other.name;
    return !isOutOfOrder(other) && (order === 'file' || meansTheSame(applet, other));
  });
}

function relabel(text: string, { actions }: Applet, order: FixOrder | undefined): string {
  const lines = text.split('\n');
  const ordered = order === 'run' ? inRunOrder(actions) : actions;
  const digits = Math.max(LABEL_DIGITS_MIN, String(actions.length * LABEL_STEP).length);
  const fresh = new Map(ordered.map(({ label }, index) => [label, String((index + 1) * LABEL_STEP).padStart(digits, '0')]));
  for (const action of actions) {
    const at = action.place.line - 1;
    lines[at] = rewrite(lines[at] ?? '', action, fresh);
  }
  return (order === 'run' ? inOrder(lines, actions, ordered) : lines).join('\n');
}

/** Columns are those of the line as it stands, whatever is in front of the statement. */
function rewrite(line: string, action: Action, fresh: ReadonlyMap<string, string>): string {
  const { tokens } = tokenize(action.place.text);
  const target = jumpOf(action);
  const [label, jump] = [tokens[1], target === undefined ? undefined : tokens.findLast(({ value }) => value === target)];
  const replaced = [jump, label].filter((token) => token !== undefined);
  return replaced.reduce(
    (text, { column, length, value }) => `${text.slice(0, column - 1)}${fresh.get(value) ?? value}${text.slice(column - 1 + length)}`,
    line,
  );
}

/** Each action moves with the comments that stand right above it; other lines keep their places. */
function inOrder(lines: readonly string[], actions: readonly Action[], ordered: readonly Action[]): string[] {
  const blocks = new Map(actions.map((action) => [action, blockOf(lines, action)]));
  const begins = new Map([...blocks.values()].map(({ from, to }) => [from, to]));
  const moved = ordered.map((action) => blocks.get(action)).values();
  const result: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const to = begins.get(at);
    if (to === undefined) {
      result.push(lines[at] ?? '');
      continue;
    }
    const block = moved.next().value;
    if (block !== undefined) result.push(...lines.slice(block.from, block.to + 1));
    at = to;
  }
  return result;
}

function blockOf(lines: readonly string[], { place }: Action): { from: number; to: number } {
  const to = place.line - 1;
  let from = to;
  while (/^\s*!\s*\S/.test(lines[from - 1] ?? '')) from -= 1;
  return { from, to };
}
