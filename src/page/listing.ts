/** Listings are the short lists under a heading of which the record consists: what is missing, and who listened when, in words with the routers' names. */
import { SIDES } from '../ipsec/side.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { el } from './elements.ts';

export function listing(title: string, items: readonly string[]): HTMLElement | undefined {
  if (items.length === 0) return undefined;
  return el('div', { class: 'part' }, el('h3', {}, title), el('ul', { class: 'plain' }, ...items.map((item) => el('li', {}, item))));
}

const NOT_CAPTURED = /^([ab]): `(.+)` was not captured$/;

/** What a router was not asked is one line a router; anything else stands as it was said. */
export function sayMissing({ missing, tunnel }: Pick<Verdict, 'missing' | 'tunnel'>): string[] {
  const commands = missing.map((each) => NOT_CAPTURED.exec(each));
  const asked = SIDES.flatMap((side) => {
    const own = commands.flatMap((found) => (found?.[1] === side ? [found[2] ?? ''] : []));
    return own.length === 0 ? [] : [`${tunnel[side].name}: ${own.join(', ')}`];
  });
  const others = missing.filter((_, index) => commands[index] === null);
  return [...others.map((each) => each.replace(/^([ab]): /, (_, side: 'a' | 'b') => `${tunnel[side].name}: `)), ...asked];
}

export function sayListened(listened: readonly string[]): string[] {
  return listened.map((line) => line.replace(/^HEARD\s+/, ''));
}
