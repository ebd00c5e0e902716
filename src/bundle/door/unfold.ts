/** A log that a terminal or a mail folded is unfolded: a line as long as the longest, followed by one without a stamp, goes on there. */
import { EnvelopeReader } from '../../ios/log/envelope-reader.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { QUOTING } from '../../ios/log/splice.ts';
import { readCommand } from '../../ios/log/terminal.ts';
import { type Fold, foldOf, isNatural, isOwnLine, WIDTH_MIN } from './fold-width.ts';
import { blanksLostAt, breaksBetweenWords } from './fold-words.ts';
import { hasWholeSpi, type PutTogether, putTogether } from './folded-message.ts';
import { unhang } from './hanging-fold.ts';
import type { Page } from './page.ts';
import { hadNoRoom, unhangSoft } from './soft-hanging.ts';

/** A message folds into so many pieces at most. */
const PIECES_MAX = 40;
/** A stamp, a relay's header, and nothing behind it. */
export const STAMP_ALONE = /^\S.{0,80}\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?: ?[A-Za-z][A-Za-z0-9+-]{0,9})?:\s*$/;
export function unfold(folded: Page): Page {
  const page = withStampsMoved(folded);
  const messages = putTogether(page.lines).map((message) => withStamp(page.lines, message));
  return withMessages(unhangSoft(page) ?? unhang(page, messages) ?? unfoldFlush(page), messages);
}

/** What the pieces of a message must say is known better than the width at which others were broken. */
function withMessages(page: Page, messages: readonly PutTogether[]): Page {
  const missed = messages.filter((message) => !isTold(page.lines, message));
  if (missed.length === 0) return page;
  const lines = [...page.lines];
  for (const { from, to, text } of missed) lines.splice(from, to - from + 1, text, ...Array.from({ length: to - from }, () => ''));
  const said = missed.length === 1 ? '1 message that was folded was' : `${missed.length} messages that were folded were`;
  return { ...page, lines, done: [...page.done, `${said} put together`] };
}

/** There, or as the end of a line above to which it was joined. */
function isTold(lines: readonly string[], { from, text }: PutTogether): boolean {
  let at = from;
  while (at > 0 && lines[at] === '') at -= 1;
  return lines[at]?.endsWith(text) ?? false;
}

/** A stamp that stands alone above is that of the message. */
function withStamp(lines: readonly string[], { from, to, text }: PutTogether): PutTogether {
  const above = lines[from - 1] ?? '';
  return STAMP_ALONE.test(above) ? { from: from - 1, to, text: `${above.trimEnd()} ${text}` } : { from, to, text };
}

function unfoldFlush(page: Page): Page {
  const { lines } = page;
  const envelopes = new EnvelopeReader();
  const isHead = lines.map((line) => begins(line, envelopes));
  const guessed = foldOf(lines, isHead) ?? provedFold(lines, isHead);
  if (guessed === undefined) return joinAlone(page, isHead);
  const fold = guessed.kind === 'hard' && breaksAtWords(lines, isHead, guessed) ? { ...guessed, kind: 'soft' as const } : guessed;
  const [other]: Fold['kind'][] = fold.kind === 'hard' ? ['soft'] : ['hard'];
  const [texts, otherwise] = [joinAll(lines, isHead, fold), joinAll(lines, isHead, { ...fold, kind: other ?? 'hard' })];
  const best = wholeMessages(otherwise) > wholeMessages(texts) ? otherwise : texts;
  return { ...page, lines: best, done: [...page.done, `unfolded at ${fold.width} characters`] };
}

/** `… input interface=GigabitEthernet0/0Jan  5 2026 03:00:22.000 UTC:`: a line that ends in the next line's stamp. */
export const STAMP_BEHIND =
  /(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} (?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?: [A-Z]{1,5})?:(?= ?$)/;
const STAMP_CHARACTERS = 30;
/** No stamp is longer: a line may be a whole file. */
const STAMP_CHARACTERS_MAX = 60;

function withStampsMoved(page: Page): Page {
  const lines = [...page.lines];
  let moved = 0;
  for (let at = 0; at + 1 < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const next = lines[at + 1] ?? '';
    const end = line.slice(-STAMP_CHARACTERS_MAX);
    const found = line.length > STAMP_CHARACTERS && (line.endsWith(':') || line.endsWith(': ')) ? STAMP_BEHIND.exec(end) : null;
    if (found === null) continue;
    const [stamp = ''] = found;
    const before = line.slice(0, line.length - end.length + found.index);
    const { isHead, stamp: own, body } = readLogLine(before);
    if (!isHead || own === undefined || body.trim() === '' || readLogLine(next).stamp !== undefined) continue;
    lines[at] = before;
    lines[at + 1] = `${stamp} ${next.trimStart()}`;
    moved += 1;
  }
  return moved === 0 ? page : { ...page, lines, done: [...page.done, 'stamps at the end of a line were put before the next'] };
}

/** Other lines may say nothing of the width: that an SPI is whole only when the pieces are put together says enough. */
function provedFold(lines: readonly string[], isHead: readonly boolean[]): Fold | undefined {
  const width = lines.reduce((longest, line) => Math.max(longest, line.length), 0);
  const fold: Fold = { width, kind: 'hard' };
  if (width < WIDTH_MIN || !lines.some((line) => /invalid spi/i.test(line))) return undefined;
  return wholeMessages(joinAll(lines, isHead, fold)) > wholeMessages(lines) ? fold : undefined;
}

