/** What remains of an SA's life, in seconds and as a clock. */

export function remainingSeconds(nowMs: number, { bornAtMs, lifetimeSeconds }: { bornAtMs: number; lifetimeSeconds: number }): number {
  return Math.max(0, Math.round(lifetimeSeconds - (nowMs - bornAtMs) / 1000));
}

/** `05:50:03` */
export function clockOf(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
