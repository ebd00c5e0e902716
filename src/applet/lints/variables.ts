/** Lints of variables. */

import { findBlocks } from '../blocks.ts';
import { GIVEN_BY, giversOf, isAlwaysGiven } from '../built-in.ts';
import { commandsOf } from '../commands.ts';
import { REFERENCE } from '../machine.ts';
import type { Action, Applet, Place } from '../model.ts';
import { ENVIRONMENT } from '../openings.ts';
import { inRunOrder, jumpOf } from '../order.ts';
import { isTemplated } from '../template.ts';
import { VERBS } from '../verbs/index.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Lint, LintFinding, Surroundings } from './lint.ts';

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
      const bare = name.slice(1);
      const summary = bare === '' ? 'a variable has a name, and no dollar' : `write \`${bare}\`, without the dollar`;
      return name.startsWith('$') && !isTemplated(name) ? [{ place, summary }] : [];
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

/** Finds variables that nobody sets, or not before they are used. */
export const undefinedVariable: Lint = {
  id: 'undefined-variable',
  severity: 'error',
  why: 'a reference to an undefined variable ends the run there',
  source: '[L] eem.md 7',
  failing: 'event manager applet A\n event none\n action 10 set line "x"\n action 20 syslog msg "$_syslog_msg"\n',
  passing: 'event manager applet A\n event none\n action 10 set line "x"\n action 20 syslog msg "$line"\n',
  check: (applet, surroundings) => {
    if (!applet.events.some(({ place }) => place.text.includes('$')) && !applet.actions.some(({ place }) => place.text.includes('$')))
      return [];
    const environment = environmentOf(surroundings);
    return [...inEvents(applet, environment, surroundings), ...inActions(applet, environment, surroundings)];
  },
};

/** The environment of the configuration, and what any applet of it adds while it runs. */
function environmentOf({ environment, applets }: Surroundings): ReadonlySet<string> {
  const known = environments.get(applets) ?? new Set(Object.keys(environment));
  if (environments.has(applets)) return known;
  for (const { command } of applets.flatMap(commandsOf)) {
    const name = command.startsWith('ev') || command.startsWith('Ev') ? ENVIRONMENT.exec(command)?.groups?.['name'] : undefined;
    if (name !== undefined) known.add(name);
  }
  environments.set(applets, known);
  return known;
}

const environments = new WeakMap<readonly Applet[], Set<string>>();

function referencesIn({ text }: Place): { name: string; column: number; length: number }[] {
  if (!text.includes('$')) return [];
  return [...text.matchAll(REFERENCE)]
    .map((found) => ({ name: found[1] ?? '', column: found.index + 1, length: found[0].length }))
    .filter(({ name }) => !/^\d+$/.test(name) && !isTemplated(`$${name}`));
}

/** A pattern or a cron entry is expanded as the applet is registered: the environment alone can tell. [L] eem.md 4.2 */
function inEvents({ events }: Applet, environment: ReadonlySet<string>, { isWhole }: Surroundings): LintFinding[] {
  return events.flatMap(({ place }) => {
    const unknown = referencesIn(place).find(({ name }) => !environment.has(name));
    return unknown === undefined ? [] : [finding(place, unknown, `nothing in the environment is called \`$${unknown.name}\``, isWhole)];
  });
}

function inActions(applet: Applet, environment: ReadonlySet<string>, surroundings: Surroundings): LintFinding[] {
  const actions = inRunOrder(applet.actions);
  const writers = writersOf(actions);
  const wild = [...writers.keys()].filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  // Who has mistakes passed over may mean to ask whether a variable is there.
  // Of `set $x` the dollar is said, not that nobody sets it.
  const dollared = new Set(
    actions.flatMap(({ verb, fields }) => ('variable' in fields && verb !== 'context' ? [fields.variable ?? ''] : [])),
  );
  const ignoresAt = actions.findIndex(({ verb, fields }) => verb === 'handle-error' && fields.type !== 'exit');
  return actions.slice(0, ignoresAt === -1 ? undefined : ignoresAt).flatMap(({ place }, at) => {
    for (const reference of referencesIn(place)) {
      const { name } = reference;
      if (environment.has(name) || isAlwaysGiven(name) || dollared.has(`$${name}`) || wild.some((start) => name.startsWith(start)))
        continue;
      const found = judge(applet, name, at, writers.get(name), actions);
      if (found !== undefined) return [finding(place, reference, found.summary, found.isProven || surroundings.isWhole)];
    }
    return [];
  });
}

