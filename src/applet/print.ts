/** Printing an applet writes it as a device shows it; parsing it again gives the same applet. */
import { printArguments } from './arguments.ts';
import { DETECTORS } from './detectors/index.ts';
import { printWord } from './kind.ts';
import type { Action, Applet, EventStatement } from './model.ts';
import { printTrigger } from './trigger.ts';
import { VERBS } from './verbs/index.ts';

/** The lines of `show running-config`, ended with a line end. `parseApplets` reads the same applet back. */
export function printApplet(applet: Applet): string {
  return `${[
    printHeader(applet),
    ...(applet.description === undefined ? [] : [` description ${applet.description}`]),
    ...applet.events.map(printEvent),
    ...(applet.trigger === undefined ? [] : printTrigger(applet.trigger)),
    ...applet.others.map(({ text }) => ` ${text}`),
    ...applet.actions.map(printAction),
  ].join('\n')}\n`;
}

export function printHeader({ name, authorizationBypass, class: className, trap }: Applet): string {
  const bypass = authorizationBypass ? ' authorization bypass' : '';
  return `event manager applet ${printName(name)}${bypass}${className === undefined ? '' : ` class ${className}`}${trap ? ' trap' : ''}`;
}

/** The device takes no quotes around a name: `SITE/1>2` stands as it is. [C] field eem.md 3 */
export function printName(name: string): string {
  return /^[^\s"]+$/.test(name) ? name : printWord(name);
}

export function printEvent({ tag, detector, fields }: EventStatement): string {
  return ` ${['event', ...(tag === undefined ? [] : ['tag', printWord(tag)]), detector, ...printArguments(DETECTORS[detector].syntax, fields)].join(' ')}`;
}

export function printAction({ label, verb, fields }: Action): string {
  return ` ${['action', printWord(label), verb, ...printArguments(VERBS[verb].syntax, fields)].join(' ')}`;
}
