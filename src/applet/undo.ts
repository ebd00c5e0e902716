/** Undoing takes out of an applet what `no` or `default` stands in front of, as the device does. */
import { detectorCalled } from './detector-called.ts';
import type { Applet } from './model.ts';
import type { Token } from './token.ts';

/** `applets` are those of one name: a configuration may open an applet again to change it. False when it is not understood. */
export function undo(applets: readonly Applet[], tokens: readonly Token[]): boolean {
  const words = tokens.map(({ value }) => value);
  if ((words[0] === 'action' || words[0] === 'set') && words[1] === undefined) return false;
  for (const applet of applets) undoIn(applet, words);
  return true;
}

function undoIn(applet: Applet, words: readonly string[]): void {
  const [word, first, second] = words;
  applet.others = applet.others.filter(({ text }) => !isNamedBy(text.split(/\s+/), words));
  // A label is enough; whatever follows it is not compared. [B]
  if (word === 'action') applet.actions = applet.actions.filter(({ label }) => label !== first);
  else if (word === 'event') undoEvent(applet, first === 'tag' ? second : undefined, words[first === 'tag' ? 3 : 1]);
  else if (word === 'description') applet.description = undefined;
  else if (word === 'trigger') applet.trigger = undefined;
  else if (word === 'correlate' && applet.trigger !== undefined) applet.trigger.correlate = [];
  else if (word === 'attribute' && applet.trigger !== undefined)
    applet.trigger.attributes = applet.trigger.attributes.filter(({ tag }) => second !== undefined && tag !== second);
}

/** Without a tag it is the plain event; a detector that is named must be its own. */
function undoEvent(applet: Applet, tag: string | undefined, detector: string | undefined): void {
  const id = detector === undefined ? undefined : (detectorCalled(detector)?.id ?? detector);
  applet.events = applet.events.filter((event) => event.tag !== tag || (id !== undefined && event.detector !== id));
}

/** A line that was kept as it was written goes by the words that name it: all of an event's, the label of an action. */
function isNamedBy(kept: readonly string[], words: readonly string[]): boolean {
  if (words[0] !== 'event') return words.slice(0, 2).every((word, index) => kept[index] === word);
  return words.every((word, index) => kept[index] === word) && (kept[1] === 'tag') === (words[1] === 'tag');
}
