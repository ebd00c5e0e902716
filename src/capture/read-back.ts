/** Reading back compares the applets that a router holds with those that it was given, by what they would do. */
import { diffApplets } from '../applet/diff.ts';
import { parseApplets } from '../applet/parse.ts';
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { readAppletName } from '../playbook/ownership.ts';
import type { PeerPlan } from '../playbook/plan.ts';

/** Throws when one is missing or differs: a router that keeps another applet than it was given is not armed. */
export async function requireApplets(cli: Cli, { name, steps }: PeerPlan, captureId: string): Promise<void> {
  const given = steps.filter(({ lines }) => lines[0]?.startsWith('event manager applet ') === true).map(({ lines }) => lines.join('\n'));
  const tried = `show running-config | section ^event manager applet FLAPTRAP-${captureId}`;
  const answer = await cli.exec(tried);
  const standing = parseApplets(answer, name).applets.filter((applet) => readAppletName(applet.name)?.captureId === captureId);
  const changes = diffApplets(standing, parseApplets(given.join('\n'), name).applets);
  if (changes.length === 0) return;
  throw new FlaptrapError('refused', 'the router does not hold the applets as it was given them', {
    peer: name,
    tried,
    answer: changes
      .flatMap((change) => [`${change.name}:`, ...change.removed.map((line) => `- ${line}`), ...change.added.map((line) => `+ ${line}`)])
      .join('\n'),
    next: 'this platform may cut or rewrite lines: show it the applet by hand, and change the template',
  });
}
