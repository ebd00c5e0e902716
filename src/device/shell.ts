/** A shell is a dialogue on a router's terminal: it types lines and takes answers whose end is proven by the echo of a sentinel. */
import { type Prompt, parseExecPrompt, parsePrompt, promptPattern } from '../ios/prompt.ts';
import { type AskOptions, allowanceOf, baseMsOf } from './ask-options.ts';
import { afterPrompt, cutAnswer, linesFrom, splitAnswers } from './frame.ts';
import { allowLogin, allowPush, LIMITS } from './limits.ts';
import { hearBanner, provePrompt } from './prompt-proof.ts';
import { erasePagers, isPager, isPasswordQuestion, isQuestion } from './question.ts';
import type { Terminal } from './terminal.ts';

interface Hearing extends AskOptions {
  tried: string;
  /** Types the sentinel at once; right for lines that never ask back and never page. */
  isEager: boolean;
}

interface Heard {
  region: Buffer;
  sentinels: string[];
}

/** How often an unproven end is asked for again. */
const SENTINELS_MAX = 3;
/** Behind this much of the stream no prompt is looked for any more when the terminal falls silent. */
const TAIL_CHARACTERS = 4096;
const TORN = 'log messages break up the answers: turn them off for this session (terminal no monitor, no logging console)';

export class Shell {
  readonly terminal: Terminal;
  #prompt: Prompt = parseExecPrompt('');
  #pattern = /$^/;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  /** The prompt as it was last proven. */
  get prompt(): Prompt {
    return this.#prompt;
  }

