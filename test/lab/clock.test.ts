/** The lab's clock: faster than real time, never past what is due, the same story on a busy machine. */
import { afterEach, describe, expect, it } from 'vitest';
import { LabClock } from '../../src/lab/clock.ts';

const START_AT_MS = Date.UTC(2026, 0, 5, 3, 0, 0);

let clock: LabClock | undefined;

afterEach(() => clock?.stop());

function standing(): LabClock {
  clock = new LabClock({ startAtMs: START_AT_MS, speed: 0 });
  return clock;
}

describe('a clock', () => {
  it('runs as many times faster as it is told', () => {
    let realMs = 1000;
    clock = new LabClock({ startAtMs: START_AT_MS, speed: 600, realNow: () => realMs });
    realMs += 10;
    expect(clock.now()).toBe(START_AT_MS + 6000);
  });

  it('keeps appointments in their order, each at its own instant', async () => {
    const kept: [string, number][] = [];
    const each = standing();
    each.after(2000, () => kept.push(['later', each.now()]));
    each.after(1000, () => kept.push(['sooner', each.now()]));
    each.after(2000, () => kept.push(['later still', each.now()]));
    await each.advance(5000);
    expect(kept).toEqual([
      ['sooner', START_AT_MS + 1000],
      ['later', START_AT_MS + 2000],
      ['later still', START_AT_MS + 2000],
    ]);
    expect(each.now()).toBe(START_AT_MS + 5000);
  });

  it('does not go on before what an appointment set going has come to rest', async () => {
    const each = standing();
    const seen: number[] = [];
    const work = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      seen.push(each.now());
    };
    each.after(1000, () => void work());
    each.after(1001, () => seen.push(each.now()));
    await each.advance(3000);
    expect(seen).toEqual([START_AT_MS + 1000, START_AT_MS + 1001]);
  });

  it('never shows an instant beyond what is due and not yet kept', () => {
    let realMs = 0;
    clock = new LabClock({ startAtMs: START_AT_MS, speed: 600, realNow: () => realMs });
    clock.after(1000, () => undefined);
    realMs += 100;
    expect(clock.now()).toBe(START_AT_MS + 1000);
  });

  it('forgets an appointment that is called off', async () => {
    const each = standing();
    let isKept = false;
    each
      .after(1000, () => {
        isKept = true;
      })
      .cancel();
    await each.advance(2000);
    expect(isKept).toBe(false);
  });

  it('ends a sleep early when the signal comes', async () => {
    const controller = new AbortController();
    const slept = standing().sleep(60_000, controller.signal);
    controller.abort();
    await slept;
    expect(clock?.now()).toBe(START_AT_MS);
  });
});
