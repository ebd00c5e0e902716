/** The first place of an ordered list from which on something holds is found by halving the list. */

/** `length` when it holds nowhere. Where it holds at one place it has to hold at all behind it. */
export function firstPlace(length: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
