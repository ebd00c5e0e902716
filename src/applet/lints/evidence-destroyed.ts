/** The lint `evidence-destroyed` finds remedies that come before the evidence is saved. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

export const evidenceDestroyed: Lint = {
  id: 'evidence-destroyed',
  severity: 'error',
  why: 'what `clear` takes away is what would have told the cause',
  source: '[C] eem.md 1',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "clear crypto sa"\n action 30 cli command "show crypto ipsec sa | redirect flash:x"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show crypto ipsec sa | redirect flash:x"\n action 30 cli command "clear crypto sa"\n',
  check: (applet) => {
    const commands = commandsOf(applet);
    const lastShow = commands.findLastIndex(({ command }) => /^show\b/i.test(command));
    return commands
      .slice(0, Math.max(lastShow, 0))
      .flatMap(({ command, action }) =>
        /^clear (?:crypto|logging)\b/i.test(command)
          ? [{ place: action.place, summary: `\`${command}\` comes before the shows are taken` }]
          : [],
      );
  },
};
