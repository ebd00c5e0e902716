/** A run on two simulated routers over real SSH, with ports that remember what was said and asked; there is no terminal. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaptureRecord } from '../../src/capture/store.ts';
import { openRun, type RunContext } from '../../src/run/context.ts';
import type { News, Ports, Question } from '../../src/run/ports.ts';
import { armCapture } from '../../src/run/run-capture.ts';
import { openStage, type Stage, type StageOptions } from '../capture/stage.ts';
import { targetOfLab } from '../lab/lab-login.ts';

export interface TestRun extends Stage {
  run: RunContext;
  ports: Ports;
  said: News[];
  asked: Question[];
  out: string;
  /** What was said about one thing. */
  news<About extends News['about']>(about: About): Extract<News, { about: About }>[];
  texts(): string;
  /** Both routers are armed, as the journal knows it. */
  arm(): Promise<CaptureRecord>;
  /** The message that both routers' traps wait for, on branch. */
  spring(): void;
}

export interface TestRunOptions extends StageOptions {
  answer?: (question: Question) => boolean;
  onNews?: (news: News) => void;
}

/** Nothing is proven on the router first, which the rehearsals do. */
const QUICK = (text: string): string => `${text.replace('tail: 75s', 'tail: 10s')}\nprobe: false\n`;

export async function openTestRun({ answer, onNews, change, ...options }: TestRunOptions = {}): Promise<TestRun> {
  const stage = await openStage({ ...options, change: (text) => (change ?? ((same: string) => same))(QUICK(text)) });
  const { lab, playbook, context, stop } = stage;
  const out = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  const [said, asked]: [News[], Question[]] = [[], []];
  let armings = 0;
  const ports: Ports = {
    say: (news) => {
      said.push(news);
      onNews?.(news);
    },
    ask: async (question) => {
      asked.push(question);
      return answer?.(question) ?? false;
    },
    stop: stop.signal,
    clock: context.clock,
    journal: context.store,
    nonce: () => {
      armings += 1;
      return `arming ${armings}`;
    },
  };
  const run = openRun(playbook, ports, { targets: { a: targetOfLab(lab, 'a'), b: targetOfLab(lab, 'b') } });
  const news: TestRun['news'] = (about) => said.filter((each): each is Extract<News, { about: typeof about }> => each.about === about);
  return {
    ...stage,
    run,
    ports,
    said,
    asked,
    out,
    news,
    texts: () =>
      news('progress')
        .map(({ peer, text }) => `${peer ?? 'both'}: ${text}`)
        .join('\n'),
    arm: async () => {
      const { captureId } = await armCapture(run, { yes: true, out });
      return recordOf(run, captureId);
    },
    spring: () =>
      lab.b.router.say(
        'CRYPTO-4-RECVD_PKT_INV_SPI',
        "decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
      ),
    [Symbol.asyncDispose]: async () => {
      await stage[Symbol.asyncDispose]();
      rmSync(out, { recursive: true, force: true });
    },
  };
}

export async function recordOf({ store }: Pick<RunContext, 'store'>, captureId: string): Promise<CaptureRecord> {
  const record = await store.read(captureId);
  if (record === undefined) throw new Error(`no record of ${captureId}`);
  return record;
}
