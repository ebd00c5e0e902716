/** A schedule of one whole capture: the house's own arming, waiting, freezing, fetching and disarming on two simulated routers, killed, cut off and refused at seeded moments. */
import fc, { type Scheduler } from 'fast-check';
import { wasArmed } from '../../src/capture/arm.ts';
import { type Captured, captureTunnel, fetchUnread, watchTunnel } from '../../src/capture/capture-tunnel.ts';
import type { CaptureContext } from '../../src/capture/context.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { noteHome } from '../../src/capture/home-files.ts';
import { removeFiles } from '../../src/capture/remove-files.ts';
import { type CaptureRecord, sidesInDoubt } from '../../src/capture/store.ts';
import { survey } from '../../src/capture/survey.ts';
import { FlaptrapError } from '../../src/errors.ts';
import { SIDES, type Side } from '../../src/ipsec/side.ts';
import { LabClock } from '../../src/lab/clock.ts';
import { switchOn } from '../../src/lab/device/device.ts';
import type { Router } from '../../src/lab/device/router.ts';
import { SHORT_PATH } from '../../src/lab/ike/network.ts';
import { SimulatedTunnel } from '../../src/lab/ike/tunnel.ts';
import { SCENARIOS } from '../../src/lab/scenarios/index.ts';
import { makePlan } from '../../src/playbook/make-plan.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import type { TemplateTexts } from '../../src/playbook/request.ts';
import { openInProcess } from './in-process-cli.ts';
import { Life } from './lives.ts';
import { memoryStore } from './memory-store.ts';
import { Broken } from './world.ts';

export interface CaptureStory {
  seed: number;
  /** When the tunnel flaps, in seconds; never where it is null. */
  flapsAtSeconds: number | null;
  stopsAtSeconds: number | null;
  /** The process is killed before its so-manieth step, counted through all its lives. */
  kills: number[];
  /** The session is lost before or behind a line. */
  cuts: { step: number; isBehind: boolean }[];
  /** No login is answered from here on, for so many seconds. */
  silences: { atSeconds: number; side: Side; seconds: number }[];
  failedNotes: number[];
  reload: { atSeconds: number; side: Side } | null;
}

/** Early steps are no likelier than late ones. */
const anyOf = (most: number) => fc.noBias(fc.nat(most));
const SIDE = fc.constantFrom<Side>('a', 'b');
export const CAPTURE_STORY: fc.Arbitrary<CaptureStory> = fc.record({
  seed: fc.nat(1000),
  flapsAtSeconds: fc.option(fc.nat(600)),
  stopsAtSeconds: fc.option(fc.nat(900), { freq: 4 }),
  kills: fc.array(anyOf(1600), { maxLength: 3 }),
  cuts: fc.array(fc.record({ step: anyOf(1600), isBehind: fc.boolean() }), { maxLength: 2 }),
  silences: fc.array(fc.record({ atSeconds: fc.nat(900), side: SIDE, seconds: fc.integer({ min: 10, max: 400 }) }), { maxLength: 1 }),
  failedNotes: fc.array(anyOf(120), { maxLength: 1 }),
  reload: fc.option(fc.record({ atSeconds: fc.nat(900), side: SIDE }), { freq: 8 }),
});

const START_AT_MS = Date.UTC(2026, 0, 5, 3, 0, 0);
const BOOT_MS = 120_000;
const RESTART_MS = 20_000;
/** A restart of the host, or a new worker. */
const LIVES_MAX = 12;
/** Of the lab's time, while nobody acts. */
const BEAT_MS = 2000;
/** Behind the lease the guards have long cleared up. */
const AFTERWARDS_MS = 600_000;

export interface CaptureTold {
  story: string[];
  ending: string;
}

/** Short enough to be played through. */
export function quickened(text: string): string {
  return `${text.replace('tail: 75s', 'tail: 10s').replace(/^lease: \S+/m, 'lease: 20m')}\nprobe: false\n`;
}

export interface CaptureAsked {
  playbook: Playbook;
  templates: TemplateTexts;
}

