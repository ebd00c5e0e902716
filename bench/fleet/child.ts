/** A child of the bench of fleets is asked one thing at a time, and may be killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Asked, Said } from './worker.ts';

export class Child {
  readonly #process: ChildProcess = fork(fileURLToPath(new URL('worker.js', import.meta.url)), [], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });

  readonly #died = once(this.#process, 'exit').then((): never => {
    throw new Error('the worker has died');
  });

  constructor() {
    this.#died.catch(() => undefined);
  }

  async ask(asked: Asked): Promise<Said> {
    const answered = once(this.#process, 'message') as Promise<[Said]>;
    this.#process.send(asked);
    const [said] = await Promise.race([answered, this.#died]);
    if (said.is === 'failed') throw new Error(said.why);
    return said;
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }
}
