/** A frame is the part of a terminal's stream that answers one line: found by the echo of what was typed, never by a prompt alone. */

export interface Span {
  start: number;
  end: number;
}

/** How far apart the first and last letter of an echo may lie when log lines tear it, in characters. */
export const TORN_ECHO_MAX = 65_536;
/** So many lines that begin like a prompt are looked into for a torn echo: a flood of prompts would cost the square of its length. */
const CANDIDATES_MAX = 200;

/**
 * Echo of `typed` that begins at `start`, where a line begins or a prompt has just ended. Log lines may stand before it and
 * inside it, and the prompt may have been printed again (`logging synchronous`).
 */
export function matchEcho(text: string, typed: string, prompt: RegExp, start = 0): Span | undefined {
  const wanted = typed.trim();
  let shown = '';
  for (const line of linesFrom(text, start)) {
    if (line.start - start > TORN_ECHO_MAX || line.end === undefined) return undefined;
    const bare = renderLine(afterPrompt(line.text, prompt) ?? line.text).trimEnd();
    if (isEcho(bare, wanted) || isEcho(`${shown}${bare}`, wanted)) return { start, end: line.end };
    if (line.start > start && isReprint(line.text, bare, shown, wanted, prompt)) shown = bare;
    else if (bare !== '' && wanted.startsWith(`${shown}${bare}`.trimStart())) shown = `${shown}${bare}`.trimStart();
    else if (shown === '') shown = commonStart(bare, wanted);
  }
  return undefined;
}

/** The next line from `from` on that begins with a prompt and echoes `typed`: one that does so whole, else one that log lines tear. */
export function findEcho(text: string, typed: string, prompt: RegExp, from: number): Span | undefined {
  const candidates: number[] = [];
  for (const line of linesFrom(text, from)) {
    const rest = afterPrompt(line.text, prompt);
    if (rest === undefined) continue;
    if (line.end !== undefined && isEcho(renderLine(rest), typed.trim())) return { start: line.start, end: line.end };
    if (candidates.length < CANDIDATES_MAX) candidates.push(line.start);
  }
  for (const start of candidates) {
    const span = matchEcho(text, typed, prompt, start);
    if (span !== undefined) return span;
  }
  return undefined;
}

/** The last place where `typed` was echoed behind a prompt: the end of the answer before it. */
export function findLastEcho(text: string, typed: string, prompt: RegExp): Span | undefined {
  const candidates = [...linesFrom(text, 0)].filter((line) => afterPrompt(line.text, prompt) !== undefined || line.start === 0).reverse();
  if (candidates.length > CANDIDATES_MAX) candidates.length = CANDIDATES_MAX;
  for (const { start } of candidates) {
    const span = matchEcho(text, typed, prompt, start);
    if (span !== undefined) return span;
  }
  return undefined;
}

/** The answer to each typed line, in order; `text` begins behind a prompt and holds the echo of every line, the last of which has no answer of its own. */
export function splitAnswers(text: string, typed: readonly string[], prompt: RegExp): string[] | undefined {
  const [first, ...others] = typed;
  let echo = first === undefined ? undefined : matchEcho(text, first, prompt);
  const answers: string[] = [];
  for (const line of others) {
    if (echo === undefined) return undefined;
    const next = findEcho(text, line, prompt, echo.end);
    if (next === undefined) return undefined;
    answers.push(text.slice(echo.end, next.start));
    echo = next;
  }
  return echo === undefined ? undefined : answers;
}

/** Where the answer lies between the echo of the line and the echo of the first sentinel. */
export function cutAnswer(
  region: Buffer,
  line: string,
  sentinels: readonly string[],
  prompt: { pattern: RegExp; text: string },
): Span | undefined {
  const echo = matchEcho(region.toString('latin1', 0, TORN_ECHO_MAX * 2), line, prompt.pattern);
  if (echo === undefined) return undefined;
  const from = Math.max(echo.end, region.length - TORN_ECHO_MAX);
  const tail = region.toString('latin1', from);
  for (const sentinel of sentinels) {
    const end = findLastEcho(tail, sentinel, prompt.pattern);
    if (end !== undefined) return { start: echo.end, end: from + end.start };
    // A text that does not end in a line end has the prompt glued behind it.
    const glued = tail.indexOf(`${prompt.text}${sentinel}`);
    if (glued !== -1) return { start: echo.end, end: from + glued };
  }
  return undefined;
}

/** What a terminal shows of one line after its backspaces and carriage returns have been obeyed. */
export function renderLine(raw: string): string {
  if (!CONTROL.test(raw)) return raw;
  const cells: string[] = [];
  let column = 0;
  for (const character of raw) {
    if (character === '\b') column = Math.max(0, column - 1);
    else if (character === '\r') column = 0;
    else if (character !== '\0' && character !== '\x07') cells[column++] = character;
  }
  return cells.join('');
}

/** Backspace, carriage return, NUL and bell: what moves the cursor, or does nothing, inside a line. */
const CONTROL = /[\b\r\0\x07]/;

/** Begun where a run begins and nowhere inside it: a line of a million of them is tried once. */
const RETURNS_AT_END = /(?<!\r)\r+$/;

interface Line {
  start: number;
  text: string;
  /** Behind the line end; undefined while the line is not finished. */
  end: number | undefined;
}

export function* linesFrom(text: string, from: number): Generator<Line> {
  let start = from;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    yield {
      start,
      text: text
        .slice(start, end)
        .replace(RETURNS_AT_END, '')
        .replace(/^[\r\0\x07]+/, ''),
      end: newline === -1 ? undefined : newline + 1,
    };
    start = end + 1;
  }
}

/** What stands behind the prompt, when the line begins with one. */
export function afterPrompt(line: string, prompt: RegExp): string | undefined {
  const match = prompt.exec(line);
  return match === null ? undefined : line.slice(match[0].length);
}

/** Whole, or scrolled sideways: `$` and the end of the line, where the terminal's width was too small. */
function isEcho(shown: string, wanted: string): boolean {
  const line = shown.trim();
  return line === wanted || (line.length > 8 && line.startsWith('$') && wanted.endsWith(line.slice(1)));
}

function isReprint(line: string, bare: string, shown: string, wanted: string, prompt: RegExp): boolean {
  return afterPrompt(line, prompt) !== undefined && bare.length >= shown.length && wanted.startsWith(bare.trimStart());
}

function commonStart(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return right.slice(0, length);
}
