/** A login is the order in which credentials are offered: agent, key, password, then the same password to the server's questions. */
import type { AnyAuthMethod, AuthHandlerMiddleware } from 'ssh2';
import type { JumpTarget } from './target.ts';

export interface Login {
  handler: AuthHandlerMiddleware;
  /** Methods offered so far, for messages. */
  tried: string[];
}

/** `onStart` is called when the first credential is offered: from there the login deadline runs. */
export function planLogin(target: JumpTarget, onStart: () => void): Login {
  const methods = methodsOf(target);
  const tried: string[] = [];
  const handler = ((methodsLeft: readonly string[] | null) => {
    if (tried.length === 0) onStart();
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

function methodsOf(target: JumpTarget): AnyAuthMethod[] {
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
    methods.push({
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _lang, prompts, finish) => finish(prompts.map(() => password)),
    });
  }
  return methods.length === 0 ? [{ type: 'none', username }] : methods;
}
