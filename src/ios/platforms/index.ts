/** The platforms that flaptrap knows, by id. */
import { ios } from './ios.ts';
import { iosXe } from './ios-xe.ts';
import type { Platform } from './platform.ts';

export const PLATFORMS = {
  ios,
  'ios-xe': iosXe,
} as const satisfies Record<string, Platform>;

export type PlatformId = keyof typeof PLATFORMS;

/** Undefined when no platform, or more than one, claims the text. */
export function platformOf(showVersion: string): Platform | undefined {
  const claims = Object.values(PLATFORMS).filter((platform) => platform.versionPattern.test(showVersion.replaceAll('\r', '')));
  return claims.length === 1 ? claims[0] : undefined;
}
