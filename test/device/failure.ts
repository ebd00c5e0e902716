/** The failure of an act that must fail, as the error that it threw. */
import { FlaptrapError } from '../../src/errors.ts';

export async function failureOf(act: Promise<unknown>): Promise<FlaptrapError> {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof FlaptrapError)) throw new Error(`expected a FlaptrapError, got ${String(error)}`);
  return error;
}
