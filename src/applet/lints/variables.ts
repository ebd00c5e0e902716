/** Lints of variables. */
import { REFERENCE } from '../machine.ts';
import type { Applet } from '../model.ts';
import { VERBS } from '../verbs/index.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Lint } from './lint.ts';

/** Finds a `$` where the name of a variable belongs. */
export const dollarInName: Lint = {
  id: 'dollar-in-name',
  severity: 'error',
  why: '`$x` is replaced by its value before the action sees it: the wrong variable is written',
  source: '[L] eem.md 7',
  failing: 'event manager applet A\n event none\n action 10 set $count "1"\n',
  passing: 'event manager applet A\n event none\n action 10 set count "1"\n',
  check: ({ actions }) =>
    actions.flatMap(({ verb, fields, place }) => {
      const name = 'variable' in fields && verb !== 'context' ? (fields.variable ?? '') : '';
      return name.startsWith('$') ? [{ place, summary: `write \`${name.slice(1)}\`, without the dollar` }] : [];
    }),
};

/** Finds assignments to variables that are not ours. */
export const readOnlyVariable: Lint = {
  id: 'read-only-variable',
  severity: 'error',
  why: 'built-in variables are read-only, all but `_exit_status`',
  source: '[C] eem.md 7',
  failing: 'event manager applet A\n event none\n action 10 set _event_type "1"\n',
  passing: 'event manager applet A\n event none\n action 10 set _exit_status "1"\n',
  check: ({ actions }) =>
    actions.flatMap(({ verb, fields, place }) => {
      const name = verb === 'set' || verb === 'append' || verb === 'increment' || verb === 'decrement' ? (fields.variable ?? '') : '';
      return name.startsWith('_event_') || name.startsWith('_syslog_') || name.startsWith('_cli_')
        ? [{ place, summary: `\`${name}\` is read-only` }]
        : [];
    }),
};

/** Finds variables that nobody sets. */
export const undefinedVariable: Lint = {
  id: 'undefined-variable',
  severity: 'error',
  why: 'a reference to an undefined variable ends the run there',
  source: '[L] eem.md 7',
  failing: 'event manager applet A\n event none\n action 10 syslog msg "$line"\n',
  passing: 'event manager applet A\n event none\n action 10 set line "x"\n action 20 syslog msg "$line"\n',
  check: (applet, { environment }) => {
    const known = new Set([...Object.keys(environment), ...writtenBy(applet)]);
    return applet.actions.flatMap(({ place }) => {
      const unknown = [...place.text.matchAll(REFERENCE)].find(
        ([, name = '']) => !name.startsWith('_') && !/^\d+$/.test(name) && !known.has(name),
      );
      return unknown === undefined
        ? []
        : [{ place, summary: `nobody sets \`${unknown[0]}\``, column: unknown.index + 1, length: unknown[0].length }];
    });
  },
};

/** The variables that an applet writes itself. */
function writtenBy({ actions }: Applet): string[] {
  return actions.flatMap(({ verb, fields }) => {
    const { syntax }: Verb = VERBS[verb];
    const names = syntax.filter((part) => 'kind' in part && part.kind.role === 'variable').map(({ field }) => field);
    return Object.entries(fields).flatMap(([field, value]) => (names.includes(field) && typeof value === 'string' ? [value] : []));
  });
}
