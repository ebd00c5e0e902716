/** Keeping the embedded server up starts it again when it has died under a worker; a team's database is looked after by the team. */
import type { Clock } from '../../capture/clock.ts';
import type { Address } from './address.ts';
import { placeOf } from './place.ts';
import { openServer } from './server.ts';

const LOOK_MS = 1000;

/** Ends with `over`. */
export async function keepServer(address: Address, clock: Pick<Clock, 'sleep'>, over: AbortSignal): Promise<void> {
  if (address.kind === 'team') return;
  const place = placeOf(address.folder, process.getuid?.());
  while (!over.aborted) {
    await clock.sleep(LOOK_MS, over);
    // What keeps it from starting is told by whatever needs it next.
    if (!over.aborted) await openServer(place).catch(() => undefined);
  }
}
