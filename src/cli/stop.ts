/** Stopping on Ctrl-C ends the waiting, not the undoing: the first signal asks, a second Ctrl-C leaves at once and names what is left. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CaptureRecord, type Store, sidesInDoubt } from '../capture/store.ts';
import { EXIT } from './exit-code.ts';
import type { Screen } from './screen.ts';

export interface Stop {
  signal: AbortSignal;
  [Symbol.dispose](): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal and npm both pass one Ctrl-C on: what comes within this is the same one. */
const SAME_MS = 500;
const LEAVE_MS = 2000;
const UNTOLD = 'leaving now: what is left on the routers is not known, because the store does not answer';

const PUTTING_BACK = 'stopping: restoring the routers first; press Ctrl-C again to leave now';

/** `sayWhatIsLeft` is asked at a second Ctrl-C. A terminal that goes away sends SIGHUP, often twice: it never leaves at once. */
export function listenForStop(screen: Screen, sayWhatIsLeft: () => Promise<string>, first = PUTTING_BACK): Stop {
  const controller = new AbortController();
  let firstMs: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const nowMs = performance.now();
    if (firstMs === undefined) {
      firstMs = nowMs;
      screen.tell(first);
      controller.abort();
    } else if (signal === 'SIGHUP' || nowMs - firstMs < SAME_MS) return;
    else {
      // A store that does not answer holds up nobody who wants to leave.
      void Promise.race([sayWhatIsLeft(), sleep(LEAVE_MS, UNTOLD)]).then((left) => {
        screen.tell(left, 'grave');
        process.exit(EXIT.stopped);
      });
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}

/** Which routers may still hold something of which capture, by what was written down. */
export async function sayLeft(store: Pick<Store, 'place' | 'listAll'>): Promise<string> {
  const records = await readable(store);
  if (records === undefined) return `leaving now: what is left on the routers is not known, because ${store.place} cannot be read`;
  const open = records.flatMap((record) => {
    const names = sidesInDoubt(record).map((side) => record.plan.peers[side].name);
    if (names.length === 0) return [];
    const { captureId, plan } = record;
    return [
      `  ${names.join(' and ')} may still be armed for capture ${captureId}: type flaptrap disarm ${captureId}; the routers themselves remove it at ${plan.leaseEndsAt}`,
    ];
  });
  return open.length === 0 ? 'leaving now: nothing was armed' : ['leaving now:', ...open].join('\n');
}

/** Leaving now is never held up by what was written down. */
async function readable(store: Pick<Store, 'listAll'>): Promise<CaptureRecord[] | undefined> {
  try {
    return (await store.listAll()).records;
  } catch {
    return undefined;
  }
}
