/** Fixing relabels an applet's actions with labels of one width, in the order in which the device runs them now: its behaviour does not change. */

import type { Action, Applet } from './model.ts';
import { inRunOrder, jumpOf } from './order.ts';
import { parseApplets } from './parse.ts';
import { quote, tokenize } from './token.ts';

/** A configuration whose actions are labelled so that the device runs them in the order in which they are read. */
export interface FixedText {
  text: string;
  /** How many actions have a new label. */
  relabelled: number;
}

const LABEL_STEP = 10;
const LABEL_DIGITS_MIN = 4;

/** `no action 20` */
const UNDOING = /^\s*(?:no|default)\s+action\s/;

/**
 * The text with its actions relabelled. Only what is certain is touched: applets whose labels are unique, and which jump to no label that
 * is not there. `file` is a name for places; nothing is read or written. Never throws.
 */
export function fixText(text: string, file: string): FixedText {
  const lines = text.split('\n');
  let relabelled = 0;
  // A label that is taken out again (`no action 20`) stands for a line, whatever it is called now: such a file is left as it is.
  if (lines.some((line) => UNDOING.test(line))) return { text, relabelled };
  for (const applet of parseApplets(text, file).applets) if (isFixable(applet)) relabelled += relabel(lines, applet);
  return { text: lines.join('\n'), relabelled };
}

function isFixable({ actions, others }: Applet): boolean {
  const labels = actions.map(({ label }) => label);
  const isPlain = new Set(labels).size === labels.length && !others.some(({ text }) => /^action\b/.test(text));
  const widths = new Set(labels.map((label) => label.length));
  const isSorted = labels.every((label, index) => index === 0 || (labels[index - 1] ?? '') < label);
  return (
    isPlain &&
    (widths.size > 1 || !isSorted) &&
    actions.every((action) => jumpOf(action) === undefined || labels.includes(jumpOf(action) ?? ''))
  );
}

function relabel(lines: string[], { actions }: Applet): number {
  const digits = Math.max(LABEL_DIGITS_MIN, String(actions.length * LABEL_STEP).length);
  const fresh = new Map(inRunOrder(actions).map(({ label }, index) => [label, String((index + 1) * LABEL_STEP).padStart(digits, '0')]));
  // The lines stand where the device would list them: in the order of their new labels.
  const places = actions.map(({ place }) => place.line).sort((one, two) => one - two);
  const written = inRunOrder(actions).map((action) => rewrite(lines[action.place.line - 1] ?? '', action, fresh));
  for (const [index, line] of places.entries()) lines[line - 1] = written[index] ?? '';
  return actions.length;
}

function rewrite(line: string, action: Action, fresh: ReadonlyMap<string, string>): string {
  const { tokens } = tokenize(line);
  const label = tokens[1];
  if (label === undefined) return line;
  const target = jumpOf(action);
  const renamed = `${line.slice(0, label.column - 1)}${fresh.get(action.label) ?? label.value}${line.slice(label.column - 1 + label.length)}`;
  return target === undefined
    ? renamed
    : renamed.replace(new RegExp(`goto\\s+${literal(quoteAsWritten(line, target))}\\s*$`), `goto ${fresh.get(target) ?? target}`);
}

function quoteAsWritten(line: string, target: string): string {
  const quoted = quote(target) ?? target;
  return line.includes(quoted) ? quoted : target;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
