/** Labs are processes that hold pairs of simulated routers behind real SSH on loopback; each counts who is logged in to its routers. */
import type { DeviceTarget } from '../../src/device/target.ts';
import { Child } from './child.ts';
import type { LabAsked, LabSaid } from './lab.ts';

export interface Labs {
  targets: Record<string, DeviceTarget>;
  look(): Promise<LabSaid>;
  close(): Promise<void>;
}

/** More routers in one process leave its one thread behind. [measured: 250 take 170 MB, and answer in time] */
const PAIRS_A_PROCESS = 125;

export async function openLabs(pairs: number, latencyMs: number): Promise<Labs> {
  const targets: Record<string, DeviceTarget> = {};
  const children: Child<LabAsked, LabSaid>[] = [];
  for (let from = 0; from < pairs; from += PAIRS_A_PROCESS) {
    const child = new Child<LabAsked, LabSaid>('lab.js');
    children.push(child);
    Object.assign(targets, (await child.ask({ do: 'open', from, count: Math.min(PAIRS_A_PROCESS, pairs - from), latencyMs })).targets);
  }
  return {
    targets,
    look: async () => addUp(await Promise.all(children.map((child) => child.ask({ do: 'look' })))),
    close: async () => void (await Promise.all(children.map((child) => child.kill()))),
  };
}

function addUp(looks: readonly LabSaid[]): LabSaid {
  const sum = (of: 'clean' | 'armed' | 'overlaps' | 'logins' | 'sessions' | 'rssMb'): number =>
    looks.reduce((total, look) => total + look[of], 0);
  return {
    targets: {},
    clean: sum('clean'),
    armed: sum('armed'),
    overlaps: sum('overlaps'),
    logins: sum('logins'),
    sessions: sum('sessions'),
    rssMb: sum('rssMb'),
  };
}
