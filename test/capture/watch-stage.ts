/** A stage for waiting: both routers are armed, and time passes only while flaptrap waits, so that days take seconds. */
import { type Ledger, openLedger } from '../../bench/wait/ledger.ts';
import { patientClock } from '../../bench/wait/patient-clock.ts';
import { arm } from '../../src/capture/arm.ts';
import type { CaptureContext } from '../../src/capture/context.ts';
import { type Ending, waitForSpring } from '../../src/capture/wait.ts';
import type { Side } from '../../src/ipsec/side.ts';
import type { Router } from '../../src/lab/device/router.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

export interface WatchStage extends Stage {
  armed: Plan;
  ledger: Ledger;
  waiting: CaptureContext;
  router(side: Side): Router;
  /** Something happens so many minutes after arming. */
  after(minutes: number, happen: () => unknown): void;
  /** Waits until the minutes have passed, unless it ends before. */
  wait(minutes: number): Promise<Ending>;
  /** What was said of a router while waiting. */
  saidOf(side: Side): string[];
}

/** `prepare`: how the routers are before anything is asked. */
export async function openWatchStage(options: StageOptions & { prepare?: (lab: Stage['lab']) => unknown } = {}): Promise<WatchStage> {
  const stage = await openStage({
    ...options,
    speed: 0,
    change: (text) => `${(options.change ?? ((same) => same))(text)}\nprobe: false\n`,
  });
  options.prepare?.(stage.lab);
  const ledger = await openLedger(stage.lab);
  const reached = stage.withTargets({ a: { port: ledger.ports.a }, b: { port: ledger.ports.b } });
  const waiting = { ...reached, clock: patientClock(stage.lab.clock) };
  const armed = await stage.plan();
  await arm(reached, armed, stage.playbook);
  for (const side of ['a', 'b'] as const) Object.assign(ledger.heard[side], { logins: 0, commands: 0, bytes: 0 });
  stage.told.length = 0;
  return {
    ...stage,
    armed,
    ledger,
    waiting,
    router: (side) => stage.lab[side].router,
    after: (minutes, happen) => void stage.lab.clock.after(minutes * 60_000, happen),
    wait: (minutes) => waitForSpring(waiting, armed, stage.playbook, minutes * 60_000),
    saidOf: (side) => stage.told.filter((text) => text.startsWith(`${side}: `)).map((text) => text.slice(3)),
    [Symbol.asyncDispose]: async () => {
      await ledger.close();
      await stage[Symbol.asyncDispose]();
    },
  };
}
