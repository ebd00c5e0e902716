/** A login is the order in which credentials are offered: agent, key, password, then the same password to the server's own question. */
import type { AnyAuthMethod, AuthHandlerMiddleware, Prompt } from 'ssh2';
import { judgeKeyboard } from './password-question.ts';
import type { JumpTarget } from './target.ts';

export interface Login {
  handler: AuthHandlerMiddleware;
  /** Methods offered so far, for messages. */
  tried: string[];
}

export interface LoginEvents {
  /** The first credential is offered: from there the login deadline runs. */
  onStart(): void;
  /** The server asks for something that is not answered; why, for an error. */
  onQuestion(why: string): void;
}

export function planLogin(target: JumpTarget, events: LoginEvents): Login {
  const methods = methodsOf(target, events);
  const tried: string[] = [];
  const handler = ((methodsLeft: readonly string[] | null) => {
    if (tried.length === 0) events.onStart();
    const next = takeNext(methods, methodsLeft);
    if (next === undefined) return false;
    tried.push(next.type);
    return next;
  }) as AuthHandlerMiddleware;
  return { handler, tried };
}

/** The first method that the server still accepts; before its first answer nobody knows, so the first of ours. */
function takeNext(methods: AnyAuthMethod[], methodsLeft: readonly string[] | null): AnyAuthMethod | undefined {
  for (let method = methods.shift(); method !== undefined; method = methods.shift()) {
    const wire = method.type === 'agent' ? 'publickey' : method.type;
    if (methodsLeft === null || methodsLeft.includes(wire)) return method;
  }
  return undefined;
}

function methodsOf(target: JumpTarget, events: LoginEvents): AnyAuthMethod[] {
  const { username, password, privateKey, passphrase, agent } = target;
  const methods: AnyAuthMethod[] = [];
  if (agent !== undefined) methods.push({ type: 'agent', username, agent });
  if (privateKey !== undefined)
    methods.push({
      type: 'publickey',
      username,
      key: privateKey,
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  if (password !== undefined) {
    methods.push({ type: 'password', username, password });
    methods.push({ type: 'keyboard-interactive', username, prompt: answerOnce(password, events) });
  }
  return methods.length === 0 ? [{ type: 'none', username }] : methods;
}

/** To one question, once; any other ends the login, and nothing is typed. */
function answerOnce(password: string, events: LoginEvents) {
  let wasGiven = false;
  return (name: string, instruction: string, _lang: string, prompts: Prompt[], finish: (answers: string[]) => void): void => {
    const why = judgeKeyboard(`${name} ${instruction}`, prompts, wasGiven);
    if (why !== undefined) {
      events.onQuestion(why);
      return;
    }
    wasGiven = true;
    finish([password]);
  };
}