function wholeMessages(lines: readonly string[]): number {
  return lines.filter((line) => hasWholeSpi(line)).length;
}

function joinAll(lines: readonly string[], isHead: readonly boolean[], fold: Fold): string[] {
  const texts = lines.map(() => '');
  const blanks = fold.kind === 'hard' && isWithoutIndents(lines) ? blanksLostAt(lines, fullAt(lines, isHead, fold)) : NONE;
  for (let at = 0; at < lines.length; at += 1) {
    const first = at;
    let text = lines[at] ?? '';
    while (at + 1 < lines.length && at - first < PIECES_MAX && goesOn(lines, at, isHead, fold)) {
      text = joinPieces(blanks.has(at) ? `${text} ` : text, lines[at] ?? '', lines[at + 1] ?? '', fold);
      at += 1;
    }
    texts[first] = text;
  }
  return texts;
}

/** Lines of one form are broken at one place, all of them at the width: then words tell whether a blank was lost there. */
function breaksAtWords(lines: readonly string[], isHead: readonly boolean[], fold: Fold): boolean {
  return breaksBetweenWords(lines, fullAt(lines, isHead, fold));
}

/** Lines as long as the width that go on in the next. */
function fullAt(lines: readonly string[], isHead: readonly boolean[], fold: Fold): number[] {
  return lines.flatMap((line, at) => (line.length === fold.width && at + 1 < lines.length && goesOn(lines, at, isHead, fold) ? [at] : []));
}

/** What took the blanks off at the end of each line took them off at its beginning too. */
function isWithoutIndents(lines: readonly string[]): boolean {
  return lines.every((line) => !/^\s/.test(line));
}

const NONE: ReadonlySet<number> = new Set();

/** A line that stands for itself: a message, a prompt, or nothing at all. */
function begins(line: string, envelopes: EnvelopeReader): boolean {
  return line.trim() === '' || envelopes.read(line).isHead || readCommand(line) !== undefined;
}

function goesOn(lines: readonly string[], at: number, isHead: readonly boolean[], { width, kind }: Fold): boolean {
  const [line = '', next = ''] = [lines[at], lines[at + 1]];
  if (STAMP_ALONE.test(line) && next.trim() !== '' && readLogLine(next).stamp === undefined) return true;
  if (next.trim() === '' || isOwnLine(line, next)) return false;
  if (kind === 'hard') {
    if (line.length === width) return isHead[at + 1] === false || !isStamped(next);
    if (line.length !== width - 1 || isHead[at + 1] !== false || /^\s/.test(next)) return false;
    return breaksOff(line, next, isHead[at] === true) || !isNatural(headAbove(lines, at, isHead), next);
  }
  // `… USERLOG_NOTICE: Message from tty1(user id: ):` and below it what somebody sent, which looks like a message of its own.
  const isOpen = isHead[at + 1] === false || (isHead[at] === true && QUOTING.test(line) && (/:\s*$/.test(line) || !isStamped(next)));
  return isOpen && !/^\s/.test(next) && hadNoRoom(line, next, width) && !isNatural(headAbove(lines, at, isHead), next);
}

/** `… Message id:` and below it `1`; `…:Session with IKE` and below it the rest: what has lines below it by nature ends otherwise. */
function breaksOff(line: string, next: string, isHead: boolean): boolean {
  if (/[:=]$/.test(line)) return VALUE_ALONE.test(next);
  return isHead && /[A-Za-z,]$/.test(line);
}

const VALUE_ALONE = /^[\w./-]{1,40}[,)]?$/;

function headAbove(lines: readonly string[], at: number, isHead: readonly boolean[]): string {
  let place = at;
  while (place > 0 && at - place < PIECES_MAX && isHead[place] !== true) place -= 1;
  return lines[place] ?? '';
}

function isStamped(line: string): boolean {
  const { stamp, relay } = readLogLine(line);
  return (stamp !== undefined && (relay ?? '').length < RELAY_CHARACTERS) || readCommand(line) !== undefined;
}

/** A stamp further right stands in a message that quotes. */
const RELAY_CHARACTERS = 80;

function joinPieces(text: string, line: string, next: string, { width, kind }: Fold): string {
  if (/\s$/.test(line) || /^\s/.test(next)) return text + next;
  if (kind === 'hard') return line.length === width ? text + next : `${text} ${next}`;
  return `${text} ${next}`;
}

/** A stamp that stands alone on its line belongs to what stands below. */
function joinAlone(page: Page, isHead: readonly boolean[]): Page {
  const { lines } = page;
  if (!lines.some((line, at) => isAlone(line, lines[at + 1], isHead[at]))) return page;
  const texts = [...lines];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (!isAlone(line, lines[at + 1], isHead[at])) continue;
    texts[at] = `${line.trimEnd()} ${(lines[at + 1] ?? '').trimStart()}`;
    texts[at + 1] = '';
    at += 1;
  }
  return { ...page, lines: texts, done: [...page.done, 'stamps that stood alone were put before their messages'] };
}

function isAlone(line: string, next: string | undefined, isHead: boolean | undefined): boolean {
  if (isHead !== true || next === undefined || next.trim() === '' || !STAMP_ALONE.test(line)) return false;
  const { stamp, isHead: begins } = readLogLine(next);
  return stamp === undefined && (begins || !/^\s/.test(next));
}
