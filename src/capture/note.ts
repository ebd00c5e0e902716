/** Noting what is done of a capture is a comfort once a router is touched: a journal that cannot be written holds up neither freezing nor undoing. */
import { FlaptrapError } from '../errors.ts';
import type { CaptureContext } from './context.ts';
import type { JournalEntry } from './store.ts';

/** With the time of the host; says so when it could not be written down. */
export function noteOrSay(context: CaptureContext, captureId: string, entry: Omit<JournalEntry, 'at'>): void {
  try {
    context.store.note(captureId, { at: new Date(context.clock.now()).toISOString(), ...entry });
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    context.say({ side: entry.side, text: `${error.message}: going on without it` });
  }
}
