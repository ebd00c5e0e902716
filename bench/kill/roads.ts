/** The roads are the ways of a capture to its end: together they pass by all that the engine makes durable of one. */
import { appendFileSync } from 'node:fs';
import { connectTo, printUrl } from '../../src/engine/database/database.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import type { Message } from '../../src/engine/message.ts';
import { sendMessage } from '../../src/engine/parking.ts';
import { areArmed } from './reference.ts';
import type { Stage } from './stage.ts';
import { flapWhenArmed } from './stored-scene.ts';
import { ask, holderOf, type StoredScene, untilStore } from './stored-stage.ts';

export interface Road {
  /** What its playbook says beside. */
  prepare(stage: Stage): void;
  walk(scene: StoredScene, signal: AbortSignal): Promise<void>;
}

const PATIENCE_MS = 240_000;
const TWO_HOURS_MS = 7_200_000;
const IS_WAITING = "SELECT 1 FROM flaptrap.captures WHERE phase = 'waiting'";
const HAS_NEW_LEASE = `${IS_WAITING} AND state -> 'lease' IS NOT NULL AND state ->> 'heeded' IS NULL`;

export const ROADS = {
  /** It springs, is armed again within its budget, and springs once more. */
  sprung: {
    prepare: ({ playbook }) => appendFileSync(playbook, 'budget: { captures: 2 }\n'),
    walk: async ({ stage, known }, signal) => {
      while (!signal.aborted) {
        await flapWhenArmed(stage, known, signal);
        await stage.lab.until((state) => !areArmed(known, state), PATIENCE_MS, signal);
      }
    },
  },
  /** Its lease is made longer while it waits, then somebody has enough. */
  stopped: {
    prepare: () => undefined,
    walk: async (scene, signal) => {
      await sendWhen(
        scene,
        IS_WAITING,
        { kind: 'lease', leaseEndsAt: new Date(Date.now() + TWO_HOURS_MS).toISOString(), by: 'ops' },
        signal,
      );
      await sendWhen(scene, HAS_NEW_LEASE, { kind: 'stop', by: 'ops' }, signal);
    },
  },
} as const satisfies Record<string, Road>;

export type RoadId = keyof typeof ROADS;

/** As soon as the store says so, and again where the database was struck meanwhile; nothing once no capture is open. */
async function sendWhen(scene: StoredScene, sql: string, message: Message, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if ((await ask(scene.place, sql))?.length === 1 && (await isSent(scene, message))) return;
    await untilStore(scene.place, sql, [], 1, 1000);
  }
}

async function isSent({ place }: StoredScene, message: Message): Promise<boolean> {
  const [running, holder] = [findPostmaster(place), await holderOf(place)];
  if (running === undefined || holder === undefined) return false;
  try {
    const { pool, close } = await connectTo(printUrl(running), 'the store');
    await sendMessage(pool, holder.captureId, message).finally(close);
    return true;
  } catch {
    return false;
  }
}
