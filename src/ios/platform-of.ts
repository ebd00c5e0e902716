/** The platform of a device, told from what `show version` prints there. */
import { PLATFORMS } from './platforms/index.ts';
import type { Platform } from './platforms/platform.ts';

/** Undefined when no platform, or more than one, claims the text. */
export function platformOf(showVersion: string): Platform | undefined {
  const claims = Object.values(PLATFORMS).filter((platform) => platform.versionPattern.test(showVersion.replaceAll('\r', '')));
  return claims.length === 1 ? claims[0] : undefined;
}
