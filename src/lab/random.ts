/** Random numbers that a seed repeats. */

export type Random = () => number;

/** Numbers from 0 up to 1 (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** From 0x10000000 on: never one of the reserved values, always eight digits. */
export function randomSpi(random: Random): number {
  return 0x10000000 + Math.floor(random() * 0xe0000000);
}

export function randomMessageId(random: Random): number {
  return 1 + Math.floor(random() * 0xfffffffe);
}
