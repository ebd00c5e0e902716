/** The pace of an engine is how patient it is with workers, devices and routers. */
import { LOGIN_PAUSE_SECONDS } from '../capture/pace.ts';

/** In ms. */
export interface Pace {
  beatMs: number;
  deadMs: number;
  /** Between two looks for what dead workers carried. */
  takeOverMs: number;
  /** Between two looks at a capture over whose routers nobody keeps a session. */
  lookMs: number;
  /** Captures, of two routers each, on a network that may have thousands of routers. */
  looksAtOnce: number;
  writeMs: number;
  patienceMs: number;
  retryMs: number;
  retryMsMax: number;
  graceMs: number;
}

export const PACE: Pace = {
  beatMs: 2000,
  deadMs: 10_000,
  takeOverMs: 2000,
  lookMs: LOGIN_PAUSE_SECONDS * 1000,
  looksAtOnce: 2,
  writeMs: 20_000,
  patienceMs: 300_000,
  retryMs: 15_000,
  retryMsMax: 900_000,
  graceMs: 7 * 86_400_000,
};
