/** What is claimed is what an act begins with: the record of a capture that this worker writes of from now on, and what of a failure is its capture's. */
import type { CaptureRecord } from '../capture/store.ts';
import { FlaptrapError } from '../errors.ts';
import type { Carrying } from './carrying.ts';
import type { States } from './states.ts';

export interface ActsOptions {
  carrying: Carrying;
  states: States;
  /** The folder in which bundles and reports are written. */
  out: string;
}

/** For what no wish to stop cuts short. */
export const NEVER: AbortSignal = new AbortController().signal;

/** From now on this worker writes of it. Throws while its holder lives. */
export async function hold({ carrying }: ActsOptions, captureId: string): Promise<void> {
  using _claim = await carrying.store.claim(captureId);
}

export async function claimed(options: ActsOptions, captureId: string): Promise<CaptureRecord> {
  await hold(options, captureId);
  return options.carrying.recordOf(captureId);
}

/** What is another worker's now, and what is a fault of ours, is nothing that an act can say of its capture. */
export function isOfOurs(error: unknown): FlaptrapError {
  if (!(error instanceof FlaptrapError) || error.code === 'fenced') throw error;
  return error;
}
