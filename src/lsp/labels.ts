/** Labels are where actions stand and where others jump: to go there, to find all that do, to give one another name. */
import { namesLabel } from '../applet/fix.ts';
import type { Action, Applet } from '../applet/model.ts';
import { compareLabels, jumpOf } from '../applet/order.ts';
import { isTemplated } from '../applet/template.ts';
import { tokenize } from '../applet/token.ts';
import { type AppletDocument, appletAt, type Position, type Range, rangeOf, type TextChange } from './document.ts';

export interface LabelAt {
  label: string;
  applet: Applet;
  range: Range;
}

/** The label that stands at the position: an action's own, or that of a jump. */
export function labelAt(document: AppletDocument, position: Position): LabelAt | undefined {
  const applet = appletAt(document, position.line);
  const action = applet?.actions.find(({ place }) => place.line === position.line + 1);
  if (applet === undefined || action === undefined) return undefined;
  const places = [placeOfLabel(action), placeOfJump(action)];
  return places
    .filter((place) => place !== undefined)
    .map(({ label, range }) => ({ label, applet, range }))
    .find(({ range: { start, end } }) => start.character <= position.character && position.character <= end.character);
}

function placeOfLabel({ label, place }: Action): { label: string; range: Range } | undefined {
  const token = tokenize(place.text).tokens[1];
  return token === undefined ? undefined : { label, range: rangeOf(place.line - 1, token) };
}

function placeOfJump(action: Action): { label: string; range: Range } | undefined {
  const label = jumpOf(action);
  const token = tokenize(action.place.text).tokens.findLast(({ value }) => value === label);
  return label === undefined || token === undefined ? undefined : { label, range: rangeOf(action.place.line - 1, token) };
}

/** The action that has the label. */
export function definitionOf(document: AppletDocument, position: Position): Range | undefined {
  const found = labelAt(document, position);
  const action = found?.applet.actions.find(({ label }) => label === found.label);
  return action === undefined ? undefined : placeOfLabel(action)?.range;
}

/** All that jump to it, and itself where it is asked for. */
export function referencesOf(document: AppletDocument, position: Position, isWithItself: boolean): Range[] {
  const found = labelAt(document, position);
  if (found === undefined) return [];
  const jumps = found.applet.actions.map(placeOfJump);
  const own = isWithItself ? found.applet.actions.map(placeOfLabel) : [];
  return [...own, ...jumps].flatMap((place) => (place?.label === found.label ? [place.range] : []));
}

export type Renamed = { changes: TextChange[] } | { refused: string };

/** The device sorts labels as text: another name is given only where every action keeps its turn. [C] eem.md 3 */
export function renameLabel(document: AppletDocument, position: Position, newName: string): Renamed {
  const found = labelAt(document, position);
  if (found === undefined) return { refused: 'no label of an action stands here' };
  const refused = whyNot(document, found, newName);
  if (refused !== undefined) return { refused };
  return { changes: referencesOf(document, position, true).map((range) => ({ range, newText: newName })) };
}

function whyNot({ parsed, lines }: AppletDocument, { label, applet }: LabelAt, newName: string): string | undefined {
  const others = applet.actions.filter((action) => action.label !== label);
  if (!/^[A-Za-z0-9._-]+$/.test(newName)) return 'a label is one word of letters, digits and dots';
  if (parsed.template !== undefined || isTemplated(label)) return `the file is a template (${parsed.template?.engine ?? 'its label'})`;
  const own = applet.actions.length - others.length;
  if (own !== 1) return own === 0 ? `no action has the label ${label}` : `the label ${label} stands ${own} times`;
  if (others.some((action) => action.label === newName || jumpOf(action) === newName)) return `the label ${newName} is in use already`;
  if (namesLabel(lines, new Set([label]))) return `a text of the file names the label ${label}, or takes it out`;
  const passed = others.find((action) => compareLabels(action.label, label) !== compareLabels(action.label, newName));
  return passed === undefined
    ? undefined
    : `the device sorts labels as text: as ${newName} the action would ${compareLabels(newName, label) < 0 ? 'run before' : 'run behind'} ${passed.label}`;
}
