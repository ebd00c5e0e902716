/** `flaptrap replay` plays what was captured in the lab, and again with each remedy: when would it have healed? */
import type { Command } from 'commander';
import { printDiagnostics } from '../diagnostic.ts';
import { plainLine } from '../plain-text.ts';
import { judgeBundle } from '../run/judge-bundle.ts';
import { type Healed, type ReplayReport, replayBundle, sayHealed } from '../run/replayed/replay.ts';
import { printSpan } from '../timeline/span.ts';
import { EXIT } from './exit-code.ts';
import { type Door, parseWhole } from './program/arguments.ts';
import type { Screen } from './screen.ts';
import { showWork } from './show-work.ts';

export interface ReplayOptions {
  /** From 1. */
  story?: number;
  json?: boolean;
}

export function defineReplay(command: Command, { screen, show }: Door): void {
  command
    .option('--story <number>', 'which story of the report (default: the first)', parseWhole)
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap replay captures/7f3a9c01')
    .action((bundle: string, options) => show(replay(bundle, options, screen)));
}

export async function replay(bundle: string, { story, json }: ReplayOptions, screen: Screen): Promise<number> {
  const judged = await judgeBundle(bundle, Date.now(), screen.input, showWork(screen));
  if (judged.diagnostics.length > 0) screen.tell(printDiagnostics(judged.diagnostics));
  const report = await replayBundle(judged, story);
  if (json === true) screen.print(JSON.stringify(report, null, 2));
  else screen.print(printReplay(report).map(plainLine).join('\n'), 'prose');
  return EXIT.done;
}

const BY: Readonly<Record<NonNullable<Healed['by']>, string>> = {
  delete: 'by a DELETE',
  rekey: 'by a new SA',
  dpd: 'by dead peer detection',
  expires: 'at the end of its life',
};

function printReplay({ story, cause, captured, replayed, toleranceMs, remedies, watchedMs, assumed }: ReplayReport): string[] {
  return [
    `STORY ${story}  ${cause === 'unknown' ? 'cause not found' : cause}: SIMULATED in the lab, no router was asked`,
    `  captured: over ${sayHealed(captured.healed)}${captured.by === null ? ' (its end was not seen)' : `, ${BY[captured.by]}`}`,
    `  replayed: ${sayEnd(replayed, watchedMs)}; so far they may differ by ${printSpan(toleranceMs)}`,
    '',
    'With each remedy it would have been over (simulated):',
    ...remedies.flatMap(({ remedy, on, lines, healed }) => [
      `  ${remedy}: ${sayEnd(healed, watchedMs)}${isSooner(healed, replayed) ? '' : ', no sooner than without it'}`,
      ...lines.map((line) => `    on ${on.join(' and on ')}: ${line}`),
    ]),
    ...(remedies.length === 0 ? ['  there is none that is not in use already'] : []),
    ...(assumed.length === 0 ? [] : ['', `Not in the bundle, and assumed: ${assumed.join('; ')}.`]),
  ];
}

/** The draws of one replay differ by less. */
const DRAWN_MS = 1000;

function isSooner({ leastMs }: Healed, replayed: Healed): boolean {
  return leastMs !== null && (replayed.leastMs === null || leastMs < replayed.leastMs - DRAWN_MS);
}

function sayEnd({ leastMs, mostMs, by }: Healed, watchedMs: number): string {
  if (leastMs === null) return `not within ${printSpan(watchedMs)}`;
  const end = by === null ? '' : `, ${BY[by]}`;
  if (mostMs === null) return `after ${sayMs(leastMs)} or not within ${printSpan(watchedMs)}${end}`;
  return sayMs(leastMs) === sayMs(mostMs) ? `after ${sayMs(leastMs)}${end}` : `after ${sayMs(leastMs)} to ${sayMs(mostMs)}${end}`;
}

/** No more digits than a simulation has. */
function sayMs(ms: number): string {
  return printSpan(ms < 1000 ? ms : Math.round(ms / 1000) * 1000);
}
