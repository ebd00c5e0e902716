/** Privilege levels: each command is brought down to a level that the account has. */

import { type NeededCommand, stemsOf } from './needed-command.ts';
import type { Recipe } from './recipe.ts';

/** Any level from 2 to 14 does. */
const LEVEL = 7;

export const privilege: Recipe = {
  title: `privilege level ${LEVEL}, on the router`,
  print: (commands) => [
    `! Level ${LEVEL} is an example. At a level under 15 \`show running-config\` shows only what that level may configure,`,
    '! which hides the vty lines and the crypto part of the evidence: a parser view or TACACS+ is better where you have the choice.',
    ...stemsOf(lowered(commands), 'exec').map((stem) => `privilege exec level ${LEVEL} ${stem}`),
    ...stemsOf(lowered(commands), 'configure').map((stem) => `privilege configure level ${LEVEL} ${stem}`),
    '! The lines inside an applet belong to a mode of their own; its name is in `privilege ?` of your release [U]. Prove it with `flaptrap doctor`.',
  ],
};

/** What every level has would be taken away from those below: EEM begins at level 1 with `enable`. */
function lowered(commands: readonly NeededCommand[]): NeededCommand[] {
  return commands.filter(({ does }) => does !== 'session');
}
