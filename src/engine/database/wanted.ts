/** What is opened may be unwanted by the time that it is half open: whoever stops it does not wait until it is whole. */
import { FlaptrapError } from '../../errors.ts';

export function requireWanted(stop: AbortSignal | undefined): void {
  if (stop?.aborted === true) throw new FlaptrapError('stopped', 'stopped before the store was open: nothing was begun');
}
