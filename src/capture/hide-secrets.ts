/** Hiding takes the secrets of a run out of what leaves it: errors, and what the routers gave. */
import { FlaptrapError } from '../errors.ts';
import { Redactor } from '../ios/redact/redactor.ts';
import { removeSecrets } from '../ios/secrets.ts';
import type { FetchedEvidence } from './fetched.ts';

/**
 * The same error without them; its cause goes too, for nobody knows what it says. What is wrong with the input is said in our own words, in
 * which `password` is followed by advice and not by a password: known secrets go there, and nothing else.
 */
export function hideInError(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof FlaptrapError)) return error;
  const remove = error.code === 'input' ? Redactor.hideKnown : removeSecrets;
  const hide = (text: string | undefined): string | undefined => (text === undefined ? undefined : remove(text, secrets));
  const { peer, tried, answer, next } = error.context;
  return new FlaptrapError(error.code, remove(error.message, secrets), {
    peer,
    tried: hide(tried),
    answer: hide(answer),
    next: hide(next),
  });
}

/** Only the known ones, byte for byte: the bundle takes out the rest when it is written. */
export function hideInEvidence(evidence: FetchedEvidence, secrets: readonly string[]): FetchedEvidence {
  const text = evidence.bytes.toString('latin1');
  const asBytes = secrets.map((secret) => Buffer.from(secret, 'utf8').toString('latin1'));
  const hidden = Redactor.hideKnown(text, asBytes);
  return hidden === text ? evidence : { ...evidence, bytes: Buffer.from(hidden, 'latin1') };
}
