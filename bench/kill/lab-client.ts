/** A lab client holds the lab's process: it gives orders, asks for the routers' true state, and keeps every change that was told. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Side } from '../../src/ipsec/side.ts';
import type { ScenarioId } from '../../src/lab/scenarios/index.ts';
import type { FlashContent, LabState } from './lab-state.ts';

export type ToLab =
  | { kind: 'play'; scenario: ScenarioId; receiver: Side; afterSeconds: number }
  | { kind: 'reload'; side: Side; bootMs: number }
  | { kind: 'flash'; side: Side; isFull: boolean }
  | { kind: 'advance'; id: number; ms: number }
  | { kind: 'look'; id: number };

export type FromLab =
  | { kind: 'ready'; password: string; ports: Record<Side, number> }
  | { kind: 'changed'; state: LabState }
  | { kind: 'answer'; id: number; nowMs: number; state?: LabState; content?: FlashContent };

type Ready = Extract<FromLab, { kind: 'ready' }>;
type Answer = Extract<FromLab, { kind: 'answer' }>;

export interface Look {
  nowMs: number;
  state: LabState;
  content: FlashContent;
}

/** On a machine that does ten other things. */
const ASK_TIMEOUT_MS = 120_000;

export class LabClient implements AsyncDisposable {
  readonly password: string;
  readonly ports: Readonly<Record<Side, number>>;
  /** Every state that was told, the newest last. */
  readonly history: LabState[] = [];
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #onChange = new Set<() => void>();
  #asked = 0;

  private constructor(child: ChildProcess, { password, ports }: Ready) {
    this.#process = child;
    this.password = password;
    this.ports = ports;
    child.on('message', (message: FromLab) => this.#hear(message));
  }

  static async start(seed: number, speed: number): Promise<LabClient> {
    const child = fork(join(import.meta.dirname, '../kill-lab.js'), [String(seed), String(speed)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [ready] = (await once(child, 'message', { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) })) as [Ready];
    return new LabClient(child, ready);
  }

  order(order: Extract<ToLab, { kind: 'play' | 'reload' | 'flash' }>): void {
    this.#process.send(order);
  }

  /** What both routers hold now, files with their content. */
  async look(): Promise<Look> {
    const { nowMs, state, content } = await this.#ask((id) => ({ kind: 'look', id }));
    if (state === undefined || content === undefined) throw new Error('the lab answered something else');
    return { nowMs, state, content };
  }

  /** Goes ahead by so much of the lab's time. */
  async advance(ms: number): Promise<number> {
    return (await this.#ask((id) => ({ kind: 'advance', id, ms }))).nowMs;
  }

  /** True as soon as a state is told of which that holds; false when the time is over or the signal comes. */
  until(isIt: (state: LabState) => boolean, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isReached: boolean): void => {
        clearTimeout(timer);
        this.#onChange.delete(look);
        signal?.removeEventListener('abort', stop);
        resolve(isReached);
      };
      const stop = (): void => end(false);
      const look = (): void => {
        const last = this.history.at(-1);
        if (last !== undefined && isIt(last)) end(true);
      };
      const timer = setTimeout(stop, timeoutMs);
      signal?.addEventListener('abort', stop, { once: true });
      this.#onChange.add(look);
      if (signal?.aborted === true) stop();
      else look();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.disconnect();
    await once(this.#process, 'exit');
  }

  #hear(message: FromLab): void {
    if (message.kind === 'changed') {
      this.history.push(message.state);
      for (const look of [...this.#onChange]) look();
    } else if (message.kind === 'answer') {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    }
  }

  #ask(make: (id: number) => ToLab): Promise<Answer> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the lab does not answer')), ASK_TIMEOUT_MS);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#process.send(make(id));
    });
  }
}
