/** The first place of an ordered list is the one that going through the list finds. */
import { expect, it } from 'vitest';
import { firstPlace } from '../src/first-place.ts';

const LISTS = [[], [1], [1, 1, 1], [1, 2, 3, 5, 8], [2, 2, 4, 4, 4, 9, 9]];

it.each(LISTS.map((list) => ({ list })))('of $list is where going through it stops', ({ list }) => {
  for (let wanted = 0; wanted <= 10; wanted += 1) {
    const through = list.findIndex((each) => each >= wanted);
    expect(firstPlace(list.length, (place) => (list[place] ?? 0) >= wanted)).toBe(through === -1 ? list.length : through);
  }
});
