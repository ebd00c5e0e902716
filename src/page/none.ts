/** None is what is said without an incident: that is good news only where somebody listened. */
import { sayNone } from '../report/none.ts';
import { el } from './elements.ts';
import { listing, sayListened, sayMissing } from './listing.ts';
import type { Looking } from './looking.ts';

export function none({ picture: { verdict, listened, isEmpty } }: Looking): HTMLElement[] {
  const title = isEmpty ? 'Nothing to judge' : 'No incident';
  const why = isEmpty
    ? sayNone(verdict)
    : 'Neither router logged an unknown SPI on this tunnel. That is said of the time in which they surely listened:';
  return [
    el('header', { class: 'headline' }, el('h2', { id: 'verdict-head' }, title), el('p', {}, why)),
    // What nobody captured stands first where it is why nothing can be said.
    ...[
      isEmpty ? listing('Not in the bundle', sayMissing(verdict)) : undefined,
      listing('Who listened when', sayListened(listened)),
    ].filter((each) => each !== undefined),
  ];
}
