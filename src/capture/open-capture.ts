/** Opening a capture gives it its way into the world: the system clock, logins by SSH, the store. */
import { connect } from '../device/cli.ts';
import { openConnection } from '../device/connection.ts';
import { DEFAULT_DEADLINES, type Deadlines } from '../device/deadlines.ts';
import type { DeviceTarget } from '../device/target.ts';
import type { Side } from '../ipsec/side.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import type { CaptureContext, Progress } from './context.ts';
import { targetOf } from './logins.ts';
import { Store } from './store.ts';

export interface OpenOptions {
  stateFolder: string;
  say(progress: Progress): void;
  stop: AbortSignal;
  clock?: Clock | undefined;
  /** Where to log in, instead of where the playbook says: a rehearsal's simulated routers. */
  targets?: Record<Side, DeviceTarget> | undefined;
  deadlines?: Partial<Deadlines> | undefined;
}

export function openCapture(playbook: Playbook, options: OpenOptions): CaptureContext {
  const { stateFolder, say, stop, targets, deadlines, clock = SYSTEM_CLOCK } = options;
  const targetAt = async (side: Side): Promise<DeviceTarget> => targets?.[side] ?? targetOf(playbook, side);
  return {
    clock,
    store: new Store(stateFolder),
    say,
    stop,
    // Without the stop signal: what was begun must be undone over the same sessions.
    connect: async (side) => connect(await targetAt(side), { deadlines }),
    openSession: async (side) => openConnection(await targetAt(side), { ...DEFAULT_DEADLINES, ...deadlines }),
  };
}
