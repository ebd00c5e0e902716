/** The lint `unanswered-prompt` finds commands that ask back and get no answer. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

export const unansweredPrompt: Lint = {
  id: 'unanswered-prompt',
  severity: 'error',
  why: 'the command waits for an answer until maxrun kills the applet',
  source: '[L] eem.md 10.9',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "copy running-config tftp://192.0.2.9/x"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "copy running-config tftp://192.0.2.9/x" pattern "host"\n action 30 cli command ""\n',
  check: (applet) => {
    const commands = commandsOf(applet);
    const isQuiet = commands.some(({ command }) => /^file prompt quiet$/i.test(command));
    return commands.flatMap(({ command, action }) =>
      ASKING.test(command) && action.fields['pattern'] === undefined && !(isQuiet && /^(?:copy|delete)\b/i.test(command))
        ? [{ place: action.place, summary: `\`${command}\` asks back, and nobody answers` }]
        : [],
    );
  },
};

/** What asks for a confirmation or a name; `delete /force` does not. */
const ASKING = /^(?:copy|delete(?!.*\/force)|erase|format|reload|write erase|crypto key (?:generate|zeroize))\b/i;