  /** Learns the prompt from where the device echoes a sentinel: whatever a banner or a log line looks like, only the prompt stands before it and again behind it. */
  async learn(): Promise<Prompt> {
    const tried = 'waiting for the prompt';
    const learnt = async (): Promise<Prompt> => {
      await hearBanner(this.terminal, tried);
      for (let attempt = 0; attempt < SENTINELS_MAX; attempt += 1) {
        const text = await provePrompt(this.terminal, this.#typeSentinel(), tried);
        if (text === undefined) continue;
        this.#prompt = parseExecPrompt(text);
        this.#pattern = promptPattern(this.#prompt);
        return this.#prompt;
      }
      throw this.terminal.error(
        'no-answer',
        'shows no prompt that flaptrap recognizes',
        tried,
        'log in by hand and look at what it prints',
      );
    };
    return this.terminal.exclusively(tried, learnt, { allowance: allowLogin(this.terminal.options.deadlines) });
  }

  /** The bytes that answer one line, without echo and prompt. */
  async ask(line: string, options: AskOptions = {}): Promise<Buffer> {
    const text = this.#prompt.text;
    const allowance = allowanceOf(options, this.terminal.options.deadlines);
    const hear = async (): Promise<Heard> => {
      await this.terminal.options.mayType?.([line]);
      // At once, because a tape that doubles as it grows holds the answer twice; memory is taken by what comes only.
      if (options.sizeBytes !== undefined) this.terminal.tape.reserve(allowance.bytes);
      this.terminal.type(line);
      return this.#hearOut({ ...options, tried: line, isEager: false });
    };
    const { region, sentinels } = await this.terminal.exclusively(line, hear, { allowance, signal: options.signal });
    // Torn as it may be, the terminal itself is still in step: it can be used again.
    const answer = cutAnswer(region, line, sentinels, {
      pattern: this.#pattern,
      text,
    });
    if (answer === undefined) throw this.terminal.error('no-answer', 'gave an answer whose beginning or end is not clear', line, TORN);
    return region.subarray(answer.start, answer.end);
  }

  /** Types all lines at once and says what each was answered: only for lines that never ask back, and that do no harm behind a refused one. */
  async askEach(lines: readonly string[], options: AskOptions = {}): Promise<string[]> {
    const tried = lines.length === 1 ? (lines[0] ?? '') : `${lines[0]} (and ${lines.length - 1} more lines)`;
    const hear = async (): Promise<Heard> => {
      await this.terminal.options.mayType?.(lines);
      for (const line of lines) this.terminal.type(line);
      return this.#hearOut({ ...options, tried, isEager: true });
    };
    const terms = { allowance: allowPush(baseMsOf(options, this.terminal.options.deadlines), lines), signal: options.signal };
    const { region, sentinels } = await this.terminal.exclusively(tried, hear, terms);
    const text = region.toString('latin1');
    for (const sentinel of sentinels) {
      const answers = splitAnswers(text, [...lines, sentinel], this.#pattern);
      if (answers !== undefined) return answers.map(erasePagers);
    }
    throw this.terminal.error('no-answer', 'gave two answers that cannot be separated', tried, TORN);
  }

  /** Listens until a sentinel has come back with a prompt behind it, and takes all of that off the tape. */
  async #hearOut(hearing: Hearing): Promise<Heard> {
    const { terminal } = this;
    const { settleMs } = terminal.options.deadlines;
    const idleMs = hearing.idleMs ?? terminal.options.deadlines.idleMs;
    const sentinels = hearing.isEager ? [this.#typeSentinel()] : [];
    let scanned = 0;
    for (let quietMs = 0; quietMs < idleMs; ) {
      const end = this.#findEnd(sentinels, scanned);
      if (end !== undefined) return { region: terminal.tape.take(end), sentinels };
      scanned = Math.max(0, terminal.tape.length - TAIL_CHARACTERS);
      const hasNews = await terminal.wait(settleMs);
      quietMs = hasNews ? 0 : quietMs + settleMs;
      if (hasNews) hearing.onProgress?.(terminal.tape.length);
      if (sentinels.length === 0 && this.#isPromptAtEnd()) sentinels.push(this.#typeSentinel());
      else if (!hasNews) this.#prod(hearing, sentinels, { quietMs, idleMs });
    }
    throw terminal.error(
      'no-answer',
      `did not answer for ${idleMs / 1000} s`,
      hearing.tried,
      'the device may be overloaded, or the connection broken: try again',
    );
  }

  /** What to do in a silence: press a key for the pager, reply to a question, or ask again for the proof. */
  #prod(hearing: Hearing, sentinels: string[], { quietMs, idleMs }: { quietMs: number; idleMs: number }): void {
    const { terminal } = this;
    const line = terminal.lastLine;
    const known = hearing.replies?.find(({ question }) => question.test(line));
    if (isPager(line)) terminal.pressKey();
    else if (known !== undefined) terminal.reply(known.reply);
    else this.#askAgain(hearing, sentinels, { quietMs, idleMs });
  }

  #askAgain(hearing: Hearing, sentinels: string[], { quietMs, idleMs }: { quietMs: number; idleMs: number }): void {
    const { terminal } = this;
    const { settleMs } = terminal.options.deadlines;
    const line = terminal.lastLine;
    if (isPasswordQuestion(line) || (isQuestion(line) && quietMs >= settleMs * 2)) {
      terminal.write('\x03');
      throw terminal.error(
        'no-answer',
        'asked a question that flaptrap does not answer',
        hearing.tried,
        `the question is: ${line.trim().slice(-LIMITS.questionCharacters)}`,
      );
    }
    // First only behind something like a prompt; half the patience later anyway, as one would press Enter.
    const isDue =
      sentinels.length === 0
        ? this.#hasPromptInTail() || quietMs >= idleMs / 2
        : quietMs >= settleMs * 4 * sentinels.length && this.#hasPromptInTail();
    if (isDue && sentinels.length < SENTINELS_MAX) sentinels.push(this.#typeSentinel());
  }

  /** Behind the prompt that follows the echo of a sentinel. */
  #findEnd(sentinels: readonly string[], from: number): number | undefined {
    for (const sentinel of sentinels) {
      const at = this.terminal.tape.indexOf(sentinel, from);
      if (at === -1) continue;
      const text = this.terminal.tape.text(at);
      for (const line of linesFrom(text, 0)) {
        const rest = line.start === 0 ? undefined : afterPrompt(line.text, this.#pattern);
        if (rest === undefined) continue;
        this.#prompt = parsePromptLike(line.text.slice(0, line.text.length - rest.length), this.#prompt);
        return at + line.start + text.slice(line.start).indexOf(line.text) + line.text.length - rest.length;
      }
    }
    return undefined;
  }

  #typeSentinel(): string {
    const sentinel = this.terminal.options.makeSentinel();
    this.terminal.type(sentinel);
    return sentinel;
  }

  #isPromptAtEnd(): boolean {
    const line = this.terminal.lastLine;
    // A file that does not end in a line end leaves the prompt in the middle of the line.
    return this.isPrompt(line) || (this.#prompt.text.length > 1 && line.trimEnd().endsWith(this.#prompt.text.trimEnd()));
  }

  /** The line is the prompt and nothing behind it. */
  isPrompt(line: string): boolean {
    return line !== '' && afterPrompt(line, this.#pattern)?.trim() === '';
  }

  #hasPromptInTail(): boolean {
    return [...linesFrom(this.terminal.tape.tail(TAIL_CHARACTERS), 0)].some((line) => afterPrompt(line.text, this.#pattern) !== undefined);
  }
}

/** A prompt with parentheses that was learnt so stays one; any other is read afresh. */
function parsePromptLike(text: string, before: Prompt): Prompt {
  const exec = parseExecPrompt(text.trimEnd());
  return exec.base === before.base && before.mode !== 'config' ? exec : parsePrompt(text.trimEnd());
}
