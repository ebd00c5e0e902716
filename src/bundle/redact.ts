/** Redacting takes the secrets out of a bundle's text when it comes in or goes out; lines and their numbers stay. */
import { Redactor } from '../ios/redact/redactor.ts';
import type { Manifest } from './manifest.ts';

/**
 * The text of a router without passwords, keys and communities: each becomes `<secret-N>`, and lines keep their numbers. Give one redactor for
 * both sides of a bundle: a key that both ends share is one token then. Never throws.
 */
export function redact(text: string, redactor: Redactor = new Redactor()): string {
  return redactor.redact(text);
}

/** Without who captured, and with all its texts redacted, names of files too. Ask when the files were redacted. */
export function redactManifest({ by: _by, ...manifest }: Manifest, redactor: Redactor): Manifest {
  return redactJson(manifest, redactor) as Manifest;
}

/** Every text in it, names of files too, and no key. */
export function redactJson(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.redactPath(value);
  if (Array.isArray(value)) return value.map((each) => redactJson(each, redactor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactJson(each, redactor)]));
}