interface Judgement {
  summary: string;
  /** No environment can have it. */
  isProven: boolean;
}

function judge(
  { events }: Applet,
  name: string,
  at: number,
  writtenAt: number | undefined,
  actions: readonly Action[],
): Judgement | undefined {
  const givers = giversOf(name);
  const detectors = events.map(({ detector }) => detector);
  if (givers?.some((id) => detectors.includes(id)) === true) return undefined;
  if (writtenAt !== undefined) {
    if (writtenAt < at || mayComeBack(actions, at, writtenAt)) return undefined;
    return { summary: `\`$${name}\` is used before anything sets it`, isProven: GIVEN_BY.has(name) };
  }
  if (GIVEN_BY.has(name))
    return { summary: `\`$${name}\` is there only behind an action \`${GIVEN_BY.get(name)?.join('`, `')}\``, isProven: true };
  if (givers === undefined || detectors.length === 0) return { summary: `nobody sets \`$${name}\``, isProven: false };
  if (givers.length === 0) return { summary: `no detector gives \`$${name}\``, isProven: false };
  return { summary: `\`$${name}\` comes with \`event ${givers.join('` or `event ')}\`, and the applet has none`, isProven: true };
}

function finding(place: Place, { column, length }: { column: number; length: number }, summary: string, isProven: boolean): LintFinding {
  return { place, summary, column, length, ...(isProven ? {} : { severity: 'warning' as const }) };
}

/** Whether the run may come back to `at` when it has been at `later`. */
function mayComeBack(actions: readonly Action[], at: number, later: number): boolean {
  // A jump back makes anything possible.
  if (actions.some((action) => jumpOf(action) !== undefined)) return true;
  const loops = [...findBlocks(actions).opener].filter(([end, begin]) => actions[end]?.verb === 'end' && actions[begin]?.verb !== 'if');
  return loops.some(([end, begin]) => begin <= at && later <= end);
}

/** Where each variable is first written; what `context retrieve` brings back may be a whole family (`x*`). */
export function writersOf(actions: readonly Action[]): Map<string, number> {
  const writers = new Map<string, number>();
  const note = (name: string, at: number): void => void (writers.has(name) || writers.set(name, at));
  for (const [at, { verb, fields }] of actions.entries()) {
    const names: readonly string[] | undefined = NAMES[verb];
    if (names !== undefined) for (const field of names) noteField(fields, field, at, note);
    if (verb === 'context' && fields.act === 'retrieve' && fields.variable !== undefined) note(fields.variable, at);
    if (verb === 'info') note(fields.type === 'snmp' ? '_info_snmp_*' : '_info_*', at);
    for (const name of GIVEN[verb] ?? []) note(name, at);
  }
  return writers;
}

/** What each verb leaves behind. */
const GIVEN: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.keys(VERBS).map((verb) => [verb, [...GIVEN_BY].flatMap(([name, verbs]) => (verbs.includes(verb) ? [name] : []))]),
);

function noteField(fields: object, field: string, at: number, note: (name: string, at: number) => void): void {
  const value: unknown = Reflect.get(fields, field);
  if (typeof value === 'string') note(value, at);
}

/** The fields of each verb that name what it writes. */
const NAMES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.values<Verb>(VERBS).map(({ id, syntax }) => [
    id,
    syntax.filter((part) => 'kind' in part && part.kind.role === 'variable').map(({ field }) => field),
  ]),
);
