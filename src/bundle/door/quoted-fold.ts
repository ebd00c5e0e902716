/** A message that quotes another one, as an applet's log and `send log` do, may be folded before the quote: what then begins a line is no message of its own. */
import { BODY_START } from '../../ios/log/head.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { QUOTING } from '../../ios/log/splice.ts';
import { readCommand } from '../../ios/log/terminal.ts';
import type { Page } from './page.ts';

/** A message of four hundred characters in lines of forty, with the empty ones that stand for what was joined already. */
const PIECES_MAX = 12;

/** Joined only below a stamp: where messages have none, the next one has none either. */
export function joinQuotes(page: Page): Page {
  if (!page.lines.some((line) => QUOTING.test(line))) return page;
  const lines = [...page.lines];
  lines.forEach((line, at) => {
    if (!QUOTING.test(line) || readLogLine(line).stamp === undefined) return;
    const pieces = piecesBelow(lines, at);
    if (!pieces.some((piece) => BODY_START.test(piece))) return;
    lines[at] = [line.trimEnd(), ...pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')].join(' ');
    lines.fill('', at + 1, at + 1 + pieces.length);
  });
  return { ...page, lines };
}

/** `…: self-test fired by:`, `… logged command:send log`: something has to follow. */
const ENDS_OPEN = /[:("]\s*$|\bsend log(?: \d)?\s*$/;

/** What goes on is indented, or follows where something has to, or has words before the name that no stamp and no host are. */
function piecesBelow(lines: readonly string[], at: number): string[] {
  const below = lines.slice(at + 1, at + 1 + PIECES_MAX);
  const end = below.findIndex((line) => readLogLine(line).stamp !== undefined || readCommand(line) !== undefined);
  const pieces = end === -1 ? below : below.slice(0, end);
  const first = pieces.find((piece) => piece.trim() !== '') ?? '';
  const named = pieces.find((piece) => BODY_START.test(piece)) ?? '';
  return /^\s/.test(first) || ENDS_OPEN.test(lines[at] ?? '') || named.search(BODY_START) > 0 ? pieces : [];
}
