/** A stage for captures: two simulated routers, a playbook for them, and a store that is thrown away. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplates } from '../../src/applet/load.ts';
import type { CaptureContext } from '../../src/capture/context.ts';
import { FileStore } from '../../src/capture/file-store.ts';
import { KeptSession } from '../../src/capture/kept-session.ts';
import { type Look, lookKept } from '../../src/capture/look.ts';
import { openCapture } from '../../src/capture/open-capture.ts';
import { survey } from '../../src/capture/survey.ts';
import type { DeviceTarget } from '../../src/device/target.ts';
import type { Side } from '../../src/ipsec/side.ts';
import type { RouterSpec } from '../../src/lab/device/router-spec.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { makePlan } from '../../src/playbook/make-plan.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { startTestLab, targetOfLab } from '../lab/lab-login.ts';

export interface Stage {
  lab: Lab;
  playbook: Playbook;
  context: CaptureContext;
  store: FileStore;
  told: string[];
  stop: AbortController;
  /** A context that logs in otherwise to some routers. */
  withTargets(changes: Partial<Record<Side, Partial<DeviceTarget>>>): CaptureContext;
  plan(nonce?: string): Promise<Plan>;
  [Symbol.asyncDispose](): Promise<void>;
}

export function readPlaybook(change: (text: string) => string = (text) => text): Playbook {
  const { playbook, diagnostics } = parsePlaybook(change(readFileSync('playbooks/tunnel-flaps.yaml', 'utf8')), 'tunnel-flaps.yaml');
  if (playbook === undefined) throw new Error(JSON.stringify(diagnostics));
  return playbook;
}

export interface StageOptions {
  speed?: number;
  /** Changes the playbook's text. */
  change?: (text: string) => string;
  /** What each router differs in. */
  a?: Partial<RouterSpec>;
  b?: Partial<RouterSpec>;
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const b: RouterSpec = { hostname: 'branch', address: '198.51.100.1', platform: 'ios', offsetMs: 0, ...options.b };
  const a: RouterSpec = { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0, ...options.a };
  const lab = await startTestLab({ speed: options.speed ?? 240, a, b });
  const playbook = readPlaybook(options.change);
  const stateFolder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  const store = new FileStore(stateFolder);
  const told: string[] = [];
  const stop = new AbortController();
  const clock = {
    now: () => lab.clock.now(),
    monotonic: () => lab.clock.now(),
    sleep: (ms: number, signal?: AbortSignal) => lab.clock.sleep(ms, signal),
  };
  const withTargets: Stage['withTargets'] = (changes) =>
    openCapture(playbook, {
      store,
      say: ({ side, text }) => told.push(side === undefined ? text : `${side}: ${text}`),
      stop: stop.signal,
      clock,
      targets: { a: targetOfLab(lab, 'a', changes.a), b: targetOfLab(lab, 'b', changes.b) },
    });
  const context = withTargets({});
  return {
    lab,
    playbook,
    store,
    context,
    told,
    stop,
    withTargets,
    plan: async (nonce) => makePlan(playbook, await survey(context, playbook), loadTemplates(), { nowMs: lab.clock.now(), nonce }),
    [Symbol.asyncDispose]: async () => {
      await lab.close();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}

/** Everything of a router that an armed capture changes. */
export function changesOf(lab: Lab, side: Side): object {
  const { router } = lab[side];
  return {
    applets: router.eem.applets.map(({ name }) => name),
    debugs: [...router.debugs],
    conditions: [...router.conditions],
    logging: router.configuration.find(/logging buffered/),
    files: [...router.flash.keys()],
  };
}

export const UNTOUCHED = { applets: [], debugs: [], conditions: [], logging: 'logging buffered 8192 informational', files: [] };

/** One look, as whoever freezes takes it. */
export async function lookAt(context: CaptureContext, plan: Plan, side: Side): Promise<Look> {
  await using session = new KeptSession(context, side);
  return await lookKept(context, plan, side, session);
}
