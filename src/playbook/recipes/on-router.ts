/** Recipes for the router itself: privilege levels bring each command down to a level that the account has; a parser view shows the account these commands and no others. */
import { type NeededCommand, type Recipe, stemsOf } from './recipe.ts';

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

export const view: Recipe = {
  title: 'parser view (role-based CLI), on the router',
  print: (commands) => [
    '! Needs `aaa new-model`, and `enable view` to configure it. Give the account the view with: username NAME view FLAPTRAP',
    'parser view FLAPTRAP',
    ' ! secret CHOOSE-ONE',
    ...stemsOf(commands, 'exec').map((stem) => ` commands exec include ${stem}`),
    // The lines inside an applet have modes whose names differ; `all` takes them along. [L]
    ...stemsOf(commands, 'configure').map((stem) => ` commands configure include all ${stem}`),
  ],
};
