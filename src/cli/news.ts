/** News of a run as lines on the screen: what came home is the result, all else is told beside it; and how a capture ended. */
import type { SweepPlan } from '../capture/draft-sweep.ts';
import { FILE_COMMANDS } from '../device/files.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { printError } from '../errors.ts';
import { type Ended, isCaptured } from '../run/keep.ts';
import type { News } from '../run/ports.ts';
import { isClean } from '../run/sweep.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { type FormatId, printVerdict } from './print-verdict.ts';
import type { Screen } from './screen.ts';

/** Verdicts are printed in `format`. */
export function showNews(news: News, format: FormatId, screen: Pick<Screen, 'print' | 'tell' | 'columns'>): void {
  if (news.about === 'waiting' || news.about === 'work') return;
  if (news.about === 'bundle') printVerdict(news.judged, format, screen);
  screen.tell(sayNews(news), isGrave(news) ? 'grave' : undefined);
}

/** Gives the exit code. The report of a capture that has sprung is printed already; what came home of another one too, and it is the result. */
export function showEnding(ended: Ended, { json, stop }: { json?: boolean | undefined; stop: AbortSignal }, screen: Screen): number {
  if (!isCaptured(ended)) {
    if (json !== true) screen.print(ended.text, 'prose');
    else if (ended.folder === undefined) screen.print(JSON.stringify(ended, null, 2));
    else screen.tell(ended.text);
  }
  for (const text of ended.saved ?? []) screen.tell(text);
  if (stop.aborted || ended.ending === 'stopped') return EXIT.stopped;
  return isCaptured(ended) ? EXIT.done : EXIT.noCapture;
}

/** What went wrong, however quiet it is to be. */
function isGrave(news: News): boolean {
  if (news.about === 'diagnostics') return hasErrors(news.diagnostics);
  if (news.about === 'report') return news.trouble !== undefined;
  return news.about === 'swept' && news.left.length > 0;
}

function sayNews(news: Exclude<News, { about: 'waiting' | 'work' }>): string {
  switch (news.about) {
    case 'progress':
      return `  ${sayTime(news.atMs)}${news.side === undefined ? '' : `${news.peer} (${news.side}): `}${news.text}`;
    case 'diagnostics':
      return printDiagnostics(news.diagnostics);
    case 'bundle':
      return `bundle: ${news.folder}`;
    case 'report':
      return news.trouble === undefined
        ? `report: ${news.path}`
        : `${printError(news.trouble)}, or print it with \`flaptrap report\` from the bundle`;
    case 'next-capture':
      return `arming again: ${count(news.capturesLeft, 'capture')} left in the budget`;
    case 'found':
      return sayFound(news.planned, news.isTyped);
    case 'swept':
      return saySwept(news.planned, news.left);
    default:
      return `rehearsing ${news.playbook}: ${news.routers.length === 1 ? 'a simulated router, and a peer to which nobody logs in,' : 'two simulated routers'} with IKEv${news.ike} on ${news.routers.join(' and ')}, ${news.speed} times as fast as real ones`;
  }
}

/** `2026-03-09 02:14:07Z `: in days of waiting each line says when it was written. */
function sayTime(atMs: number | undefined): string {
  return atMs === undefined ? '' : `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')}Z `;
}

function sayFound(planned: SweepPlan, isTyped: boolean): string {
  const { name, side, found, kept, exec, configure, deletes } = planned;
  const keeps = kept.map((line) => `  keeps: ${line}`);
  if (isClean(planned))
    return [`sweep ${name} (${side}): nothing of flaptrap found: no applet, debug, debug condition or file`, ...keeps].join('\n');
  return [
    `sweep ${name} (${side}): found`,
    ...found.map((line) => `  ${line}`),
    isTyped ? '  types:' : '  would type:',
    ...[...exec, ...configure, ...deletes.map((path) => FILE_COMMANDS.remove(path))].map((line) => `     ${line}`),
    ...keeps,
  ].join('\n');
}

function saySwept({ name, side, found }: SweepPlan, left: readonly string[]): string {
  const removed = found.filter((line) => !left.includes(line)).map((line) => `  removed ${line}`);
  return [`sweep ${name} (${side}):`, ...removed, ...left.map((line) => `  STILL THERE ${line}`)].join('\n');
}
