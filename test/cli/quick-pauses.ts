/** The program's pauses pass nearly as fast as the time of its simulated routers: a test that waits out a second of ours gives them a minute. */
import { vi } from 'vitest';
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';

/** Slower than the routers, so that each look finds something new. */
const PACE = 10;

/** Until the mocks of the test are taken back. */
export function shortenPauses(): void {
  const { sleep } = SYSTEM_CLOCK;
  vi.spyOn(SYSTEM_CLOCK, 'sleep').mockImplementation((ms, signal) => sleep(ms / PACE, signal));
}
