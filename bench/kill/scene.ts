/** A scene is one point as it is played: its stage, its router states, what was seen of evidence and bundles, and what went wrong. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SIDES } from '../../src/ipsec/side.ts';
import { type Hashes, hashBundles } from './bundles.ts';
import type { Disk } from './disk.ts';
import { EvidenceLedger } from './evidence.ts';
import type { Look } from './lab-client.ts';
import { capturesOn } from './lab-state.ts';
import type { Point } from './points.ts';
import { type Ended, endWithin, type Program } from './program.ts';
import { areArmed, isFrozen, type Reference } from './reference.ts';
import { STEP_TIMEOUT_MS, type Stage, tell } from './stage.ts';

export interface Scene {
  point: Point;
  stage: Stage;
  reference: Reference;
  disk: Disk | undefined;
  ledger: EvidenceLedger;
  /** Of bundles that were finished once. */
  hashes: Map<string, string>;
  failures: string[];
  /** The tunnel has flapped. */
  hasFlapped: boolean;
}

export function makeScene(point: Point, stage: Stage, reference: Reference, disk: Disk | undefined): Scene {
  return { point, stage, reference, disk, ledger: new EvidenceLedger(), hashes: new Map(), failures: [], hasFlapped: false };
}

/** Looks at both routers and at the bundles, and remembers what must not be lost from now on. */
export async function lookAt({ stage, ledger, hashes }: Scene): Promise<Look> {
  const look = await stage.lab.look();
  ledger.note(look.content);
  const found: Hashes = existsSync(stage.out) ? hashBundles(stage.out) : new Map();
  for (const [path, hash] of found) if (!hashes.has(path)) hashes.set(path, hash);
  const short = SIDES.map((side) => {
    const { applets, debugs, conditions, logging, terminals, files } = look.state[side];
    return `  ${side}: ${JSON.stringify({ applets, debugs, conditions, logging, terminals, files })}`;
  });
  tell(stage, `the routers hold\n${short.join('\n')}`);
  return look;
}

/** The tunnel flaps: its receiver, b, logs the unknown SPI within two seconds. */
export function flap(scene: Scene): void {
  if (scene.hasFlapped) return;
  scene.hasFlapped = true;
  tell(scene.stage, 'the tunnel flaps');
  scene.stage.lab.order({ kind: 'play', scenario: 'delete-lost', receiver: 'b', afterSeconds: 1 });
}

/** As soon as both routers are armed; until the signal comes. */
export async function flapWhenArmed(scene: Scene, signal: AbortSignal): Promise<void> {
  const { lab } = scene.stage;
  if (await lab.until((state) => areArmed(scene.reference, state), STEP_TIMEOUT_MS, signal)) flap(scene);
}

/** Until b has frozen its recording; it was armed. */
export async function awaitFreeze({ stage, reference }: Scene): Promise<boolean> {
  return stage.lab.until((state) => isFrozen(reference, 'b', state.b), 15_000);
}

/** The last capture that a router was seen to hold. */
export function captureIdOf({ stage }: Scene): string | undefined {
  for (const state of stage.lab.history.toReversed()) {
    const [id] = SIDES.flatMap((side) => capturesOn(state[side]));
    if (id !== undefined) return id;
  }
  return undefined;
}

/** What waits for a flap gets one after a while, so that it can end. */
export async function endWithFlap(scene: Scene, program: Program, timeoutMs = STEP_TIMEOUT_MS): Promise<Ended | undefined> {
  const controller = new AbortController();
  const later = sleep(PATIENCE_MS, undefined, { signal: controller.signal })
    .then(() => flapWhenArmed(scene, controller.signal))
    .catch(() => undefined);
  const ended = await endWithin(program, timeoutMs);
  controller.abort();
  await later;
  return ended;
}

const PATIENCE_MS = 1500;
