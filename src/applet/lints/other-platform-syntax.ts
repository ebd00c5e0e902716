/** The lint `other-platform-syntax` finds what only NX-OS or a Unix shell knows. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

export const otherPlatformSyntax: Lint = {
  id: 'other-platform-syntax',
  severity: 'error',
  why: 'IOS takes it for text: `>` writes no file, `$(NAME)` is no variable',
  source: '[L] eem.md 10.20',
  failing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock >> bootflash:x"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock | append bootflash:x"\n',
  check: (applet) =>
    commandsOf(applet).flatMap(({ command, action }) => {
      const found = OTHER_PLATFORM.exec(command)?.[0];
      return found === undefined ? [] : [{ place: action.place, summary: `\`${found.trim()}\` is not IOS` }];
    }),
};

/** `show clock >> file`, `$(SWITCHNAME)`, `&& ` */
const OTHER_PLATFORM = /^show .*\s>{1,2}\s*\S|\$\(\w+\)|\s&&\s/;
