/** None is what is said without an incident: that is good news only where somebody listened. */
import { sayMissing } from '../report/missing.ts';
import { sayClear, sayNothing } from '../report/none.ts';
import { sayOld, sayOtherTunnels, sayStrangers } from '../report/other-tunnels.ts';
import { el } from './elements.ts';
import { listing, sayListened } from './listing.ts';
import type { Looking } from './looking.ts';

export function none({ picture: { verdict, listened } }: Looking): HTMLElement[] {
  const nothing = sayNothing(verdict);
  const title = nothing === undefined ? 'No incident' : 'Nothing to judge';
  const clear = sayClear(verdict);
  const why = nothing ?? `${clear[0]?.toUpperCase()}${clear.slice(1)} That is said of the time in which they surely listened:`;
  const said = [why, ...sayOld(verdict), ...sayStrangers(verdict), ...sayOtherTunnels(verdict)].map((each) => el('p', {}, each));
  return [
    el('header', { class: 'headline' }, el('h2', { id: 'verdict-head' }, title), ...said),
    // What nobody captured stands first where it is why nothing can be said.
    ...[
      nothing === undefined ? undefined : listing('Not in the bundle', sayMissing(verdict)),
      listing('Who listened when', sayListened(listened)),
    ].filter((each) => each !== undefined),
  ];
}
