/** Privilege levels: each command is brought down to a level that the account has. */

import type { Recipe } from './recipe.ts';
import { stemsOf } from './stems.ts';

/** Any level from 2 to 14 does. */
const LEVEL = 7;

export const privilege: Recipe = {
  title: `privilege level ${LEVEL}, on the router`,
  print: (commands) => [
    `! Level ${LEVEL} is an example. At a level under 15 \`show running-config\` shows only what that level may configure,`,
    '! which hides the vty lines and the crypto part of the evidence: a parser view or TACACS+ is better where you have the choice.',
    ...stemsOf(commands, 'exec').map((stem) => `privilege exec level ${LEVEL} ${stem}`),
    ...stemsOf(commands, 'configure').map((stem) => `privilege configure level ${LEVEL} ${stem}`),
    '! The lines inside an applet belong to a mode of their own; its name is in `privilege ?` of your release [U]. Prove it with `flaptrap doctor`.',
  ],
};
