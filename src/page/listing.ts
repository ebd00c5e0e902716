/** Listings are the short lists under a heading of which the record consists: what is missing, and who listened when. */
import { el } from './elements.ts';

export function listing(title: string, items: readonly string[]): HTMLElement | undefined {
  if (items.length === 0) return undefined;
  return el('div', { class: 'part' }, el('h3', {}, title), el('ul', { class: 'plain' }, ...items.map((item) => el('li', {}, item))));
}

export function sayListened(listened: readonly string[]): string[] {
  return listened.map((line) => line.replace(/^HEARD\s+/, ''));
}
