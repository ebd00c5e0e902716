/** Formatting writes each statement that is understood as a device prints it; comments, unknown lines and their order stay, and so does the meaning. */
import type { Action, Applet, EventStatement, Place } from '../applet/model.ts';
import { HEADER } from '../applet/openings.ts';
import { parseApplets } from '../applet/parse.ts';
import { printAction, printEvent, printHeader } from '../applet/print.ts';
import { type AppletDocument, rangeOf, type TextChange } from './document.ts';

/** None where the text is a template, another dialect or a diff, or where one applet would not be read as it was. */
export function formatApplets({ file, lines, parsed }: AppletDocument): TextChange[] {
  if (parsed.template !== undefined || parsed.foreign.length > 0) return [];
  const wrong = new Set(parsed.diagnostics.map(({ line }) => line));
  const fresh = [...lines];
  const margins = marginsOf(lines);
  // A prompt or a mark in front of it belongs to whoever pasted it.
  for (const { place, print } of parsed.applets.flatMap(statementsOf))
    if (!wrong.has(place.line) && lines[place.line - 1] === place.text)
      fresh[place.line - 1] = withMargin(margins[place.line - 1], print()) ?? place.text;
  const after = parseApplets(fresh.join('\n'), file).applets;
  if (JSON.stringify(parsed.applets.map(withoutPlaces)) !== JSON.stringify(after.map(withoutPlaces))) return [];
  return fresh.flatMap((line, at) =>
    line === lines[at] ? [] : [{ range: rangeOf(at, { column: 1, length: (lines[at] ?? '').length }), newText: line }],
  );
}

/** Of each line the blanks in front of the header above it: an applet in a text within another one, YAML say, stays at its depth. */
function marginsOf(lines: readonly string[]): string[] {
  let margin = '';
  return lines.map((line) => {
    if (HEADER.test(line)) margin = /^\s*/.exec(line)?.[0] ?? '';
    return margin;
  });
}

function withMargin(margin: string | undefined, printed: string | undefined): string | undefined {
  return printed === undefined ? undefined : `${margin ?? ''}${printed}`;
}

interface Statement {
  place: Place;
  print(): string | undefined;
}

function statementsOf(applet: Applet): Statement[] {
  const { place, description, descriptionPlace, events, actions } = applet;
  return [
    // What stands behind a comment mark is not in the model.
    ...(place.text.includes('!') ? [] : [{ place, print: () => printed(() => printHeader(applet)) }]),
    ...(descriptionPlace === undefined ? [] : [{ place: descriptionPlace, print: () => ` description ${description ?? ''}`.trimEnd() }]),
    ...events.map((event: EventStatement) => ({ place: event.place, print: () => printed(() => printEvent(event)) })),
    ...actions.map((action: Action) => ({ place: action.place, print: () => printed(() => printAction(action)) })),
  ];
}

/** What no applet can hold stays as it was typed. */
function printed(print: () => string): string | undefined {
  try {
    return print().trimEnd();
  } catch {
    return undefined;
  }
}

function withoutPlaces(applet: Applet): unknown {
  const bare = ({ place: _place, ...rest }: { place: Place }): unknown => rest;
  const { events, actions, others } = applet;
  return {
    ...(bare(applet) as object),
    descriptionPlace: undefined,
    events: events.map(bare),
    actions: actions.map(bare),
    others: others.map(bare),
  };
}
