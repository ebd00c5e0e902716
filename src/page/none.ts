/** None is what is said without an incident: that is good news only where somebody listened. */
import { sayNothing } from '../report/none.ts';
import { sayOtherTunnels } from '../report/other-tunnels.ts';
import { el } from './elements.ts';
import { listing, sayListened, sayMissing } from './listing.ts';
import type { Looking } from './looking.ts';

export function none({ picture: { verdict, listened } }: Looking): HTMLElement[] {
  const nothing = sayNothing(verdict);
  const title = nothing === undefined ? 'No incident' : 'Nothing to judge';
  const why = nothing ?? 'Neither router logged an unknown SPI on this tunnel. That is said of the time in which they surely listened:';
  const said = [why, ...sayOtherTunnels(verdict)].map((each) => el('p', {}, each));
  return [
    el('header', { class: 'headline' }, el('h2', { id: 'verdict-head' }, title), ...said),
    // What nobody captured stands first where it is why nothing can be said.
    ...[
      nothing === undefined ? undefined : listing('Not in the bundle', sayMissing(verdict)),
      listing('Who listened when', sayListened(listened)),
    ].filter((each) => each !== undefined),
  ];
}
