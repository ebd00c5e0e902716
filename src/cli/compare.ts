/** `flaptrap compare` says over many bundles what recurs, how often before and after a date, and how far verdicts have been right. */
import { type Command, InvalidArgumentError } from 'commander';
import { FlaptrapError } from '../errors.ts';
import { plainLine } from '../plain-text.ts';
import { linkWords } from '../report/chain-words.ts';
import { sayNothing } from '../report/none.ts';
import {
  type Calibration,
  type Compared,
  type ComparedBundle,
  compareBundles,
  type Rate,
  type Recurring,
} from '../run/compared/compare.ts';
import { readConfirmed } from '../run/confirmed/read.ts';
import { judgeBundle } from '../run/judge-bundle.ts';
import { printSpan } from '../timeline/span.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface CompareOptions {
  /** ms since 1970. */
  since?: number;
  until?: number;
  json?: boolean;
}

export function defineCompare(command: Command, { screen, show }: Door): void {
  command
    .option('--since <date>', 'the day of a change, such as 2026-02-01 (UTC): rates are counted before and after it', parseDay)
    .option('--until <date>', 'until when the tunnel was watched (default: the end of the last record)', parseDay)
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap compare captures/* --since 2026-02-01')
    .action((bundles: string[], options) => show(compare(bundles, options, screen)));
}

/** `2026-02-01`, `2026-02-01T14:30:00Z` */
export function parseDay(text: string): number {
  const ms = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new InvalidArgumentError('expected a date such as 2026-02-01 or 2026-02-01T14:30:00Z.');
  return ms;
}

export async function compare(paths: readonly string[], { since, until, json }: CompareOptions, screen: Screen): Promise<number> {
  if (since !== undefined && until !== undefined && until <= since)
    throw new FlaptrapError('input', '--until is not behind --since', { next: 'give a later date' });
  // What lies beside the bundles is matched by the same `captures/*`.
  const bundles = [...new Set(paths)].filter((path) => !path.endsWith('.confirmed.json'));
  if (bundles.length === 0) throw new FlaptrapError('input', 'no bundle is named', { next: 'name folders or archives' });
  const compared = compareBundles(await openAll(bundles, screen), { sinceMs: since, untilMs: until });
  if (json === true) screen.print(JSON.stringify(compared, null, 2));
  else screen.print(printCompared(compared).map(plainLine).join('\n'), 'prose');
  return EXIT.done;
}

/** One that cannot be judged is told and left out: its silence would count as time without an incident. */
async function openAll(paths: readonly string[], screen: Screen): Promise<ComparedBundle[]> {
  const opened: ComparedBundle[] = [];
  for (const path of paths) {
    try {
      const { verdict } = await judgeBundle(path, Date.now());
      const nothing = verdict.incidents.length === 0 ? sayNothing(verdict) : undefined;
      if (nothing !== undefined) throw new FlaptrapError('input', `${path}: ${nothing}`);
      opened.push({ path, judged: { verdict }, confirmed: await readConfirmed(path) });
    } catch (error) {
      if (!(error instanceof FlaptrapError) || error.code !== 'input' || paths.length === 1) throw error;
      screen.tell(`left out: ${error.message}`, 'grave');
    }
  }
  if (opened.length === 0) throw new FlaptrapError('input', 'none of these can be judged');
  return opened;
}

const DAY_MS = 86_400_000;
const DATE_CHARACTERS = '2026-02-01'.length;
const PERCENT = 100;
/** Less than that is no chance that anybody counts on. */
const UNLIKELY = 0.05;

function printCompared(compared: Compared): string[] {
  const { bundles, recurring, from, until, confirmed, calibration } = compared;
  const span = from === null || until === null ? 'no record has a date' : `recorded from ${day(from)} to ${day(until)}`;
  return [
    `${count(bundles.length, 'bundle')}, ${span}`,
    ...(recurring.length === 0 ? ['No incident in any of them.'] : []),
    ...recurring.flatMap((each) => ['', ...printRecurring(each, compared)]),
    ...(recurring.every(
      ({ times, undated, before, since }) => times === undated || [before, since].every((each) => each === null || !isRate(each)),
    )
      ? []
      : ['', 'Rates hold if all that happened in that time is among the bundles; in brackets the 95 % interval (exact Poisson).']),
    ...(confirmed === 0 ? [] : ['', `CONFIRMED  ${count(confirmed, 'incident')}: how often the verdict was right (95 % interval, Wilson)`]),
    ...(confirmed === 0 ? [] : calibration.map(printCalibration)),
  ];
}

function printRecurring(each: Recurring, { bundles, sinceAt }: Compared): string[] {
  const { cause, receiver, tunnel, chain, times, undated } = each;
  const named = cause === 'unknown' ? 'cause not found' : cause;
  return [
    `${named} at ${receiver}: ${sayTimes(times)}, in ${each.bundles} of ${count(bundles.length, 'bundle')}`,
    `  ${tunnel}`,
    `  why it was not known: ${linkWords(chain.forgot)}; was the sender told: ${linkWords(chain.told)}; why it was used: ${linkWords(chain.sends)}`,
    // Of what has no date at all "not once" would be false.
    ...(undated === times ? [] : printRates(each, sinceAt)),
    ...(undated === 0 ? [] : [`  ${sayTimes(undated)} without a date (no stamp, or a year that is not known): not counted in a rate`]),
  ];
}

function printRates({ before, since, chance }: Recurring, sinceAt: string | null): string[] {
  const dated = sinceAt === null ? 'in all' : `before ${day(sinceAt)}`;
  return [
    `  ${dated}: ${sayRate(before)}`,
    ...(since === null || sinceAt === null ? [] : [`  since ${day(sinceAt)}: ${sayRate(since)}`]),
    ...(chance === null ? [] : [`  ${sayChance(chance)}`]),
  ];
}

function sayTimes(times: number): string {
  return times === 0 ? 'not once' : times === 1 ? 'once' : `${times} times`;
}

/** What was seen for an hour tells nothing of a day. */
function isRate({ days, perDay }: Rate): boolean {
  return perDay !== null && days >= 1;
}

/** By the week where that is a number that one can imagine. */
function sayRate({ times, days, perDay }: Rate): string {
  if (perDay === null)
    return `${sayTimes(times)}; how often is not known: no record reaches so far (--until says until when it was watched)`;
  if (days < 1) return `${sayTimes(times)} in ${printSpan(days * DAY_MS)}: too short a time to say how often`;
  const [unit, length] = perDay.about >= 1 || perDay.most >= 3 ? ['day', 1] : ['week', 7];
  const [about, least, most] = [perDay.about, perDay.least, perDay.most].map((each) => figure(each * length));
  const said = times === 0 ? `at most ${most} a ${unit}` : `${about} a ${unit} (${least} to ${most})`;
  return `${sayTimes(times)} in ${figure(days)} days, ${said}`;
}

function figure(value: number): string {
  return value >= 10 ? value.toFixed(0) : value >= 0.1 ? value.toFixed(1) : value.toPrecision(1);
}

function sayChance(chance: number): string {
  const often = `if nothing had changed, so few since then would come by chance in ${figure(chance * PERCENT)} of 100 such times`;
  return chance < UNLIKELY ? `It has become rarer: ${often}.` : `That it has become rarer is not shown: ${often}.`;
}

function printCalibration({ word, right, total, share: { least, most } }: Calibration): string {
  if (total === 0) return `  ${word}: none`;
  return `  ${word}: ${right} of ${total} (${Math.round(least * PERCENT)} to ${Math.round(most * PERCENT)} %)`;
}

function day(iso: string): string {
  return iso.slice(0, DATE_CHARACTERS);
}
