/** How sure something is, in three dots and a word. */
import { el } from './elements.ts';

const SURE = {
  certain: '\u25cf\u25cf\u25cf',
  likely: '\u25cf\u25cf\u25cb',
  possible: '\u25cf\u25cb\u25cb',
} as const;

export function sureness(confidence: keyof typeof SURE): HTMLElement {
  return el('span', { class: `sure ${confidence}` }, el('span', { 'aria-hidden': 'true' }, SURE[confidence]), ` ${confidence}`);
}
