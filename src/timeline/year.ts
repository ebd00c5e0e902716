/** The year of stamps that print none is taken from what the capture knows: the router's clock first, then the collecting host's. */
import type { Bundle } from '../bundle/bundle.ts';
import { showOf } from '../ios/shows/index.ts';
import { other, type Side } from '../ipsec/side.ts';

const SECOND_MS = 1000;

export interface StampContext {
  year?: number | undefined;
  capturedAt?: number | undefined;
  bootAt?: number | undefined;
}

export function yearOf(bundle: Bundle, side: Side): StampContext {
  const clockAt = shownClock(bundle, side);
  const uptimeSeconds = shownUptime(bundle, side);
  const at = clockAt ?? shownClock(bundle, other(side)) ?? bundle.manifest?.finishedAt ?? bundle.manifest?.startedAt;
  return {
    year: at === undefined ? undefined : new Date(at).getUTCFullYear(),
    capturedAt: at,
    bootAt: clockAt === undefined || uptimeSeconds === undefined ? undefined : clockAt - uptimeSeconds * SECOND_MS,
  };
}

function shownClock(bundle: Bundle, side: Side): number | undefined {
  return firstOf(bundle, side, (name, text) => (/^show_clock/i.test(name) ? showOf(name)?.read(text).clockAt?.value : undefined));
}

function shownUptime(bundle: Bundle, side: Side): number | undefined {
  return firstOf(bundle, side, (name, text) => (/^show_ver/i.test(name) ? showOf(name)?.read(text).uptimeSeconds?.value : undefined));
}

function firstOf(bundle: Bundle, side: Side, read: (name: string, text: string) => number | undefined): number | undefined {
  for (const { name, text } of bundle.sides[side]) {
    const value = read(name, text);
    if (value !== undefined) return value;
  }
  return undefined;
}
