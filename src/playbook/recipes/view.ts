/** A parser view: the account sees these commands and no others. */
import { stemsOf } from './needed-command.ts';
import type { Recipe } from './recipe.ts';

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
