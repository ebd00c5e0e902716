/** Redacting takes the secrets out of a bundle's text when it comes in or goes out; lines and their numbers stay. */
import { Redactor } from '../ios/redact/redactor.ts';

/**
 * The text of a router without passwords, keys and communities: each becomes `<secret-N>`, and lines keep their numbers. Give one redactor for
 * both sides of a bundle: a key that both ends share is one token then. Never throws.
 */
export function redact(text: string, redactor: Redactor = new Redactor()): string {
  return redactor.redact(text);
}
