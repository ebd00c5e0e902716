/** A command line of a simulated router without SSH: the same session, mode and refusals, typed at directly; what is done before and behind each line is the caller's. */
import type { Answer, Cli } from '../../src/device/cli.ts';
import { sendConfiguration } from '../../src/device/configure.ts';
import { DEFAULT_DEADLINES } from '../../src/device/deadlines.ts';
import { tidy } from '../../src/device/question.ts';
import type { Shell } from '../../src/device/shell.ts';
import { FlaptrapError } from '../../src/errors.ts';
import { parsePrompt } from '../../src/ios/prompt.ts';
import { readRefusal } from '../../src/ios/refusal.ts';
import type { Router } from '../../src/lab/device/router.ts';
import { Session } from '../../src/lab/device/session.ts';

export interface Typing {
  /** Back when the line may be typed; throws when the session is lost before. */
  before(line: string): Promise<void>;
  /** The line is done; throws when the session is lost behind it. */
  after(line: string): Promise<void>;
  left(): void;
}

/** Throws when the router is down or every terminal line is taken. */
export function openInProcess(router: Router, typing: Typing): Cli {
  const session = router.isUp ? Session.open(router, 'ops', { privilege: 15 }) : undefined;
  if (session === undefined)
    throw new FlaptrapError(router.isUp ? 'no-terminal-line' : 'unreachable', 'gave no terminal', { peer: router.hostname });
  session.pageLines = 0;
  const goDown = (): void => void close();
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    router.onReload.delete(goDown);
    session.close();
    typing.left();
  };
  router.onReload.add(goDown);
  const lost = (line: string): FlaptrapError =>
    new FlaptrapError('session-lost', 'the session has ended', { peer: router.hostname, tried: line });
  const type = async (line: string): Promise<string> => {
    await typing.before(line);
    if (!isOpen) throw lost(line);
    const answer = await session.execute(line);
    await typing.after(line);
    if (!isOpen) throw lost(line);
    return answer;
  };
  const ask = async (line: string): Promise<Buffer> => {
    const output = (await type(line)).replace(/\n$/, '');
    return Buffer.from(output === '' ? '' : `${output}\n`.replaceAll('\n', '\r\n'), 'latin1');
  };
  const tryExec = async (line: string): Promise<Answer> => {
    const answer = tidy(await ask(line));
    const refusal = answer.length > 4096 ? undefined : readRefusal(answer);
    return refusal === undefined ? { ok: true, answer } : { ok: false, answer, refusal };
  };
  const shell = {
    get prompt() {
      return parsePrompt(session.prompt);
    },
    terminal: { recent: '' },
    askEach: async (lines: readonly string[]) => {
      const answers: string[] = [];
      for (const line of lines) answers.push((await ask(line)).toString('latin1'));
      return answers;
    },
  };
  const cli = {
    hostname: router.hostname,
    weakAlgorithms: [],
    reservations: [],
    target: { name: router.hostname },
    isPrivileged: true,
    promptLength: session.prompt.length,
    deadlines: DEFAULT_DEADLINES,
    exec: async (line: string) => {
      const result = await tryExec(line);
      if (result.ok) return result.answer;
      throw new FlaptrapError(result.refusal.code, `the router refuses the command: ${result.refusal.text}`, {
        peer: router.hostname,
        tried: line,
      });
    },
    tryExec,
    execBytes: ask,
    configure: (lines: readonly string[]) => sendConfiguration(shell as unknown as Shell, lines, router.hostname),
    close,
    [Symbol.asyncDispose]: close,
  };
  return cli as unknown as Cli;
}
