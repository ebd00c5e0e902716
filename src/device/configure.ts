/** Configuring is typing lines in configuration mode in bounded windows, each answer read and attributed, and nothing half-made left when one is refused. */
import { type ErrorContext, FlaptrapError, messageOf } from '../errors.ts';
import { isSubmode } from '../ios/prompt.ts';
import { type Refusal, readConfigurationRefusal } from '../ios/refusal.ts';
import { plainLineEnds } from './question.ts';
import type { Shell } from './shell.ts';

export interface ConfigureAnswer {
  line: string;
  answer: string;
}

/** The device refused one line; which one, for callers that print it with its place. */
export class LineRefusedError extends FlaptrapError {
  readonly line: string;
  readonly lineIndex: number;

  constructor(place: { line: string; lineIndex: number }, refusal: Refusal, context: ErrorContext) {
    super(refusal.code, `line ${place.lineIndex + 1} refused: ${refusal.text}`, { ...context, tried: place.line });
    this.line = place.line;
    this.lineIndex = place.lineIndex;
  }
}

/** `event manager applet FLAPTRAP-1-MAIN authorization bypass` */
export const APPLET_HEADER = /^\s*event manager applet (?<name>\S+)/;
/** ` action 010 cli command "enable"`: a line that means something in an applet, and nothing anywhere else. */
export const APPLET_BODY = /^\s*(?:no )?(?:action|set|description|event(?! manager)|comment|!)/;

export const CONFIGURE = 'configure terminal';
const EXIT = 'exit';
const END = 'end';
/** What leaves an applet's mode, and configuration mode. */
export const LEAVING: readonly string[] = [EXIT, END];

/** How much is typed ahead of the answers: terminal input buffers of IOS are not documented [U], pasted pages of this size are everyday use. */
export const WINDOW_LINES = 32;
const WINDOW_CHARACTERS = 1800;

/** What was typed so far. */
interface Typed {
  answers: ConfigureAnswer[];
  /** The applet whose body is being typed. */
  openApplet: string | undefined;
}

export async function sendConfiguration(shell: Shell, lines: readonly string[], peer: string): Promise<ConfigureAnswer[]> {
  await enterConfiguration(shell, peer);
  const typed: Typed = { answers: [], openApplet: undefined };
  try {
    while (typed.answers.length < lines.length) await sendWindow(shell, lines, typed, peer);
    await leaveConfiguration(shell, peer);
    return typed.answers;
  } catch (error) {
    throw await retreat(shell, typed, { error, peer });
  }
}

async function enterConfiguration(shell: Shell, peer: string): Promise<void> {
  const tried = CONFIGURE;
  const [answer = ''] = await shell.askEach([tried]);
  if (shell.prompt.mode === 'config') return;
  const refusal = readConfigurationRefusal(answer);
  const next = 'check the privilege of this account, and that nobody else has locked the configuration';
  throw new FlaptrapError(
    refusal?.code ?? 'refused',
    `did not enter configuration mode${refusal === undefined ? '' : `: ${refusal.text}`}`,
    { peer, tried, answer, next },
  );
}

/** Body lines of an applet go together; any other line goes alone, because what follows a refused one would land in the wrong mode. */
async function sendWindow(shell: Shell, lines: readonly string[], typed: Typed, peer: string): Promise<void> {
  const from = typed.answers.length;
  const window = takeWindow(lines, from, typed.openApplet !== undefined);
  const name = APPLET_HEADER.exec(window[0] ?? '')?.groups?.['name'];
  if (name !== undefined) typed.openApplet = name;
  const answers = await shell.askEach(window);
  for (const [index, line] of window.entries()) {
    const answer = plainLineEnds(answers[index] ?? '');
    const refusal = readConfigurationRefusal(answer);
    const context = {
      peer,
      answer,
      next: 'correct the line; the incomplete applet was removed',
    };
    if (refusal !== undefined) throw new LineRefusedError({ line, lineIndex: from + index }, refusal, context);
    typed.answers.push({ line, answer });
  }
  checkMode(shell, { window, from, name }, typed, peer);
}

/** Silence is not consent: an applet's header must lead into the applet's mode, and only a line that leaves it may leave it. */
function checkMode(
  shell: Shell,
  sent: { window: readonly string[]; from: number; name: string | undefined },
  typed: Typed,
  peer: string,
): void {
  const isInApplet = ['config-applet', 'config-applet-trigger'].some((submode) => isSubmode(shell.prompt, submode));
  if (sent.name !== undefined && !isInApplet) {
    const refusal = {
      code: 'refused',
      text: `the prompt is ${shell.prompt.text}, not the applet's`,
    } as const;
    throw new LineRefusedError({ line: sent.window[0] ?? '', lineIndex: sent.from }, refusal, {
      peer,
      answer: shell.terminal.recent,
      next: 'check that EEM is licensed and enabled on this router',
    });
  }
  if (sent.name === undefined && !isInApplet) typed.openApplet = undefined;
}

function takeWindow(lines: readonly string[], from: number, isInApplet: boolean): string[] {
  const window: string[] = [];
  let characters = 0;
  for (const line of lines.slice(from, from + WINDOW_LINES)) {
    characters += line.length + 1;
    const isBody = isInApplet && APPLET_BODY.test(line);
    if (window.length > 0 && (!isBody || characters > WINDOW_CHARACTERS)) break;
    window.push(line);
    if (!isBody) break;
  }
  return window;
}

async function leaveConfiguration(shell: Shell, peer: string): Promise<void> {
  const [answer = ''] = await shell.askEach([END]);
  const refusal = readConfigurationRefusal(answer);
  if (shell.prompt.mode !== 'config' && refusal === undefined) return;
  throw new FlaptrapError('refused', 'did not leave configuration mode', {
    peer,
    tried: END,
    answer,
    next: 'log in by hand and look at show running-config',
  });
}

/** Removes the half-made applet and leaves configuration mode; says so when that fails too. */
async function retreat(shell: Shell, typed: Typed, failed: { error: unknown; peer: string }): Promise<unknown> {
  const { error, peer } = failed;
  const name = typed.openApplet;
  const undo = name === undefined ? [] : [EXIT, `no event manager applet ${name}`];
  try {
    if (shell.prompt.mode === 'config') {
      const answers = undo.length === 0 ? [] : await shell.askEach(undo);
      await shell.askEach([END]);
      const refusal = readConfigurationRefusal(answers[1] ?? '');
      if (refusal !== undefined) throw new FlaptrapError(refusal.code, refusal.text);
    }
    return error;
  } catch (cause) {
    if (name === undefined) return error;
    const context = error instanceof FlaptrapError ? error.context : {};
    return new FlaptrapError(codeOf(error), `${messageOf(error)}; part of applet ${name} may still be on the router`, {
      ...context,
      peer,
      cause,
      next: `connect again and type: no event manager applet ${name}`,
    });
  }
}

function codeOf(error: unknown): FlaptrapError['code'] {
  return error instanceof FlaptrapError ? error.code : 'internal';
}
