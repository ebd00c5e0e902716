/** Secrets are what stands in IOS output in the place of a password, key or community: they go, whatever they look like. */
import { Redactor } from './redact/redactor.ts';

/** The text with a token in the place of each secret; its lines stay. `known` secrets go wherever they stand. */
export function removeSecrets(text: string, known: readonly (string | undefined)[] = []): string {
  return new Redactor({ secrets: known }).redact(text);
}