export async function playCapture(story: CaptureStory, scheduler: Scheduler, asked: CaptureAsked): Promise<CaptureTold> {
  const play = new CapturePlay(story, scheduler, asked);
  try {
    return { ending: await play.run(), story: play.story };
  } catch (error) {
    throw new Broken(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${play.story.slice(-60).join('\n')}`);
  } finally {
    play.clock.stop();
  }
}

class CapturePlay {
  readonly clock = new LabClock({ startAtMs: START_AT_MS, speed: 0 });
  readonly story: string[] = [];
  readonly #story: CaptureStory;
  readonly #scheduler: Scheduler;
  readonly #playbook: Playbook;
  readonly #templates: TemplateTexts;
  readonly #routers: Record<Side, Router>;
  readonly #records = new Map<string, CaptureRecord>();
  /** Names of files that are in a bundle. */
  readonly #home = new Set<string>();
  readonly #stop = new AbortController();
  readonly #silentUntilMs: Record<Side, number> = { a: 0, b: 0 };
  readonly #sessions: Record<Side, number> = { a: 0, b: 0 };
  /** The sessions of the life that goes on: they break with it. */
  #close: (() => void)[] = [];
  #plan: Plan | undefined;
  #steps = 0;
  #notes = 0;
  #ending = '';
  #fault: unknown;

  constructor(story: CaptureStory, scheduler: Scheduler, { playbook, templates }: CaptureAsked) {
    this.#story = story;
    this.#scheduler = scheduler;
    this.#playbook = playbook;
    this.#templates = templates;
    const spec = (side: Side) => ({
      hostname: playbook.tunnel[side].name,
      address: playbook.tunnel[side].address,
      platform: 'ios' as const,
      offsetMs: 0,
      ike: 1 as const,
    });
    this.#routers = {
      a: switchOn({ peerAddress: playbook.tunnel.b.address, ...spec('a') }, this.clock),
      b: switchOn({ peerAddress: playbook.tunnel.a.address, ...spec('b') }, this.clock),
    };
    this.#plot(new SimulatedTunnel(this.clock, this.#routers, { seed: story.seed, path: SHORT_PATH, ike: 1 }));
  }

  async run(): Promise<string> {
    for (let lives = 0; this.#ending === ''; lives += 1) {
      // Nobody comes back any more: the routers clear up by themselves.
      if (lives === LIVES_MAX) this.#ending = 'given up';
      else await this.#live(lives);
      await this.#pass(RESTART_MS);
    }
    if (this.#ending === 'given up') await this.#pass(this.#playbook.leaseSeconds * 1000 + AFTERWARDS_MS);
    this.#requireClean();
    return this.#ending;
  }

  #plot(tunnel: SimulatedTunnel): void {
    const { flapsAtSeconds, stopsAtSeconds, silences, reload } = this.#story;
    const after = (seconds: number, run: () => void): void => void this.clock.after(seconds * 1000, run);
    if (flapsAtSeconds !== null)
      after(flapsAtSeconds, () => {
        this.#say('the tunnel flaps');
        tunnel.restartTraffic();
        SCENARIOS['delete-lost'].play(tunnel, tunnel.b, tunnel.a);
      });
    if (stopsAtSeconds !== null) after(stopsAtSeconds, () => this.#stop.abort());
    for (const { atSeconds, side, seconds } of silences)
      after(atSeconds, () => (this.#silentUntilMs[side] = this.clock.now() + seconds * 1000));
    if (reload !== null)
      after(reload.atSeconds, () => {
        this.#say(`${reload.side} reloads`);
        this.#routers[reload.side].reload(BOOT_MS);
      });
  }

  /** One process, until it ends or is killed. */
  async #live(number: number): Promise<void> {
    const life = new Life(`life ${number}`, this.#scheduler);
    let isDone = false;
    void this.#work(life)
      .catch((error: unknown) => {
        if (error instanceof FlaptrapError) this.#say(`${life.name} ends: ${error.code} ${error.message}`);
        else this.#fault ??= error;
      })
      .finally(() => {
        isDone = true;
      });
    while (!isDone && !life.isOver) await this.#beat();
    if (!life.isOver) life.kill();
    for (const close of this.#close) close();
    this.#close = [];
  }

  /** What `run` does, or whoever goes on with what is remembered. */
  async #work(life: Life): Promise<void> {
    const context = this.#contextOf(life);
    const record = this.#plan === undefined ? undefined : this.#records.get(this.#plan.captureId);
    if (record === undefined) {
      const plan = makePlan(this.#playbook, await survey(context, this.#playbook), this.#templates, {
        nowMs: this.clock.now(),
        nonce: life.name,
      });
      this.#plan = plan;
      if (this.#stop.signal.aborted) return this.#end('stopped before it was armed');
      return this.#bringHome(context, plan, await captureTunnel(context, plan, this.#playbook));
    }
    await this.#goOn(context, structuredClone(record));
  }

  async #goOn(context: CaptureContext, record: CaptureRecord): Promise<void> {
    const { plan, journal } = record;
    const isDisarming = journal.some(({ what }) => what === 'disarming');
    const leftMs = Date.parse(plan.leaseEndsAt) - this.clock.now();
    if (wasArmed(plan, journal) && !isDisarming)
      return this.#bringHome(context, plan, await watchTunnel(context, plan, this.#playbook, Math.max(0, leftMs)));
    if (sidesInDoubt(record).length > 0) await disarm(context, plan);
    return this.#bringHome(context, plan, { ending: 'put-back' });
  }

  /** The bundle is written before a file is removed. */
  async #bringHome(context: CaptureContext, plan: Plan, captured: Captured): Promise<void> {
    const { fetched } = captured.fetched === undefined ? await fetchUnread(context, plan) : { fetched: captured.fetched };
    if (fetched !== undefined) {
      for (const side of SIDES) for (const { name } of fetched[side].verified) this.#home.add(`${side} ${name}`);
      await noteHome(context, plan.captureId, fetched, 'bundle');
    }
    await removeFiles(context, plan);
    if (captured.trouble?.code === 'left-behind') throw captured.trouble;
    this.#end(captured.ending);
  }

  #end(ending: string): void {
    this.#ending = ending;
    this.#say(`ended: ${ending}`);
  }

  #contextOf(life: Life): CaptureContext {
    const step = (what: string): Promise<void> => this.#step(life, what);
    return {
      clock: { now: () => this.clock.now(), monotonic: () => this.clock.now(), sleep: (ms, signal) => this.clock.sleep(ms, signal) },
      turns: {},
      leaving: {},
      store: memoryStore(this.#records, async (what) => {
        await step(what);
        this.#notes += 1;
        if (this.#story.failedNotes.includes(this.#notes)) throw new FlaptrapError('input', 'the disk is full');
      }),
      connect: async (side) => {
        await step(`login at ${side}`);
        if (this.clock.now() < this.#silentUntilMs[side]) throw new FlaptrapError('connect-timeout', 'did not answer', { peer: side });
        return this.#login(life, side);
      },
      openSession: async () => {
        throw new FlaptrapError('retrieval', 'there is no SCP here');
      },
      say: ({ side, text }) => this.#say(`${life.name} ${side ?? ''}: ${text}`),
      stop: this.#stop.signal,
    };
  }

  #login(life: Life, side: Side): ReturnType<typeof openInProcess> {
    const cli = openInProcess(this.#routers[side], {
      before: async (line) => {
        await this.#step(life, `${side} ${line}`);
        this.#requireFetched(side, line);
        this.#cutAt(side, false);
      },
      after: async () => this.#cutAt(side, true),
      left: () => {
        this.#sessions[side] -= 1;
      },
    });
    this.#sessions[side] += 1;
    if (this.#sessions[side] > 1) this.#fault ??= new Broken(`${side} has ${this.#sessions[side]} sessions of ours at once`);
    this.#close.push(() => void cli.close());
    return cli;
  }

  #cutAt(side: Side, isBehind: boolean): void {
    if (!this.#story.cuts.some((cut) => cut.step === this.#steps && cut.isBehind === isBehind)) return;
    this.#say(`the session on ${side} is cut`);
    throw new FlaptrapError('session-lost', 'the connection broke', { peer: side });
  }

  async #step(life: Life, what: string): Promise<void> {
    this.#steps += 1;
    if (this.#story.kills.includes(this.#steps)) {
      this.#say(`${life.name} is killed before: ${what}`);
      life.kill();
    }
    await life.step(what);
  }

  /** A file of a freeze is deleted only when it is in a bundle. */
  #requireFetched(side: Side, line: string): void {
    const name = /^delete \/force \w+:(?<name>\S+)$/.exec(line)?.groups?.['name'];
    const files = this.#plan?.peers[side].files ?? [];
    const isOfFreeze = name !== undefined && files.some(({ path }) => path.endsWith(`:${name}`)) && this.#routers[side].flash.has(name);
    if (isOfFreeze && !this.#home.has(`${side} ${name}`)) this.#fault ??= new Broken(`${name} is deleted on ${side} before it is home`);
  }

  async #pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= BEAT_MS) await this.#beat();
  }

  async #beat(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#scheduler.count() > 0) await this.#scheduler.waitOne();
    else await this.clock.advance(BEAT_MS);
  }

  #requireClean(): void {
    for (const side of SIDES) {
      const { eem, debugs, conditions, lines, flash, isUp } = this.#routers[side];
      const left = [...eem.applets.map(({ name }) => name), ...debugs, ...conditions];
      if (isUp && left.length > 0) throw new Broken(`${side} still has ${left.join(', ')} (${this.#ending})`);
      if (lines.size > 0) throw new Broken(`${side} has ${lines.size} terminal lines taken`);
      const files = [...flash.keys()].filter((name) => name.startsWith('flaptrap-') && this.#home.has(`${side} ${name}`));
      if (files.length > 0 && this.#ending !== 'given up' && this.#story.failedNotes.length === 0)
        throw new Broken(`${side} still has ${files.join(', ')}`);
    }
  }

  #say(text: string): void {
    this.story.push(`${(this.clock.now() - START_AT_MS) / 1000} ${text}`);
  }
}
