/** The platforms that flaptrap knows, by id. */
import { ios } from './ios.ts';
import { iosXe } from './ios-xe.ts';
import type { Platform } from './platform.ts';

export const PLATFORMS = {
  ios,
  'ios-xe': iosXe,
} as const satisfies Record<string, Platform>;

export type PlatformId = keyof typeof PLATFORMS;
