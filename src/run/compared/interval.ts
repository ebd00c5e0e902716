/** Intervals say how far a small count can be trusted: exact Poisson for a rate, Wilson for a share; both at 95 %. */

/** Of each end outside. */
const TAIL = 0.025;
/** The normal quantile of 97.5 %. */
const Z = 1.959964;
const STEPS = 100;

export interface Interval {
  least: number;
  most: number;
}

/** Of the mean of which `count` is one draw: the exact (Garwood) interval. */
export function poissonInterval(count: number): Interval {
  const least = count === 0 ? 0 : solve((mean) => 1 - poissonAtMost(count - 1, mean) - TAIL, count);
  return { least, most: solve((mean) => TAIL - poissonAtMost(count, mean), count + 1) };
}

/** Of the share of which `count` in `of` is one draw; all of it where there is none. */
export function wilsonInterval(count: number, of: number): Interval {
  if (of === 0) return { least: 0, most: 1 };
  const share = count / of;
  const middle = (share + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const half = (Z / (1 + Z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { least: Math.max(0, middle - half), most: Math.min(1, middle + half) };
}

/** How likely at most `count` of `of` events fall into a part of the time that has this share of it, if nothing has changed. */
export function chanceOfSoFew(count: number, of: number, share: number): number {
  let [chance, logTerm] = [0, of * Math.log(1 - share)];
  for (let index = 0; index <= count; index += 1) {
    chance += Math.exp(logTerm);
    logTerm += Math.log((of - index) / (index + 1)) + Math.log(share / (1 - share));
  }
  return Math.min(1, chance);
}

function poissonAtMost(count: number, mean: number): number {
  let [sum, logTerm] = [0, -mean];
  for (let index = 0; index <= count; index += 1) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(mean) - Math.log(index + 1);
  }
  return Math.min(1, sum);
}

/** The mean at which a rising function is zero, by halving; `near` is about its size. */
function solve(rising: (mean: number) => number, near: number): number {
  let [low, high] = [0, near];
  while (rising(high) < 0) high *= 2;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
