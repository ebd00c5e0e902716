/** A child of the bench of fleets is a process that is asked one thing at a time, and may be killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Answers in turn, each message with one; what it cannot do it says as `failed`. */
export function serveParent<Asked, Said>(answer: (asked: Asked) => Promise<Said>): void {
  process.on('message', (asked: Asked) => {
    void answer(asked)
      .catch((error: unknown) => ({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
      .then((said) => process.send?.(said));
  });
}

export class Child<Asked extends object, Said extends object> {
  static readonly #all: { kill(): Promise<void> }[] = [];
  readonly #process: ChildProcess;
  readonly #died: Promise<never>;

  /** `script`: beside this file. */
  constructor(script: string) {
    this.#process = fork(fileURLToPath(new URL(script, import.meta.url)), [], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#died = once(this.#process, 'exit').then((): never => {
      throw new Error(`${script} has died`);
    });
    this.#died.catch(() => undefined);
    Child.#all.push(this);
  }

  async ask(asked: Asked): Promise<Said> {
    const answered = once(this.#process, 'message') as Promise<[Said | { failed: string }]>;
    this.#process.send(asked);
    const [said] = await Promise.race([answered, this.#died]);
    if ('failed' in said) throw new Error(said.failed);
    return said;
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  static async killAll(): Promise<void> {
    await Promise.all(Child.#all.map((child) => child.kill()));
  }
}
