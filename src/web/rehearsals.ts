/** Rehearsals from the page are one at a time: two simulated routers in this process, what is said of them, and how it ended. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FlaptrapError, printError } from '../errors.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { sayFirst } from '../run/first-sentence.ts';
import type { News, Ports } from '../run/ports.ts';
import { rehearse } from '../run/rehearse.ts';
import type { WaitingView } from '../run/waiting.ts';
import { addLine } from './said.ts';

export interface Rehearsal {
  id: string;
  playbook: string;
  cause: string;
  by: string;
  /** ISO 8601. */
  startedAt: string;
  lines: string[];
  waiting: WaitingView | undefined;
  /** The first sentence of its verdict. */
  sentence: string | undefined;
  /** Its bundle, while the files of this rehearsal are kept. */
  folder: string | undefined;
  outcome: { isGood: boolean; text: string } | undefined;
}

export interface RehearsalWishes {
  playbook: Playbook;
  cause: string;
  by: string;
}

const LINES_MAX = 300;
/** The files of older ones are removed. */
const KEPT_MAX = 5;
/** A rehearsal of half an hour on the routers' clock takes a minute of ours. */
const SPEED = 60;

export interface RehearsalChoices {
  /** Where bundles of rehearsals are written. */
  folder: string;
  ports: Ports;
  speed?: number | undefined;
  /** Something that is shown has changed. */
  onChange(rehearsal: Rehearsal): void;
  /** A verdict has come. */
  onVerdict(rehearsal: Rehearsal): void;
}

export class Rehearsals implements AsyncDisposable {
  readonly #choices: RehearsalChoices;
  readonly #all: Rehearsal[] = [];
  #stop: AbortController | undefined;
  #underWay = Promise.resolve();

  constructor(choices: RehearsalChoices) {
    this.#choices = choices;
  }

  /** The newest first. */
  get all(): readonly Rehearsal[] {
    return this.#all;
  }

  find(id: string): Rehearsal | undefined {
    return this.#all.find((each) => each.id === id);
  }

  /** Back at once; throws while another one is under way. */
  begin(wishes: RehearsalWishes): Rehearsal {
    const running = this.#all.find(({ outcome }) => outcome === undefined);
    if (running !== undefined)
      throw new FlaptrapError('input', `${running.playbook} is being rehearsed; one rehearsal at a time`, {
        next: 'wait for its end, or stop it',
      });
    const { ports } = this.#choices;
    const started: Rehearsal = {
      id: ports.nonce().slice(0, 16),
      playbook: wishes.playbook.name,
      cause: wishes.cause,
      by: wishes.by,
      startedAt: new Date(ports.clock.now()).toISOString(),
      lines: [],
      waiting: undefined,
      sentence: undefined,
      folder: undefined,
      outcome: undefined,
    };
    this.#all.unshift(started);
    for (const old of this.#all.splice(KEPT_MAX)) rmSync(this.#folderOf(old), { recursive: true, force: true });
    this.#stop = new AbortController();
    this.#underWay = this.#carryOut(started, wishes.playbook, this.#stop.signal);
    return started;
  }

  /** The simulated routers are disarmed, then it is over. */
  stop(): void {
    this.#stop?.abort();
  }

  /** Nothing of them is written any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    await this.#underWay;
  }

  #folderOf({ id }: Rehearsal): string {
    return join(this.#choices.folder, id);
  }

  async #carryOut(rehearsal: Rehearsal, playbook: Playbook, stop: AbortSignal): Promise<void> {
    const { ports, speed = SPEED, onChange } = this.#choices;
    const choices = { cause: rehearsal.cause, receiver: 'b', seed: 1, offset: 0, speed, out: this.#folderOf(rehearsal) } as const;
    try {
      const { ended } = await rehearse(playbook, choices, { ...ports, stop, say: (news) => this.#hear(rehearsal, news) });
      rehearsal.outcome = { isGood: ended.ending === 'sprung', text: ended.text };
    } catch (error) {
      rehearsal.outcome = { isGood: false, text: printError(error) };
    }
    onChange(rehearsal);
  }

  #hear(rehearsal: Rehearsal, news: News): void {
    if (news.about === 'progress') addLine(rehearsal.lines, news, LINES_MAX);
    else if (news.about === 'waiting') rehearsal.waiting = news.view;
    else if (news.about === 'bundle') {
      rehearsal.folder = news.folder;
      rehearsal.sentence = sayFirst(news.judged.verdict);
      this.#choices.onVerdict(rehearsal);
    }
    this.#choices.onChange(rehearsal);
  }
}
