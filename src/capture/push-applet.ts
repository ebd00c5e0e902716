/** Pushing an applet makes a router hold exactly it: read back and compared by what it would do; nothing is written where it stands already. */
import { type AppletChange, diffApplets, printChanges } from '../applet/diff.ts';
import type { Applet } from '../applet/model.ts';
import { parseApplets } from '../applet/parse.ts';
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { removalOf } from '../playbook/steps.ts';

/** What is asked about an applet; the list of names is short, a whole configuration takes a big router seconds. */
export const APPLET_COMMANDS = {
  find: (name: string) => `show event manager policy registered | include ${name}`,
  read: (name: string) => `show running-config | section ^event manager applet ${name}`,
} as const;

/** Throws when the router keeps another applet than it was given; it is removed again then. */
export async function pushApplet(cli: Cli, lines: readonly string[]): Promise<'written' | 'unchanged'> {
  const wanted = parseApplets(lines.join('\n'), cli.target.name).applets;
  const name = wanted[0]?.name ?? '';
  const standing = await readStanding(cli, name);
  const changes = diffApplets(standing, wanted);
  if (standing.length > 0 && changes.length === 0) return 'unchanged';
  await cli.configure(standing.length > 0 ? printChanges(changes) : inTypingOrder(lines));
  const kept = await readApplet(cli, name);
  const left = diffApplets(kept, wanted);
  if (left.length === 0) return 'written';
  if (kept.length > 0) await cli.configure([removalOf(name)]);
  throw new FlaptrapError('refused', `the router stored the applet ${name} differently from what was typed`, {
    peer: cli.target.name,
    tried: APPLET_COMMANDS.read(name),
    answer: left.flatMap(printChange).join('\n'),
    next: 'this platform may cut or rewrite lines: enter the applet by hand to see which, and change the template; it was removed again',
  });
}

/**
 * What makes it run comes last: an applet without an event is not registered, so a session that is cut off before that leaves nothing. A guard that was
 * cut off before it takes itself away would come again and again for ever. [C eem.md 2] Its lines may come in any order. [L]
 */
export function inTypingOrder([header = '', ...body]: readonly string[]): string[] {
  const does = body.filter((line) => DOES.test(line));
  return [header, ...does, ...body.filter((line) => !DOES.test(line))];
}

const DOES = /^\s*(?:description|action|set) /;

/** Asks the short list first. */
async function readStanding(cli: Cli, name: string): Promise<Applet[]> {
  const registered = await cli.exec(APPLET_COMMANDS.find(name));
  return registered.includes(name) ? readApplet(cli, name) : [];
}

async function readApplet(cli: Cli, name: string): Promise<Applet[]> {
  return parseApplets(await cli.exec(APPLET_COMMANDS.read(name)), cli.target.name).applets.filter((applet) => applet.name === name);
}

function printChange({ removed, added }: AppletChange): string[] {
  return [...removed.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)];
}
