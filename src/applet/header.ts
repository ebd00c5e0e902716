/** A header opens an applet, or goes on with one that stands above. */
import { looksLikeHeader } from './glance.ts';
import type { Applet, Place } from './model.ts';
import { BODY, FILLER } from './openings.ts';
import type { Reading } from './reading.ts';
import { bringsEvent, misspeltIn } from './section.ts';
import { complain } from './statement.ts';
import { isTemplated } from './template.ts';
import { tokenize } from './token.ts';

export function parseHeader(reading: Reading, place: Place): void {
  reading.applet = undefined;
  const [name, ...rest] = tokenize(place.text).tokens.slice(3);
  if (name === undefined) {
    complain(reading, place, 'error', 'an applet needs a name', { column: place.column, length: place.text.trim().length });
    return;
  }
  const known = reading.open.get(name.value);
  const applet = known === undefined || isAnother(reading, known, place) ? openApplet(reading, name.value, place) : known;
  if (reading.foreignFile !== undefined) reading.foreign.set(applet, reading.foreignFile);
  reading.applet = applet;
  reading.headerColumn = place.column;
  reading.owners.set(place.line, applet);
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at]?.value.toLowerCase();
    if (word?.startsWith('!') === true) return;
    const next = rest[at + 1]?.value;
    if (word?.startsWith('auth') === true && next?.toLowerCase() === 'bypass') applet.authorizationBypass = true;
    else if (word === 'class' && next !== undefined) applet.class = next;
    else if (word === 'trap') {
      applet.trap = true;
      continue;
    } else if (word !== undefined)
      complain(reading, place, 'error', `\`${word}\` does not belong in an applet's header`, rest[at] ?? { column: 1, length: 1 });
    at += 1;
  }
}

/** In a document the wrong and the right form of an applet have one name: each brings an event of its own. */
function isAnother({ hasProse, lines }: Reading, { events }: Applet, { line }: Place): boolean {
  return hasProse && events.length > 0 && bringsEvent(lines, line, (each) => FILLER.test(each) || BODY.test(each));
}

function openApplet({ open, result, isForm }: Reading, name: string, place: Place): Applet {
  const applet: Applet = { name, authorizationBypass: false, trap: false, events: [], actions: [], others: [], place };
  if (isForm && isTemplated(place.text)) applet.isPartlyUnknown = true;
  open.set(name, applet);
  result.applets.push(applet);
  return applet;
}

/** What stands below such a header is read all the same. */
export function misspeltHeader(reading: Reading, place: Place): boolean {
  if (!looksLikeHeader(place.text, place.column - 1)) return false;
  const word = misspeltIn(place.text);
  if (word === undefined) return false;
  complain(reading, place, 'error', `\`${word}\` is misspelt: the device knows \`event manager applet\` only`, {
    column: place.text.toLowerCase().indexOf(word) + 1,
    length: word.length,
  });
  parseHeader(reading, place);
  return true;
}
